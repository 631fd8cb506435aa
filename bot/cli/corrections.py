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

_HEAD = ("NO", "WHEN", "LANGUAGE", "SENTENCE", "SAID", "UNDERSTOOD", "MEANT")
_SHOWN = 70  # characters of a sentence in the table; --json has it whole


def show(settings: Settings, *, as_json: bool) -> None:
    """What people corrected, newest first."""
    with app.reading(settings) as reading:
        kept = reading.corrections.all()
        people = {person.id: person.name for person in reading.records.directory().people}
    types = app.catalogue(settings)
    examples = _examples(settings)
    reasons = {one.id: _why_not(one, types, examples) for one in kept}
    if as_json:
        for one in kept:
            write(json.dumps(_json(one, people, reasons[one.id]), ensure_ascii=False))
        return
    speech = app.speech(types)
    fit = [_row(one, speech) for one in kept if not reasons[one.id]]
    others = [(*_row(one, speech), reasons[one.id]) for one in kept if reasons[one.id]]
    if not kept:
        write("Nobody has corrected anything yet.")
        return
    write("To be taken, with pratica understand --take NO:" if fit else "There is none that can be taken.")
    table(_HEAD, fit, empty="")
    if others:
        write("\nNot to be taken:")
        table((*_HEAD, "WHY NOT"), others, empty="")


def take(settings: Settings, wanted: Sequence[str]) -> None:
    """Write the sentences of some corrections, or of `all`, into the company's own phrases.

    Raises `Usage` for what is no number, and at the end `Failure` for what could not be taken; the others are.
    """
    types = app.catalogue(settings)
    examples = _examples(settings)
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


def _examples(settings: Settings) -> dict[str, str]:
    """The company's own sentences, each with the type it is an example of."""
    return {line: kind for kind, lines in own_phrases(settings.data_dir).items() for line in lines}


def _unknown(number: str) -> str:
    return f"there is no correction {number}; `pratica understand --corrections` shows what there is"


def _why_not(one: Correction, types: Catalogue, examples: Mapping[str, str]) -> str:
    """Why there is nothing to take, in a word or two; nothing when its sentence can be taken."""
    if one.meant is None:
        return "of a field"
    if one.taken:
        return f"taken on {one.taken.astimezone(UTC):%Y-%m-%d}"
    if one.meant not in types:
        return f"there is no type {one.meant}"
    known = examples.get(one_line(one.sentence), one.meant)
    return "" if known == one.meant else f"taken as an example of {known}"


def _unfit(one: Correction, meant: str, types: Catalogue, examples: Mapping[str, str]) -> str:
    """Why the sentence of a correction cannot be taken; nothing when it can."""
    if meant not in types:
        return f"{one.id} means the type {meant}, which there is no longer; --drop {one.id} forgets it"
    known = examples.get(one_line(one.sentence), meant)
    return "" if known == meant else f"{one.id} means {meant}, but its sentence was taken as an example of {known}"


def _of_a_field(one: Correction) -> str:
    return f"{one.id} corrects a field, which no example sentence teaches; --drop {one.id} forgets it"


def _row(one: Correction, speech: Speech) -> tuple[str, ...]:
    when = one.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return (str(one.id), when, one.language, _short(one.sentence or one.said), _short(one.said), *_change(one, speech))


def _short(said: str) -> str:
    line = one_line(said)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _change(one: Correction, speech: Speech) -> tuple[str, str]:
    """What was understood and what was meant, of a type by its id, of a field with its name."""
    if one.meant:
        return one.understood, f"→ {one.meant}"
    before, after = (_said(value, speech) for value in (one.before, one.after))
    if before == after:  # the same words for another record
        before, after = (f"{said} ({_records(value)})" for said, value in ((before, one.before), (after, one.after)))
    return f"{one.understood}.{one.field}: {before}", f"→ {after}"


def _said(value: FieldValue | None, speech: Speech) -> str:
    return one_line(plain(speech.say(value, "en"))) if value else "nothing"


def _records(value: FieldValue | None) -> str:
    """The records that a value stands for."""
    if value is None:
        return "none"
    held = [value.record, *(item.sku for item in value.content)] if isinstance(value.content, tuple) else [value.record]
    return ", ".join(filter(None, held)) or "no record"


def _json(one: Correction, people: Mapping[str, str], why_not: str) -> dict[str, Any]:
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
        "why_not": why_not or None,
    }


def _value(value: FieldValue | None) -> Any:
    return field_json(value) if value else None
