"""Reads what is ordered or offered: quantities, descriptions and unit prices, in prose, bullets and pasted rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from bot.model import Item, Language, Money
from bot.understanding.readers.folding import LONGEST
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.identifiers import read_emails, read_ibans, read_phones, read_tax_ids
from bot.understanding.readers.money import read_money
from bot.understanding.readers.name_words import body
from bot.understanding.readers.names import read_parties
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.readers.places import houses_in_hebrew
from bot.understanding.readers.points import points
from bot.understanding.readers.references import read_references
from bot.understanding.readers.tables import table
from bot.understanding.readers.words import level, word_set, words_pattern

_BULLET = re.compile(r"^[ \t>]*(?:[*•·▪◦‣\-–—+]|\(?\d{1,2}[.)](?=\s)|[a-hא-ח]\))?[ \t]*")
_NOT_COUNT = re.compile(
    r"(?<!\d)\d{1,9}(?:[.,]\d{1,6})?\s?%|\b\d{1,2}:\d{2}\b|\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})\b|"
    r"(?:\bby|\bon|\bdal?|\bal|\bentro|\bfrom|\buntil|עד|מיום|ב-|מ-|עד ה-|-)\s?\d{1,2}\.\d{1,2}(?!\d)|\b\d{1,3}(?:st|nd|rd|th|°|º|ª)(?!\w)|"  # noqa: E501
    r"\b(?:via|viale|piazza|corso|largo|rua|רחוב|רח')\s(?:[^\W\d]\S*\s){1,3}\d+|"
    r"(?:\bentro (?:il|le ore|le)|\b(?:by|on|before) the|\bentro|\bper il|\bil|\bore|עד ה|ב|ה)[ -]\d{1,2}(?=\s*(?:[,.;:!?)](?!\d)|$|p\.v|לחודש))",  # noqa: E501
    re.IGNORECASE,
)
_TASK = re.compile(r"(?<![A-Za-z0-9])#?[A-Za-z]{1,4}-0\d{3}(?!\d)")  # a task number as we write it
_CODE = re.compile(
    r"\b(?![xX]\d)[A-Za-z]{1,5}-?\d+\w*|\b\d+(?:[.,]\d+)?\s?[x×*]\s?\d+(?:[.,]\d+)?(?:\s?[x×*]\s?\d+)?\b"
)
_TIMES_AFTER = re.compile(
    r"(?P<what>[^\d,;:\n\t]{3,60}?)\s*(?:[x×]\s?(?P<n>\d{1,6})|\(\s?(?P<m>\d{1,6})(?:\s?(?:pz|pcs|יח'?)\.?)?\s?\)"
    r"|(?<! [בלמהוכש])[:\-–]\s?(?P<k>\d{1,6})(?:\s?(?:pz|pcs|pezzi|units|יח'?|יחידות)\.?)?)\s*(?=$|,(?!\d)|[;\n+])",
    re.IGNORECASE,
)
_ONE_AFTER = re.compile(r"(?P<what>[א-ת][א-ת'\"-]{2,20}(?: [א-ת][א-ת'\"-]{2,20}){0,2}) (?:אחד|אחת)(?![א-ת])")
_PRICED_BY = re.compile(r"(?:@|\bat|\ba|\bà|\bda|\bper|\bprice|\bprezzo|ב-?|במחיר(?: של)?|×|\bx)", re.IGNORECASE)
_PRICE_WORD = re.compile(rf"{_PRICED_BY.pattern}\s*(?:€|\$|£|₪|eur|euro)?\s*$", re.IGNORECASE)
_NEAR = 12  # characters behind a description within which a bare price begins
_SIZE_BRACKET = re.compile(r"\s*\((?:the |le |i |quelle |quelli |da |של )*(?P<size>[^()]{1,40})\)")
_SENTENCE = re.compile(r"[!?;]+(?=\s|$)|\.(?=\s+[A-ZÀ-Þא-ת]|\s*$)")
_LONGEST_NAME = 300  # characters of a thing's name that are looked at, so that many in one line stay quick
_STOP_MARK = re.compile(r"[,;:!?()\[\]\n\t+@&|•]|\.(?=\s|$)|\s[-–—]\s|\u263a|[\u2600-\u27bf\U0001f300-\U0001faff]")
_PLURAL = re.compile(r"(?:[a-z]{3,}(?:s|ing)|[a-zà-ù]{3,}[ie]|[א-ת]{2,}(?:ים|ות))$")
_BULK = re.compile(
    r"\s?(?:kg|kilos?|chil[io]|tons?|tonnes?|tonnellate|lit(?:er|re)s?|litri|met(?:er|re)s?|metri|mt|mq"
    r"|ק\"ג|קילו|טון|ליטר|מטר)\.?\s+(?:(?:of|di|של)\s+)?(?:[^\W\d_]{3,}|[א-ת]{2,})",
    re.IGNORECASE,
)  # a measure that something is bought by: "30 kg espresso blend"
_BEFORE_NAME_OR_PRICE = re.compile(
    r"\s(?:a|da|ad|dal|dalle|alle|con|in|on|of the)\s(?=[A-ZÀ-Þ])"
    r"|\s(?:a|da|ב|ב-|at)\s?(?=[\d€$£₪][\d.,]*\s?[€$£₪]|[€$£₪])|\s[למב]-?(?=[A-Z])"
    r"|\s(?:a|at|da)\s(?=\d+[.,]\d{2}(?!\d))|\sו(?=[א-ת]{2,}(?: [א-ת'\"]+){0,2} (?:אחד|אחת)(?![א-ת]))"
)
_ARTICLE = re.compile(r"(?<=\s)(?:the|i|gli|le)\s*$", re.IGNORECASE)
_PLURAL_BEHIND = re.compile(r" [a-z]{2,}s\b(?<!\bis)(?<!\bas)")
_ROW_SPLIT = re.compile(r"\t+|\s*\|\s*|;\s*| {3,}")


@dataclass(frozen=True, slots=True)
class _Count:
    """A number that may count things; the thing is named from `end` on, or right before `start` where `after` is set."""  # noqa: E501

    value: Decimal
    start: int
    end: int


def read_items(text: str, lang: Language) -> list[Found[Item]]:
    """The things asked for in the order they are named; a quantity nobody said is None."""
    text = text[:LONGEST]
    clear = _in_lines(body(level(text)))
    items: list[Found[Item]] = []
    masked = _masked(clear, text, lang)
    for start, line in _lines(clear):
        rows = _row(text, line, start, lang)
        items += rows if rows is not None else _prose(text, masked[start : start + len(line)], start, lang)
    items = _with_nouns(clear, items) or _uncounted(text, masked, lang)
    return [item for item in items if re.search(r"[^\W\d_]{2}", item.value.description)]


def _in_lines(text: str) -> str:
    """The text with each thing of "1) 5 chairs 2) 3 desks" on a line of its own; every character in its place."""
    letters = list(text)
    for begin, _ in points(text):
        if begin:
            letters[begin - 1] = "\n"
    return "".join(letters)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        cut = bullet.end() if bullet else 0
        yield start + cut, line[cut:]
        start += len(line) + 1


def _masked(clear: str, text: str, lang: Language) -> str:
    """The text with the figures that are no quantities painted over, those of a model or size by another mark; all in place."""  # noqa: E501
    spans = [
        (one.start, one.end)
        for one in (*read_emails(text), *read_ibans(text), *read_phones(text), *read_tax_ids(text, lang))
    ]
    spans += [
        (one.start, one.end)
        for one in read_references(text, lang)
        if not re.search(r"\d\s?(?:[x×]\s?)?$", text[: one.start])
    ]
    spans += [hit.span() for pattern in (_TASK, _NOT_COUNT) for hit in pattern.finditer(clear)]
    painted = list(clear)
    for start, end in spans:
        painted[start:end] = ["\x00" if letter.isdigit() else letter for letter in painted[start:end]]
    for hit in _CODE.finditer(clear):
        painted[hit.start() : hit.end()] = [
            "\x01" if letter.isdigit() else letter for letter in painted[hit.start() : hit.end()]
        ]
    return "".join(painted)


@cache
def _pattern(section: str, key: str = "words") -> str:
    return words_pattern(table("items")[section][key])


@cache
def _stop() -> re.Pattern[str]:
    words = "|".join(_pattern("stop", lang) for lang in ("en", "it", "he"))
    return re.compile(rf"(?<![\w'\"])(?:{words})(?![\w'\"])|(?<!\S)[א-ת]{{0,2}}ב?-?\x00|\x00", re.IGNORECASE)


@cache
def _ends_with(section: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^\w'])[ולמבש]?{_pattern(section)}[ \t-]*$", re.IGNORECASE)


@cache
def _starts_with(section: str) -> re.Pattern[str]:
    return re.compile(rf"[ \t-]*{_pattern(section)}(?![\w'\"])", re.IGNORECASE)


def _prose(text: str, line: str, offset: int, lang: Language) -> list[Found[Item]]:
    """Items of one line of running text; `line` starts at `offset` of `text`."""
    items: list[Found[Item]] = []
    for trailing in _TIMES_AFTER.finditer(line):
        number = trailing["n"] or trailing["m"] or trailing["k"]
        what = _tail(trailing["what"])
        if what and (trailing["n"] or not read_numbers(trailing["what"], lang)):
            at = offset + trailing.start() + trailing["what"].rfind(what)
            items.append(found(Item(quantity=Decimal(number), description=what), text, at, offset + trailing.end()))
    if items:
        return items
    prices = read_money(re.sub("[\x00\x01]", "_", line), lang)
    counts = _counts(line, lang, prices)
    for at, count in enumerate(counts):
        limit = counts[at + 1].start if at + 1 < len(counts) else len(line)
        if item := _item(text, line, offset, count=count, limit=limit, prices=prices, lang=lang):
            items.append(item)
    for single in _ONE_AFTER.finditer(line):
        what = re.split(r"\sו-?", _tail(single["what"]))[-1].removeprefix("ו-").removeprefix("ו")
        end = offset + single.start() + len(single["what"])
        taken = any(one.start < offset + single.end() and end - len(what) < one.end for one in items)
        if what and not taken and not _is_no_thing(what, Decimal(1)):
            items.append(
                found(Item(quantity=Decimal(1), description=what), text, end - len(what), offset + single.end())
            )
    return sorted(items, key=lambda item: item.start)


def _tail(words: str) -> str:
    """The noun phrase at the end of a clause: what stands behind its last stop or separator."""
    cut = 0
    for mark in re.finditer(
        rf"{_stop().pattern}|(?<!\w)(?:and|e|ed|order|ordina|get|need|להזמין|תזמינו)(?!\w)", words, re.IGNORECASE
    ):
        cut = mark.end()
    return words[cut:].strip(" -–:.,")


def _counts(line: str, lang: Language, prices: list[Found[Money]]) -> list[_Count]:
    counts: list[_Count] = []
    for number in read_numbers(line, lang, articles=True):
        start = number.start + (number.words[:1] == "ו" and number.words[1:2] != "")
        if (
            any(price.start < number.end and number.start < price.end for price in prices)
            or number.value <= 0
            or number.words.lower() in {"a", "an"}
        ):
            continue
        before, after = line[: number.start], line[number.end :]
        if _counted(line, number, before=before, after=after, open_item=counts[-1] if counts else None):
            counts.append(_Count(number.value, min(start, number.end), number.end))
    return counts


def _counted(line: str, number: Found[Decimal], *, before: str, after: str, open_item: _Count | None) -> bool:
    """Whether a number counts the thing behind it and is no size, price, date or attribute."""
    tail = before[-40:]
    sized = _strong_attribute(tail) or (open_item is not None and re.search(r"(?:^|\W)(?:of|di|של)\s*$", tail))
    bulk = _BULK.match(after) is not None and not sized
    if (before[-1:].isalnum() and before[-1:] not in "ולמבשהכ") or (
        after[:1].isalnum() and after[:1] != "x" and not bulk
    ):
        return False
    if (
        (_starts_with("unit_of_size").match(after) and not bulk)
        or _is_no_thing(after[:40], number.value)
        or re.match(r"\s?[%€$£₪]|[.,]\d", after)
    ):
        return False
    if not re.match(r"[\s\"'(x×-]*(?:של )?[^\W\d_]", after) and after[:1] != "\x00":
        return False
    spoken = not any(letter.isdigit() for letter in number.words)
    separated = (
        bool(re.search(r"(?:^|[,;:+&(/\x00]|\n)\s*$", tail))
        or bool(_ends_with("separators").search(_ARTICLE.sub("", tail)))
        or number.words.startswith("ו")
        or bool(re.search(r"(?:^|\s)ו[לב]?-?\s?$", tail))
    )
    if open_item is not None and _same_sentence(line[open_item.end : number.start]):
        return separated and not _strong_attribute(tail)
    if spoken and number.value == 1:
        return bool(_ends_with("ordering").search(tail)) or (
            separated and bool(re.search(r"[:(]\s*$|^\s*$", tail)) and not before.strip()
        )
    if _ends_with("attribute").search(tail):
        return (
            bool(re.search(r"(?:^|\W)(?:of|di|a|con|with|at|in|order of|ordine di|ב)[ -]*$", tail, re.IGNORECASE))
            and len(tail.split()) > 1
        )
    return True


def _is_no_thing(after: str, count: Decimal) -> bool:
    """Whether what is counted is not ordered ("3 days"); one such word before a plural is: "4 floor lamps"."""
    named = _starts_with("not_things").match(after)
    if named is None:
        return False
    return count <= 1 or named[0].endswith("s") or _PLURAL_BEHIND.match(after, named.end()) is None


def _strong_attribute(tail: str) -> bool:
    return bool(re.search(r"(?:^|\W)(?:da|a|with|con|size|taglia|קוטר|גובה)\s*$", tail, re.IGNORECASE))


def _same_sentence(between: str) -> bool:
    return _SENTENCE.search(between) is None


def _item(
    text: str, line: str, offset: int, *, count: _Count, limit: int, prices: list[Found[Money]], lang: Language
) -> Found[Item] | None:
    """The item whose quantity is `count` and whose words end before `limit`."""
    begin = count.end
    while (
        piece := re.match(
            rf"[ \t\"-]*(?!(?-i:PC)\b){_pattern('pieces')}(?![\w'\"])[ \t]*|[ \t]+|[x×](?=\s)",
            line[begin:limit],
            re.IGNORECASE,
        )
    ) and piece.end():
        begin += piece.end()
    end = _description_end(text, line, begin, limit=limit, offset=offset, lang=lang, prices=prices)
    description = level(text[offset + begin : offset + end]).strip(" -–\"'.,")
    size = _SIZE_BRACKET.match(line, end)
    stop = end
    if (
        size
        and re.search(r"\d", size["size"])
        and (measure := re.search(rf"\d+(?:[.,]\d+)?\s?{_pattern('unit_of_size')}", size["size"]))
    ):
        description, stop = f"{description} {measure.group()}", size.end()
    if not description:
        return None
    price = _price(line, stop, limit, prices=prices, lang=lang)
    last = max(stop, price.end) if price else stop
    return found(
        Item(
            quantity=count.value,
            description=re.sub(r"\s+", " ", description),
            unit_price=price.value if price else None,
        ),
        text,
        offset + count.start,
        offset + last,
    )


def _description_end(
    text: str, line: str, begin: int, *, limit: int, offset: int, lang: Language, prices: list[Found[Money]]
) -> int:
    """Where the name of the thing stops: at a mark, a stop word, a price, a customer or the next item's "and"."""
    region = line[begin : min(limit, begin + _LONGEST_NAME)]
    house = houses_in_hebrew().search(region)
    first = (_STOP_MARK.search(region), _stop().search(region, 1), _BEFORE_NAME_OR_PRICE.search(region), house)
    end = min((hit.start() for hit in first if hit), default=len(region)) + begin
    end = min((price.start for price in prices if begin <= price.start < end), default=end)
    names = (start - offset for start in _party_starts(text, lang))
    end = min((start for start in names if begin + 2 < start < end), default=end)
    words = line[begin:end].rstrip(" \t-–")
    cut = re.sub(
        r"(?:\s(?:and the|and|plus|or|e|ed|o|più|a|da|at|con|with|ב-?|ו-?|ל-?|מ-?|ו[לבמ]-?|per|n\.|nr\.?|no\.|also"
        r"|ועוד|וגם|עוד|ותוסיפי|ותוסיף)|\s[א-ת]{0,1}ב-?)+$",
        "",
        words,
        flags=re.IGNORECASE,
    )
    return begin + len(cut)


@lru_cache(maxsize=64)
def _party_starts(text: str, lang: Language) -> tuple[int, ...]:
    """Where names of organisations start, with the letter or word that is grown onto them."""
    starts = []
    for party in _parties(text, lang):
        before = text[max(0, party.start - 8) : party.start]
        grown = re.search(
            r"(?:(?:^|\s)(?:a|da|di|al|alla|dal|dalla|for|from|to|per|x)\s|[ולמבש]{1,2}-?)$", before, re.IGNORECASE
        )
        if grown:
            starts.append(party.start - len(grown.group().lstrip()))
    return tuple(starts)


@lru_cache(maxsize=64)
def _parties(text: str, lang: Language) -> tuple[Found[str], ...]:
    return tuple(read_parties(text, lang))


def _price(line: str, start: int, limit: int, *, prices: list[Found[Money]], lang: Language) -> Found[Money] | None:
    """The unit price said between a description and the next item: with a currency, or bare behind "at"."""
    for price in prices:
        if (
            start <= price.start < limit
            and price.start - start <= 40
            and not re.search(r"[.!?]\s|\btotal|totale|סה\"כ|בסך", line[start : price.start], re.IGNORECASE)
        ):
            return price
    if not _PRICED_BY.search(line[start : min(limit, start + _NEAR)]):
        return None
    for number in read_numbers(line[start:limit], lang):
        before = line[start : start + number.start]
        if len(before) <= _NEAR and _PRICE_WORD.search(before):
            return Found(Money(amount=number.value), start + number.start, start + number.end, number.words)
    return None


def _row(text: str, line: str, offset: int, lang: Language) -> list[Found[Item]] | None:
    """A pasted row of cells as items, [] for a heading; None where the line is no row."""
    cells = [cell.strip() for cell in _ROW_SPLIT.split(line) if cell.strip()]
    if len(cells) < 2 or not ("\t" in line or "|" in line or re.search(r";\s*\d| {3,}\S", line)):
        return None
    if sum(cell.lower().strip(".:") in word_set("items", "words") and _is_header(cell) for cell in cells) >= 2:
        return []
    named = [
        cell
        for cell in cells
        if re.search(r"[^\W\d_]{3}", cell)
        and not re.fullmatch(r"[A-Z]{2,5}-?\d+\w*", cell)
        and not read_money(cell, lang)
    ]
    figures = [
        cell
        for cell in cells
        if re.fullmatch(r"(?:n\. ?|[x×] ?)?\d[\d.,]*(?: ?(?:pz|pcs|יח'?|[x×]))?\.?", cell, re.IGNORECASE)
        or read_money(cell, lang)
    ]
    count = next(
        (cell for cell in figures if re.fullmatch(r"\D{0,3}\d{1,6}\D{0,4}", cell) and not read_money(cell, lang)), None
    )
    if not named or count is None:
        return None
    rest = [cell for cell in figures if cell != count]
    price = _cell_price(rest[0], lang) if rest else None
    item = Item(quantity=Decimal(re.sub(r"\D", "", count)), description=max(named, key=len), unit_price=price)
    return [found(item, text, offset, offset + len(line))]


def _is_header(cell: str) -> bool:
    return cell.lower().strip(".:") in table("items")["header"]["words"]


def _cell_price(cell: str, lang: Language) -> Money | None:
    if money := read_money(cell, lang):
        return money[0].value
    numbers = read_numbers(cell, lang)
    return Money(amount=numbers[0].value) if numbers else None


def _with_nouns(text: str, items: list[Found[Item]]) -> list[Found[Item]]:
    """The items with a shared noun repeated: "4 black and 2 cyan toner" are black toner and cyan toner."""
    adjectives = word_set("items", "words") & frozenset(table("items")["adjectives"]["words"])
    noun = next(
        (
            _without(item.value.description, adjectives)
            for item in items
            if _without(item.value.description, adjectives)
        ),
        None,
    )
    result = []
    for at, item in enumerate(items):
        description = item.value.description
        if not _without(description, adjectives):
            near = [items[i] for i in (at - 1, at + 1) if 0 <= i < len(items)]
            lent = (
                next(
                    (
                        _without(one.value.description, adjectives)
                        for one in near
                        if _without(one.value.description, adjectives)
                    ),
                    None,
                )
                or noun
                or _short_of(text)
            )
            latin = description.isascii() and not re.search(
                r"\b(?:ner|bianc|ciano|gial|verd|gross|picc|grand|rott?ond|quadr|alt|bass|ross|blu\b|grig)", description
            )
            words = description if not lent else f"{description} {lent}" if latin else f"{lent} {description}"
            item = replace(item, value=item.value.model_copy(update={"description": words}))  # noqa: PLW2901
        result.append(item)
    return result


def _without(description: str, adjectives: frozenset[str]) -> str:
    return " ".join(word for word in description.split() if word.lower() not in adjectives)


def _short_of(text: str) -> str | None:
    hit = re.search(rf"(?<!\w){_pattern('shortage')} ?([^\W\d_]{{3,}})", text, re.IGNORECASE)
    return hit.group(1) if hit else None


def _uncounted(text: str, masked: str, lang: Language) -> list[Found[Item]]:
    """The one thing that is asked for by name with no number, where it is clear that a thing is named."""
    for key in ("strong", "weak"):
        for cue in re.finditer(
            rf"(?<!\w){_pattern('asked', key)}(?!\w)[ \t]*(?:some |new |the |del |dei |delle |degli |della )?",
            masked,
            re.IGNORECASE,
        ):
            limit = masked.find("\n", cue.end()) % (len(masked) + 1)
            end = _description_end(text, masked, cue.end(), limit=limit, offset=0, lang=lang, prices=[])
            description = masked[cue.end() : end].strip(" -\"'.,")
            thing = description[:1].islower() or "א" <= description[:1] <= "ת"
            if (
                thing
                and (
                    key == "strong"
                    or (_PLURAL.search(description.split()[0]) or _PLURAL.search(description.split()[-1]))
                )
                and not re.search(r"[\d\x00]", description)
            ) and not any(party.start < end and cue.end() < party.end for party in _parties(text, lang)):
                return [found(Item(quantity=None, description=description), text, cue.end(), end)]
    return []
