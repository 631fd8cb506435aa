"""Every table of the program, whichever module it stands in."""

from sqlmodel import SQLModel

from storage import mail_tables, tables

METADATA = SQLModel.metadata

__all__ = ["METADATA", "mail_tables", "tables"]
