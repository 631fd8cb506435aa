"""Slack: direct messages, mentions, threads, commands and buttons in; messages, their changes and files out."""

from integrations.slack.channel import SlackChannel
from integrations.slack.check import check
from integrations.slack.client import Connection, Workspace, Workspaces
from integrations.slack.events import Views
from integrations.slack.service import SlackService

__all__ = ["Connection", "SlackChannel", "SlackService", "Views", "Workspace", "Workspaces", "check"]
