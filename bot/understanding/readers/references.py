"""Reads the numbers of invoices, orders, contracts and tasks."""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.model import Language
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.identifiers import read_emails, read_ibans, read_phones, read_tax_ids
from bot.understanding.readers.words import all_words, level, taken_by, word_set, words_pattern

_ALSO_WORDS = frozenset("SO SC ST IN PS PR ON AT IT SI MT DA CO DU EM EC TR BR".split())
_LONG_PREFIX = 3  # letters; so long are only those of a company's own types, and words: "car 2", "van 12"
_TOKEN = re.compile(
    r"(?P<letters>[A-Z]{1,4} (?=\d)|(?:[A-Za-z]{1,6}[-/]){0,2}[A-Za-z]{0,6})(?P<figures>\d[A-Za-z0-9]{0,15}(?:[-/._][A-Za-z0-9]{1,12}){0,3})(?![A-Za-z0-9])"  # noqa: E501
)
_COMPOSITE = re.compile(
    r"(?<![A-Za-z0-9./])(?<![A-Za-z0-9]-)[A-Z]{1,6}[-/](?:[A-Z0-9]{1,6}[-/])?\d{2,12}(?![A-Za-z0-9]|[-/][A-Za-z0-9])"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}")
_MONTH = (
    r"(?:jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec|genn|febb|marz|apri|magg|giug|lugl|agos|sett|otto|nove|dice|"
    r"ב?(?:ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר))"
)
_AFTER_AMOUNT = re.compile(
    rf"\s?[€$£₪](?!\d)|\s?%|[.,:]\d|\s(?:eur|euro|usd|gbp|ils|nis|pounds?|dollars?|shekel|שקל|ש\"ח|אירו|יורו|דולר|of\s{_MONTH}|{_MONTH})|(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_BEFORE_AMOUNT = re.compile(r"[€$£₪]\s?$|\d[.,]$|(?:eur|usd|gbp|ils|nis|chf)\s?$", re.IGNORECASE)
_BARE = re.compile(r"#?(?P<digits>\d{1,6})")
_SUM = re.compile(r"\d{1,6}\.\d{2}")
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_NEXT_WORD = re.compile(r"[ \t]+([^\W\d_]+['’.]?)")
_COUNTED_CODE = re.compile(
    r"(?:[ \t]+(?:[A-Z]{2,5}|[A-Z]\d{1,2}|[A-Z][^\W\d_]*(?P<title>)))+(?P<things>(?:[ \t]+[a-zà-ù]{3,}){1,3})"
)
_PLURAL = re.compile(r"[a-z]{2,}(?<!s)(?<!i)s|[a-zà-ù]{3,}[ie]")
_LONGEST_COUNT = (
    3  # figures that may count what is ordered before a word with a capital: "20 LED lamps", not "4521 LED"
)
_FOREIGN_NUMBER = re.compile(
    r"(?:vat|tax|company|phone|tel|mobile|account|acct|fax|room|ext|cell|iban|conto|telefono|cellulare|partita iva|via|piazza|street|"  # noqa: E501
    r"טלפון|נייד|חשבון|עוסק|חברה|זהות|רחוב|חדר)\W{0,3}$",
    re.IGNORECASE,
)
_IMPLIED = re.compile(
    r"(?<![A-Za-zא-ת])(?:la|della|alla|le|את) (?:FE |ft |ה-)?(?P<token>\d{2,9}(?:/[A-Za-z0-9]{1,4})?)(?=\s*(?:[?.,;:!)]|$)|\s(?:di|del|della|da|dal|è|e|non|risulta|ancora)\b)"  # noqa: E501
)
_YEARLY = re.compile(r"(?<![\w./-])20\d\d[/-]\d{3,6}(?![\w/-]|[.,]\d)")
_IMPLYING = re.compile(
    r"pag(?:a|h|o)|fattur|contab|registr|saldat|incass|scad|insolut|של(?:ם|מו|מה|ם)|שיל|שול|נפרע|תשלומ|פרע",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s{0,2}(?:,|;|&|\+|/|\band\b|\bor\b|\be\b|\bo\b|ו-?|ואת|או)\s{0,2}(?:la |the |את |n\. ?|#)?")
_REACH, _LOOSE_REACH = 160, 90


class TaskNumbers:
    """Reads task numbers; `prefixes` are those of the request types, a company's own among them."""

    def __init__(self, prefixes: Iterable[str]) -> None:
        self._prefixes = tuple(sorted(set(prefixes)))
        known = "|".join(sorted(map(re.escape, self._prefixes), key=len, reverse=True))
        self._pattern = re.compile(
            rf"(?<![A-Za-z0-9])#?[ ]?(?P<prefix>{known})"
            r"(?P<gap>[ \-_]?[#-]?)(?P<digits>\d{1,6})(?![A-Za-z0-9%€$£₪])(?![.,:/]\d)",
            re.IGNORECASE,
        )

    def read(self, text: str) -> list[Found[str]]:
        """Task numbers in whatever way they are typed, as PREFIX-0012; "in 2026" or "Q3" is not one."""
        hits = [hit for hit in self._pattern.finditer(level(text)) if _is_task(hit)]
        taken = [*read_ibans(text), *read_emails(text)] if hits else []
        tasks = []
        for hit in hits:
            if not taken_by(taken, *hit.span()):
                start = hit.start() + (len(hit.group()) - len(hit.group().lstrip()))
                tasks.append(found(f"{hit['prefix'].upper()}-{int(hit['digits']):04d}", text, start, hit.end()))
        return tasks

    def completed(self, said: str) -> tuple[str, ...]:
        """The task numbers that "0611" or "#611" may stand for, one for each prefix; none for anything else."""
        bare = _BARE.fullmatch(said)
        return tuple(f"{prefix}-{int(bare['digits']):04d}" for prefix in self._prefixes if prefix) if bare else ()


def _is_task(hit: re.Match[str]) -> bool:
    """Whether a prefix and digits are a task and not a word with a number, a quarter or a formula."""
    prefix, gap, digits = hit["prefix"], hit["gap"], hit["digits"]
    if hit.group().lstrip().startswith("#") or gap.strip():
        return "-" in gap or "#" in hit.group() or len(digits) >= 3
    if len(prefix) < _LONG_PREFIX and prefix.upper() not in _ALSO_WORDS:
        return prefix.upper() != "Q" or len(digits) > 1 or digits not in "1234"
    padded = digits.startswith("0") and len(digits) >= 3
    return padded or (prefix.isupper() and len(digits) >= 3 and not _YEAR.fullmatch(digits))


def read_references(text: str, lang: Language, *, bare: bool = False) -> list[Found[str]]:
    """Numbers of documents as written, without spaces and number signs; with `bare` the text is the answer to "which one?"."""  # noqa: E501
    clear = level(text)
    taken: list[Found[str]] = [*read_emails(text), *read_ibans(text), *read_phones(text), *read_tax_ids(text, lang)]
    references: list[Found[str]] = []
    for start, end in _spans(clear, bare=bare):
        if not taken_by(taken, start, end):
            references.append(found(re.sub(r"\s", "", clear[start:end]), text, start, end))
            taken.append(references[-1])
    return sorted(references, key=lambda reference: reference.start)


def _spans(text: str, *, bare: bool) -> Iterator[tuple[int, int]]:
    cues = list(_cue("document").finditer(text))
    for hit in _COMPOSITE.finditer(text) if cues or bare else ():
        yield hit.span()
    for cue in cues:
        yield from _chain(text, _after(text, cue.end(), ordering=bool(_cue("ordering").fullmatch(cue.group()))))
    for cue in _number_cue().finditer(text):
        composite = (span := _token(text, cue.end(), numbered=True)) and not text[slice(*span)].isdigit()
        near = any(0 <= cue.start() - one.end() <= _REACH for one in cues) or bare
        named = len(cue.group().strip(" :\t#.")) >= 4
        if (
            span
            and (composite or (near and (named or not _counts(text, span[1]))))
            and not _FOREIGN_NUMBER.search(text[max(0, cue.start() - 20) : cue.start()])
        ):
            yield from _chain(text, span)
    for cue in _cue("loose").finditer(text):
        yield from _loose(text, cue.end())
    if _IMPLYING.search(text):
        yield from (hit.span("token") for hit in _IMPLIED.finditer(text) if not _YEAR.fullmatch(hit["token"]))
    yield from (hit.span() for hit in _YEARLY.finditer(text))
    if bare:
        yield from (
            span
            for hit in re.finditer(r"(?<![A-Za-z0-9./,-])(?=[A-Za-z0-9])", text)
            if (span := _token(text, hit.start(), numbered=True))
        )


@cache
def _cue(key: str) -> re.Pattern[str]:
    words = words_pattern(all_words("identifiers", key))
    return re.compile(
        rf"(?<![A-Za-zא-ת\d])(?<!\d[-/])[ולבמשהכ]{{0,2}}(?<![A-Za-z]){words}(?![A-Za-zא-ת])", re.IGNORECASE
    )


@cache
def _number_cue() -> re.Pattern[str]:
    words = words_pattern(word for word in all_words("identifiers", "number") if word not in {"id", "n", "no"})
    return re.compile(rf"(?<![A-Za-zא-ת\d]){words}(?![A-Za-zא-ת])[ \t:]{{0,3}}", re.IGNORECASE)


@cache
def _filler() -> re.Pattern[str]:
    words = words_pattern(all_words("identifiers", "number"))
    return re.compile(
        rf"[ \t]{{0,3}}(?P<number>{words}(?![A-Za-zא-ת]))?[ \t]{{0,3}}(?:(?:is|è|היא|הוא|loro|nostr[oa]|של(?:הם|נו|כם|ך|ו|ה))[ \t])?(?P<mark>[:#\"'(=–—\-]{{0,2}})[ \t]{{0,3}}(?:ה-)?",  # noqa: E501
        re.IGNORECASE,
    )


def _after(text: str, position: int, *, ordering: bool) -> tuple[int, int] | None:
    """The reference that stands right behind a cue, unless it counts what is ordered."""
    filler = _filler().match(text, position)
    if filler is None or filler.end() == position:
        return None
    span = _token(text, filler.end(), numbered=filler["number"] is not None or "#" in filler["mark"])
    if span and ordering and text[slice(*span)].isdigit():
        listed = ":" in filler["mark"] and not filler["number"]
        if span[1] - span[0] < 2 + 2 * listed or _counts(text, span[1]) or _counts_by_code(text, *span):
            return None
    return span


def _token(text: str, position: int, *, numbered: bool) -> tuple[int, int] | None:
    """The span of a reference at `position`; None where the figures are an amount, a date or a year."""
    hit = _TOKEN.match(text, position)
    if hit is None or _DATE.fullmatch(hit.group()) or _AFTER_AMOUNT.match(text, hit.end()):
        return None
    if _BEFORE_AMOUNT.search(text[max(0, position - 5) : position]) or re.match(
        r"(?:EUR|USD|GBP|ILS|NIS|CHF) ?", hit.group()
    ):
        return None
    figures = hit.group()
    if not numbered and _SUM.fullmatch(figures):
        return None
    if figures.isdigit() and not numbered and (len(figures) < 2 or _YEAR.fullmatch(figures)):
        return None
    return (
        hit.span()
        if len(figures) <= 24 and not re.fullmatch(r"\d{13,}|\d{1,2}[ap]m|\d+(?:k|K|x|pz|pcs|cm|mm|kg|m)", figures)
        else None
    )


def _counts(text: str, end: int) -> bool:
    """Whether the figures that stop at `end` count the thing named right behind them."""
    word = _NEXT_WORD.match(text, end)
    return (
        word is not None
        and word.group(1).lower() not in word_set("identifiers", "after_reference")
        and not word.group(1)[0].isupper()
    )


def _counts_by_code(text: str, start: int, end: int) -> bool:
    """Whether a short number counts a thing that is named by a code or a brand first: "20 LED lamps", "20 A4 reams"."""
    hit = _COUNTED_CODE.match(text, end) if end - start <= _LONGEST_COUNT else None
    if hit is None:
        return False
    words = hit["things"].split()
    things = list(itertools.takewhile(lambda word: word not in word_set("identifiers", "after_reference"), words))
    return bool(things) and (hit["title"] is None or any(map(_PLURAL.fullmatch, things)))


def _chain(text: str, span: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """The reference and those joined to it ("1045, 1046 and 1047")."""
    while span:
        yield span
        link = _LINK.match(text, span[1])
        following = _token(text, link.end(), numbered=False) if link else None
        alike = (
            following
            and abs((following[1] - following[0]) - (span[1] - span[0])) <= 1
            and following[1] - following[0] >= 3
        )
        span = following if following and alike and not _counts(text, following[1]) else None


def _loose(text: str, position: int) -> Iterator[tuple[int, int]]:
    """The first reference later in the cue's own sentence, set off by a colon, comma, bracket or article."""
    sentence = re.split(r"[!?\n]|\.\s", text[position : position + _LOOSE_REACH], maxsplit=1)[0]
    for hit in re.finditer(r"(?:[:,(]|(?<![A-Za-z])la|(?<![A-Za-z])the)[ \t]{1,2}(?:n\. ?|#)?(?=[A-Z0-9])", sentence):
        span = _token(text, position + hit.end(), numbered=False)
        if span and len(re.sub(r"\D", "", text[slice(*span)])) >= 3 and not _counts(text, span[1]):
            yield span
            return
