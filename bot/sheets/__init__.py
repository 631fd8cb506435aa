"""Records as tables: which columns there are, what a cell means, how a row becomes a record and back; all pure."""


class SheetError(Exception):
    """A table cannot be taken in at all; one sentence that says why and how to mend it."""


class Refused(Exception):
    """A row cannot be taken in; one clause that says why."""
