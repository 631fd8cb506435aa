"""What can be wrong with a file; apart, so that the readers of the formats and their caller share it."""


class SpreadsheetError(Exception):
    """A file cannot be read or written as a table; one sentence: what, where, how to mend it."""
