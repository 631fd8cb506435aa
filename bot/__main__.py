"""The command line: `pratica …`, also `python -m bot …`.

Commands are imported when they are called, so that `--help` answers at once.
"""

import os
import sys
from typing import Annotated

import typer

from bot.cli.commands import Commands, mails, people, records, running, talking, tasks, understanding

cli = Commands(
    name="pratica",
    help="An assistant for the back office: write to it as to a colleague, in English, Italian or Hebrew.",
    epilog="Try: pratica demo",
)


def _tell_version(wanted: bool) -> None:  # noqa: FBT001  typer hands it over by position
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"pratica {version('pratica')}\n")
        raise typer.Exit


@cli.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version it is.")
    ] = False,
) -> None:
    """What holds for all commands."""


cli.add_typer(talking.commands)
cli.add_typer(tasks.commands, name="tasks")
cli.add_typer(mails.commands, name="mails")
cli.add_typer(people.commands, name="people")
cli.add_typer(records.commands)
cli.add_typer(running.commands)
cli.add_typer(understanding.commands)


def main() -> None:
    """Run the command line; every error we know is one sentence."""
    try:
        cli(standalone_mode=True)
    except BrokenPipeError:
        # Whoever read the output has gone; standard output is closed without another complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        sentence, code = _explain(error)
        if sentence is None:
            raise
        sys.stderr.write(f"pratica: {sentence}\n")
        sys.exit(code)


def _explain(error: Exception) -> tuple[str | None, int]:
    """The sentence for an error that is not ours to trace, and the exit code."""
    from bot.catalogue import CatalogueError
    from bot.cli.errors import Failure, Usage
    from bot.learning import Unlearned
    from bot.settings import SettingsError
    from bot.worktime.errors import WorkTimeError
    from storage.errors import StorageError

    if isinstance(error, Usage):
        return str(error), 2
    if isinstance(error, (Failure, CatalogueError, SettingsError, StorageError, Unlearned, WorkTimeError)):
        return str(error), 1
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}", 1
    return None, 1


if __name__ == "__main__":
    main()
