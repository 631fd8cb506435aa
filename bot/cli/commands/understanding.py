"""`pratica understand`, `types`, `evaluate`, `model`: what messages mean, and which requests there are."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.commands import Commands, Json, examples, settings

commands = Commands()


@commands.command(
    epilog=examples(
        'echo \'{"id": 1, "text": "quote for Rossi: 20 desks"}\' | pratica understand',
        "pratica understand --corrections",
        "pratica understand --take 3 5",
    )
)
def understand(
    numbers: Annotated[list[str] | None, typer.Argument(metavar="NO", help="More numbers for --take.")] = None,
    corrections: Annotated[bool, typer.Option("--corrections", help="List what people corrected.")] = False,
    take: Annotated[
        str | None,
        typer.Option(metavar="NO|all", help="Take the sentences of these corrections into the company's phrases."),
    ] = None,
    drop: Annotated[int | None, typer.Option(metavar="NO", help="Forget this correction.")] = None,
    as_json: Json = False,
) -> None:
    """What messages want, and what was corrected. JSON Lines in (id, text; lang, now, subject), JSON Lines out."""
    from bot.cli import corrections as corrected
    from bot.cli import understand as command
    from bot.cli.errors import Usage

    if (take is not None) + (drop is not None) + corrections > 1 or (numbers and take is None):
        raise Usage("one thing at a time: pratica understand --corrections, --take 3 5, --take all, or --drop 3")
    if take is not None:
        corrected.take(settings(), [take, *(numbers or ())])
    elif drop is not None:
        corrected.drop(settings(), drop)
    elif corrections:
        corrected.show(settings(), as_json=as_json)
    else:
        command.run(settings())


@commands.command(epilog=examples("pratica evaluate tests/data/requests-*.jsonl --min-intent 0.6"))
def evaluate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Labelled messages, JSON Lines.")],
    min_intent: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE", min=0, max=1, help="Fail when the intent accuracy of all messages is below this share."
        ),
    ] = None,
    half: Annotated[
        Literal["choosing", "measured"] | None,
        typer.Option(metavar="choosing|measured", help="Only the part of the messages that is for this."),
    ] = None,
    by_type: Annotated[bool, typer.Option("--types", help="Also how the messages of each type fared.")] = False,
    pictures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Draw calibration.png and confusions.png there.")
    ] = None,
    as_json: Json = False,
) -> None:
    """How well labelled messages are understood. By intents, fields, doubt and time."""
    from bot.cli import evaluate as command

    command.run(
        settings(), files, min_intent=min_intent, half=half, by_type=by_type, pictures=pictures, as_json=as_json
    )


@commands.command(epilog=examples("pratica types --check my-types"))
def types(
    check: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Look for mistakes in this folder of own types instead.")
    ] = None,
    as_json: Json = False,
) -> None:
    """The request types, and what is wrong in own ones. Each with prefix, team, visibility, languages and source."""
    from bot.cli import types as command

    if check is None:
        command.show(settings(), as_json=as_json)
    else:
        command.check(check)


@commands.command(epilog=examples("pratica model tests/data/own/*.jsonl"))
def model(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Labelled messages that confidence is tuned on.")],
) -> None:
    """Learn anew from the example sentences. For developers: a company's own types need it not."""
    from bot.cli import model as command

    command.run(settings(), files)
