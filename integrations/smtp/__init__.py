"""Mail that leaves by a company's own mail server."""

from integrations.smtp.channel import SmtpChannel
from integrations.smtp.sender import SmtpSender, check, tls_context

__all__ = ["SmtpChannel", "SmtpSender", "check", "tls_context"]
