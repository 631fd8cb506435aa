"""Mailboxes, read by IMAP (RFC 3501, RFC 9051) with aioimaplib behind a supervisor of our own."""

from integrations.imap.client import tls_context
from integrations.imap.problems import MailboxProblem
from integrations.imap.sent import append_to_sent, check, in_folder
from integrations.imap.supervisor import Supervisor

__all__ = ["MailboxProblem", "Supervisor", "append_to_sent", "check", "in_folder", "tls_context"]
