"""Reads a mail as it came, from its bytes to `bot.mail.model.ReceivedMail`."""
