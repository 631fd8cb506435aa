"""`pratica understand --corrections`, `--take` and `--drop`: what people corrected, and what is learned from it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot import app
from bot.bidi import plain
from bot.catalogue import Catalogue
from bot.cli.errors import Failure, Usage
from bot.cli.output import table, write
from bot.exchange import field_json
from bot.model import Correction, FieldValue
from bot.own_phrases import add_phrase, folder, one_line, own_phrases
from bot.settings import Settings
from bot.speech import Speech

_HEAD = ("NO", "WHEN", "LANGUAGE", "SENTENCE", "UNDERSTOOD", "MEANT", "TAKEN")
_SHOWN = 70  # characters of a sentence in the table; --json has it whole


def show(settings: Settings, *, as_json: bool) -> None:
    """What people corrected, newest first."""
    with app.reading(settings) as reading:
        kept = reading.corrections.all()
        people = {person.id: person.name for person in reading.records.directory().people}
    if as_json:
        for one in kept:
            write(json.dumps(_json(one, people), ensure_ascii=False))
        return
    speech = app.speech(app.catalogue(settings))
    table(_HEAD, [_row(one, speech) for one in kept], empty="Nobody has corrected anything yet.")


def take(settings: Settings, wanted: Sequence[str]) -> None:
    """Write the sentences of some corrections, or of `all`, into the company's own phrases.

    Raises `Usage` for what is no number, and at the end `Failure` for what could not be taken; the others are.
    """
    types = app.catalogue(settings)
    examples = {line: kind for kind, lines in own_phrases(settings.data_dir).items() for line in lines}
    refused: list[str] = []
    new = 0
    with app.writing(settings) as uow:
        kept = {one.id: one for one in uow.corrections.all()}
        for one in sorted(_chosen(wanted, kept, refused), key=lambda each: each.id):
            if one.meant is None or (reason := _unfit(one, one.meant, types, examples)):
                refused.append(reason if one.meant else _of_a_field(one))
                continue
            new += add_phrase(settings.data_dir, one.meant, one.language, sentence=one.sentence)
            examples[one_line(one.sentence)] = one.meant
            uow.corrections.take([one.id], datetime.now(UTC))
        uow.commit()
    write(f"{new} new sentence{'' if new == 1 else 's'} in {folder(settings.data_dir)}.")
    if new:
        write("They count from the next start of the assistant.")
    if refused:
        raise Failure("; ".join(refused))


def drop(settings: Settings, number: int) -> None:
    """Forget a correction; a sentence that was taken stays where it is. Raises `Failure` when there is none."""
    with app.writing(settings) as uow:
        kept = {one.id: one for one in uow.corrections.all()}
        if not uow.corrections.drop(number):
            raise Failure(_unknown(str(number)))
        uow.commit()
    write(f"Correction {number} is forgotten.")
    if (one := kept[number]).taken and one.meant:
        write(f"Its sentence still counts; delete it from {folder(settings.data_dir)} to have it forgotten too.")


def _chosen(wanted: Sequence[str], kept: Mapping[int, Correction], refused: list[str]) -> list[Correction]:
    """The corrections of these numbers, or all that are of a type; what there is none of goes to `refused`."""
    if list(wanted) == ["all"]:
        return [one for one in kept.values() if one.meant]
    chosen = {}
    for said in wanted:
        if not said.isdecimal():
            raise Usage(f"{said!r} is no number of a correction: pratica understand --take 3 5, or --take all")
        if one := kept.get(int(said)):
            chosen[one.id] = one
        else:
            refused.append(_unknown(said))
    return list(chosen.values())


def _unknown(number: str) -> str:
    return f"there is no correction {number}; `pratica understand --corrections` shows what there is"


def _unfit(one: Correction, meant: str, types: Catalogue, examples: Mapping[str, str]) -> str:
    """Why the sentence of a correction cannot be taken; nothing when it can."""
    if meant not in types:
        return f"{one.id} means the type {meant}, which there is no longer; --drop {one.id} forgets it"
    known = examples.get(one_line(one.sentence), meant)
    return "" if known == meant else f"{one.id} means {meant}, but its sentence was taken as an example of {known}"


def _of_a_field(one: Correction) -> str:
    return f"{one.id} corrects a field, which no example sentence teaches; --drop {one.id} forgets it"


def _row(one: Correction, speech: Speech) -> tuple[str, ...]:
    sentence = one_line(one.sentence or one.said)
    short = sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN]}…"
    when = one.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    taken = one.taken.astimezone(UTC).strftime("%Y-%m-%d") if one.taken else "-"
    return (str(one.id), when, one.language, short, *_change(one, speech), taken)


def _change(one: Correction, speech: Speech) -> tuple[str, str]:
    """What was understood and what was meant, of a type by its id, of a field with its name."""
    if one.meant:
        return one.understood, f"→ {one.meant}"
    before, after = (plain(speech.say(value, "en")) if value else "nothing" for value in (one.before, one.after))
    return f"{one.understood}.{one.field}: {one_line(before)}", f"→ {one_line(after)}"


def _json(one: Correction, people: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": one.id,
        "at": one.at.isoformat(),
        "by": people.get(one.person_id, one.person_id),
        "lang": one.language,
        "text": one.sentence,
        "correction": one.said,
        "message": one.message,
        "understood": one.understood,
        "meant": one.meant,
        "field": one.field,
        "before": _value(one.before),
        "after": _value(one.after),
        "words": one.before.source.words if one.before else None,
        "taken": one.taken.isoformat() if one.taken else None,
    }


def _value(value: FieldValue | None) -> Any:
    return field_json(value) if value else None
