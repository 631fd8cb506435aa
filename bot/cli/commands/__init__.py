"""The commands as the command line shows them; what each does is imported when it is called."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand

_Function = TypeVar("_Function", bound=Callable[..., Any])

Json = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]


def settings() -> Any:
    """The settings of this machine (`bot.settings.Settings`); raises SettingsError when one is wrong."""
    from bot.settings import Settings

    return Settings.load()


def examples(*lines: str) -> str:
    """The end of a command's help, with lines that can be copied as they stand."""
    return "\n".join(("Examples:" if len(lines) > 1 else "Example:", "", "\b", *(f"  {line}" for line in lines)))


class _Command(TyperCommand):
    """A command whose help calls an argument by its name alone, without a type such as `<list[Path]>`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.params:
            if isinstance(each, TyperArgument):
                each.display_type_rich = _no_type  # type: ignore[assignment, method-assign]


def _no_type(**_: object) -> str | None:
    return None


class Commands(typer.Typer):
    """A group of commands; without a name its commands stand among those of the group that it is added to."""

    def __init__(self, *, help: str | None = None, no_args_is_help: bool = True, **more: Any) -> None:  # noqa: A002
        super().__init__(
            help=help,
            no_args_is_help=no_args_is_help,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            **more,
        )

    def command(self, name: str | None = None, **how: Any) -> Callable[[_Function], _Function]:
        """What makes a function a command, as typer does it."""
        return super().command(name, cls=_Command, **how)
