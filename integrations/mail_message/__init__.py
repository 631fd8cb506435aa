"""Mail that leaves, as bytes."""

from integrations.mail_message.mailboxes import Mailbox
from integrations.mail_message.message import LONGEST_REFERENCES, Subscription, build_message

__all__ = ["LONGEST_REFERENCES", "Mailbox", "Subscription", "build_message"]
