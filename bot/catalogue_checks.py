"""What does not fit together in the files of the catalogue, though each by itself is written well."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from string import Formatter

from bot.catalogue import Contract, Kind, Part, Wording
from bot.catalogue_mistakes import Place

Mistake = tuple[Place, str]
"""The keys at which it is seen (none where something is missing), and the reason with how to mend it."""

_CONTRACT = "type.toml"
_SHORTEST_PREFIX = 2  # letters of a company's own type: "A4" and "B 12" are no tasks


def misfits(contract: Contract, folder: str, kinds: Mapping[str, Kind], *, own: bool) -> Iterator[Mistake]:
    """What is wrong with a contract in this folder beside these kinds, and where `own`, as a company's own."""
    if contract.id != folder:
        reason = f"the id {contract.id!r} must be the name of the folder, {folder!r}: change one of them"
        yield ("id",), reason
    prefix = contract.prefix
    if contract.id in kinds:
        yield ("id",), f"there is a type {contract.id!r} already: choose another id and rename the folder"
    elif twin := next((k for k in kinds.values() if prefix and k.contract.prefix == prefix), None):
        taken = ", ".join(sorted(k.contract.prefix for k in kinds.values() if k.contract.prefix))
        reason = f"the prefix {prefix!r} is already that of {twin.id!r}: choose one that is none of {taken}"
        yield ("prefix",), reason
    if own and contract.kind != "request":
        yield ("kind",), 'only request types can be added: leave it out, or write "request"'
    elif own and len(prefix or "") < _SHORTEST_PREFIX:
        reason = "the prefix of an own type has two to four capital letters, so that no “A4” is taken for a task"
        yield ("prefix",), reason


def misnamed(contract: Contract, there: Collection[str], *, figures: Collection[str] | None) -> Iterator[Mistake]:
    """Types and settings that are named and not there; settings are not checked without `figures`."""
    named: list[tuple[str, Place]] = [(part.type, ("opens", n, "type")) for n, part in enumerate(contract.opens)]
    named += [(contract.mirror, ("mirror",))] if contract.mirror else []
    for name, place in named:
        if name not in there:
            yield place, f"there is no type {name!r}; there are {', '.join(sorted(there))}"
    above = contract.approval.above if contract.approval else None
    if figures is not None and above is not None and above not in figures:
        reason = f"there is no setting {above!r} that is a figure; there are {', '.join(sorted(figures))}"
        yield ("approval", "above"), reason


def wrong_words(contract: Contract, words: Wording) -> Iterator[Mistake]:
    """Words that are missing, and words for what is not there."""
    for section, wanted, there in (
        ("fields", [field.name for field in contract.fields], words.fields),
        ("opens", [part.name for part in contract.opens], words.opens),
    ):
        what = "field" if section == "fields" else "part"
        missing = [name for name in wanted if name not in there]
        for name in missing:
            head = f"[fields.{name}]" if section == "fields" else f"{name} = … under [opens]"
            yield (), f"the words for the {what} {name!r} are missing: add {head}"
        for name in there:
            if name not in wanted and not get_close_matches(name, missing):  # else it is that one, misspelt
                reason = f"it has words for the {what} {name!r}, which is not in {_CONTRACT}"
                yield (section, name), reason
    for part in contract.opens:
        if part.name in words.opens:
            yield from _wrong_part(contract, part, words.opens[part.name])


def _wrong_part(contract: Contract, part: Part, words: str) -> Iterator[Mistake]:
    """Words of a part with braces around anything but a field that is always there."""
    place = ("opens", part.name)
    try:
        names = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
    except ValueError:
        yield place, "a brace is not closed; {day} stands for the field day"
        return
    for name in names:
        if not contract.has(name):
            yield place, f"it names {name!r}, which is no field of the type"
        elif not contract.field(name).required:
            yield place, f"it names the field {name!r}, which may be empty: only a required one can"
