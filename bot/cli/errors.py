"""What stops a command: one sentence that says what, where and how to mend."""


class Failure(Exception):
    """The command could not do its work; exit code 1."""


class Usage(Exception):
    """The command was called wrongly; exit code 2."""
