"""Says a text in a language: Fluent messages, Babel's numbers and dates, isolates around what runs the other way."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

from bot.bidi import FIRST_STRONG_ISOLATE, isolate_runs
from bot.catalogue import Catalogue
from bot.formatting import LOCALES, write_day, write_moment, write_money, write_number
from bot.model import FieldValue, Item, Language, Money, Period
from bot.texts import Arg, Chosen, Lines, Listing, Named, Spoken, Text, Word

LONGEST_WORDS = 300  # characters of what somebody wrote, inside a message
LONGEST_NAME = 60  # characters of what somebody wrote for the name of something
_NAMES = frozenset({"name", "main"})  # the parameters that are one
LONGEST_PART = 2_000  # characters of any other part; Fluent refuses 2,500


class Speech:
    """Renders texts; the Fluent sources by language and the catalogue are given once."""

    def __init__(self, sources: Mapping[Language, str], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._sources = sources

    def say(self, arg: Arg, language: Language) -> str:
        """The text in a language; raises KeyError when the language has no message of that name."""
        match arg:
            case Text():
                return self._message(arg, language)
            case Word():
                return self._word(arg, language)
            case Lines():
                return self._lines(arg, language)
            case Listing():
                said = format_list([self.say(part, language) for part in arg.parts], locale=LOCALES[language])
                # Hebrew's "and" grows on to Hebrew words only.
                return said.replace(f" ו{FIRST_STRONG_ISOLATE}", f" ו-{FIRST_STRONG_ISOLATE}")
            case Spoken():
                return arg.said
            case Named():
                return isolate_runs(arg.names[language], language)
            case Chosen():
                return self._chosen(arg, language)
            case FieldValue():
                return self._content(arg, language)
            case _:
                return isolate_runs(shown(arg, language), language)

    def _message(self, text: Text, language: Language) -> str:
        bundle = _bundle(language, self._sources[language])
        args = {
            name: arg if isinstance(arg, int) else self._part(arg, language, named=name in _NAMES)
            for name, arg in text.args.items()
        }
        pattern = bundle.get_message(text.id).value
        if pattern is None:
            raise KeyError(text.id)
        said, errors = bundle.format_pattern(pattern, args)
        if errors:
            raise KeyError(f"{language}: {text.id}: {errors[0]}")
        return str(said)

    def _part(self, arg: Arg, language: Language, *, named: bool) -> str:
        """A part of a message; what somebody wrote is cut where it would drown the rest."""
        written = arg.content if isinstance(arg, FieldValue) else arg
        if named and isinstance(written, str) and len(written) > LONGEST_NAME:
            return f"{self.say(written[:LONGEST_NAME].rstrip(), language)}…"
        said = self.say(arg, language)
        longest = LONGEST_WORDS if isinstance(arg, (str, FieldValue)) else LONGEST_PART
        return said if len(said) <= longest else f"{said[:longest]}…"

    def _word(self, word: Word, language: Language) -> str:
        """A word of the catalogue; of a type or field that is gone since a task was kept, its plain id."""
        if word.kind not in self._catalogue:
            return (word.field or word.kind).replace("_", " ")
        words = self._catalogue[word.kind].words(language)
        if word.field is None:
            return str(getattr(words, word.part))
        if word.field not in words.fields:
            return word.field.replace("_", " ")
        return str(getattr(words.fields[word.field], word.part))

    def _lines(self, lines: Lines, language: Language) -> str:
        said = [self.say(part, language) for part in lines.parts]
        if lines.numbered:
            said = [f"{number}. {line}" for number, line in enumerate(said, start=1)]
        return "\n".join(said)

    def _chosen(self, chosen: Chosen, language: Language) -> str:
        """The message that was kept, in another language, with what was added behind it; other words as they are."""
        ids = re.findall(rf"^({chosen.prefix}-[a-z]+) = ", self._sources[language], re.MULTILINE)
        words = {self._message(Text(one), kept): one for kept in self._sources for one in ids}
        known = max((said for said in words if f"{chosen.kept} ".startswith(f"{said} ")), key=len, default=None)
        if known is None:
            return isolate_runs(chosen.kept, language)
        return self._message(Text(words[known]), language) + isolate_runs(chosen.kept[len(known) :], language)

    def _content(self, field: FieldValue, language: Language) -> str:
        content = field.content
        if isinstance(content, tuple):
            return ", ".join(_item(item, language) for item in content)
        if isinstance(content, Period):
            return f"{self.say(content.start, language)} – {self.say(content.end, language)}"
        if field.type == "percent":
            return isolate_runs(f"{shown(content, language)}%", language)
        return self.say(content, language)


@cache
def _bundle(language: Language, source: str) -> FluentBundle:
    """The messages of a language, parsed when it is first spoken, once for the whole process."""
    bundle = FluentBundle([LOCALES[language].replace("_", "-")], use_isolating=False)
    bundle.add_resource(FluentResource(source))
    return bundle


def _item(item: Item, language: Language) -> str:
    quantity = f"{shown(item.quantity, language)} × " if item.quantity is not None else ""
    return quantity + isolate_runs(item.description, language)


def shown(value: str | int | Decimal | date | datetime | Money, language: Language) -> str:
    """A plain value in a language's own notation, without isolates."""
    match value:
        case Money():
            if value.currency is None:
                return write_number(value.amount, language=language)
            return _soft(write_money(value.amount, value.currency, language=language))
        case datetime():
            return _soft(write_moment(value, language=language))
        case date():
            return _soft(write_day(value, language=language))
        case Decimal() | int():
            return write_number(Decimal(value), language=language)
        case _:
            return value


def _soft(formatted: str) -> str:
    """With plain spaces for hard ones, which chat lines do not need."""
    return formatted.replace("\xa0", " ").replace("\u202f", " ")
