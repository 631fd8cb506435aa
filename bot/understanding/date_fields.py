"""Which of the days that a text names is a field's own: by the words beside it and by what kind of day the field is."""

import re
from collections.abc import Iterable
from datetime import date

from bot.catalogue import Contract, FieldSpec
from bot.model import Period
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.found import Found, ends_with
from bot.understanding.reading import Reading

_SEVERAL_WEEKS = 45  # days from which the months of a period are a beginning and an end: "from January to June"
_UNTIL = re.compile(
    r"(?:\b(?:until|till|through|expir\w*|end(?:s|ing)?|terminat\w*)"
    r"|\b(?:fino al?l?['’]?|fino a|sino al|scad\w*|termin[aei]\w*)"
    r"|עד|פג|פגה|פוקע|מסתיים|מסתיימת|סיום)(?:\s+(?:on|the|il|ה-?|ב-?))?[\s-]*$",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"(?:\b(?:due|payable|by|scad\w*|entro|da pagare|pay(?:ment)? (?:date|day|by))"
    r"|לתשלום|(?:מועד |תאריך )?ה?תשלום|לפירעון|פירעון|עד)"
    r"(?:\s+(?:on|by|date|the|il|al|ה-?|ב-?|עד))?[\s:-]*$",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:[-–—]|to|till|al|a|all['’]|ל-?)\s*(?:the |il )?", re.IGNORECASE)
_LINK = re.compile(r"\s(?:to|a|al|till|until|עד|ל\w+)\s|[-–—]", re.IGNORECASE)
_DELIVERY = re.compile(
    r"\b(?:deliver\w*|delivery|consegn\w*|arriv\w*|here|need(?:ed)?|by|for|per|entro)\b[^.;\n]{0,14}$"
    r"|(?:אספק\w*|משלוח|הגע\w*|שיגיע\w*|יגיע\w*|עד|לקבל)[^.;\n]{0,10}$",
    re.IGNORECASE,
)
_START = re.compile(
    r"\b(?:start\w*|join\w*|begin\w*|first day|inizi\w*|cominci\w*|entra|decorrenza)\b[^.;\n]{0,32}$"
    r"|\b(?:from|as of|since|dal|dall['’]|da|a partire)\b[^.;\n]{0,14}$"
    r"|(?:התחל\w*|מתחיל\w*|החל|ביום הראשון)[^.;\n]{0,8}$|(?<![א-ת])מ-?\s?$",
    re.IGNORECASE,
)
_OF_PAPER = re.compile(
    r"(?:\b(?:dated?|from|of|issued|on|d[ia]|del|data|datat[ao]|emess[ao]|il)|מיום|מ?תאריך|מ|של|ב)[\s:-]*$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|da|dal)\s*$|(?:\bמאז)\s*$", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:from|as of|starting|effective|dal|dall['’]|dalla|a partire da|a partire dal|con decorrenza)\s*$|החל מ-?\s*$",
    re.IGNORECASE,
)
_FROM_THEN = re.compile(r"(?:from|dal|dalla|dall['’])\s*|מה(?=חודש|שבוע|שנה)", re.IGNORECASE)
_PAID = re.compile(
    r"\b(?:pays?|paid|payment|payable|paga\w*|salda\w*)\b[^.,;\n]{0,14}$|(?:תשלום|שוטף|ישלם|משלם)[^.,;\n]{0,10}$",
    re.IGNORECASE,
)
_READY = re.compile(r"\b(?:ready|pront[oaie])\b[^.;,\n]{0,12}$|(?:מוכן|מוכנה)[^.;,\n]{0,8}$", re.IGNORECASE)
_VALID = re.compile(
    r"\b(?:valid(?:ity)?|valid[oaie]|validità)\b[^.;,\n]{0,16}$|(?:בתוקף|תוקף|תקפה|תקף)[^.;,\n]{0,10}$", re.IGNORECASE
)
_TOLD = re.compile(
    r"(?:\bthat (?:(?:we|i|you|they|he|she|it|the|our|my|your|their|there|on|from|as|this|next)\b|$)"
    r"|\bsaying\b|\bche\b|\bdicendo\b"
    r"|(?<![א-ת])(?:כי|ש(?:אנחנו|אני|אנו|הם|הן|הוא|היא|הזמנה|המשרד|לא|אין|יש|נהיה|נגיע|נסגור|נפתח|יהיה|תהיה|יהיו)?)"
    r"(?![א-ת]))[^.;!?\n]*$",
    re.IGNORECASE,
)
_THAT_DAY = re.compile(r"ש(?:מחר|היום|ב-?)")
_OF = re.compile(r"(?:\b(?:of|del|dell['’])|של)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w.,/#+-])20[1-4]\d(?![\w%€$£₪/-]|[.,]\d)")
_NUMBERED = re.compile(
    r"(?:\b(?:no|nr?|num\w*|invoice|order|fattura|ordine)[.°]?|מס'|מספר|חשבונית|הזמנה)\s*$", re.IGNORECASE
)
_THIS_MORNING = re.compile(r"morning|mattina|בוקר", re.IGNORECASE)
_PAIRS = (("start_date", "end_date", _UNTIL), ("invoice_date", "due_date", _DUE))
_CUES = {"delivery_date": _DELIVERY, "start_date": _START}
_TO_COME = frozenset({"delivery_date", "date", "deadline"})


def field_dates(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """The days of the text that the field may mean, the likeliest first."""
    found = read_dates(reading.text, reading.language, now=reading.now, past=spec.past)
    if reading.bare:
        return found
    for first, last, cue in _PAIRS:
        if spec.name in {first, last} and contract.has(first) and contract.has(last):
            return _of_pair(spec, found or _months(reading), reading, cue=cue, first=spec.name == first)
    if spec.past:
        return _of_paper(found, reading)
    if spec.name == "delivery_date":
        found = [one for one in found if not ends_with(_PAID, reading.text, one.start)]
    if spec.name == "start_date" and not spec.due:
        found = [one for one in found if one.value >= reading.now.date() or _is_behind(_START, one, reading.text)]
    if spec.name in _TO_COME:
        found = [one for one in found if not _is_over(one, reading)]
    return _cued(spec, _wanted_by(found, spec, reading) if spec.due else found, reading)


def _wanted_by(found: list[Found[date]], spec: FieldSpec, reading: Reading) -> Iterable[Found[date]]:
    """The days that something may be due on, those behind "by" first."""
    text, today = reading.text, reading.now.date()
    coming = [one for one in found if one.value >= today and not _is_behind(_VALID, one, text)]
    if spec.name != "start_date":
        coming = [one for one in coming if not _is_behind(_FROM, one, text)]
    by = {one.start for one in coming if reading.lexicon.by_then(text[: one.start], one.words)}
    if spec.name == "deadline":
        coming = [one for one in coming if one.start in by or not _is_told(one, text)]
    return sorted(coming, key=lambda one: one.start not in by)


def _is_told(one: Found[date], text: str) -> bool:
    """Whether a day is in what somebody is to be told: "write to them that tomorrow we are closed"."""
    return ends_with(_TOLD, text, one.start) or bool(_THAT_DAY.match(one.words))


def _of_pair(
    spec: FieldSpec, found: list[Found[date]], reading: Reading, *, cue: re.Pattern[str], first: bool
) -> Iterable[Found[object]]:
    """The days of a field that begins something, or of one that ends it: behind "until", or the second of two."""
    ends, begins = list[Found[date]](), list[Found[date]]()
    for at, one in enumerate(found):
        second = cue is _UNTIL and at and _is_second(found[at - 1], one, reading.text)
        (ends if second or _is_behind(cue, one, reading.text) else begins).append(one)
    if not first:
        least = reading.now.date() if cue is _DUE else min((one.value for one in found), default=date.min)
        return [*ends, *(one for one in begins if one.value > least)]
    if cue is _UNTIL:
        begins = [one for one in begins if not ends_with(_READY, reading.text, one.start)]
    return _of_paper(begins, reading) if spec.past else _cued(spec, begins, reading)


def _is_second(one: Found[date], two: Found[date], text: str) -> bool:
    """Whether two days are the two ends of something: "from the 3rd to the 8th"."""
    return one.end == two.start or _TO.fullmatch(text, one.end, two.start) is not None


def _is_behind(cue: re.Pattern[str], one: Found[date], text: str) -> bool:
    """Whether the words before a day, or the first of its own ("until the 24th"), are a cue."""
    own = re.match(r"\S+\s", one.words)
    return ends_with(cue, text, one.start) or bool(own and ends_with(cue, text, one.start + own.end()))


def _months(reading: Reading) -> list[Found[date]]:
    """The beginning and the end of a period of some months: "da gennaio a giugno"."""
    for one in read_periods(reading.text, reading.language, now=reading.now):
        link = _LINK.search(one.words)
        if link and (one.value.end - one.value.start).days > _SEVERAL_WEEKS:
            cut = link.start()
            return [
                Found(one.value.start, one.start, one.start + cut, one.words[:cut]),
                Found(one.value.end, one.start + cut, one.end, one.words[cut:]),
            ]
    return []


def _of_paper(found: list[Found[date]], reading: Reading) -> list[Found[object]]:
    """The days that a paper may bear: "today" is when it came, unless it is said to be the paper's own."""
    return [one for one in found if re.search(r"\d|^מ", one.words) or ends_with(_OF_PAPER, reading.text, one.start)]


def _is_over(one: Found[date], reading: Reading) -> bool:
    """Whether a day is told of and nothing is wanted for it: yesterday, this morning, "since Monday"."""
    today = reading.now.date()
    told = one.value == today and _THIS_MORNING.search(one.words)
    return bool(one.value < today or told or ends_with(_SINCE, reading.text, one.start))


def _cued(spec: FieldSpec, found: Iterable[Found[date]], reading: Reading) -> list[Found[date]]:
    """The days behind the field's own words first ("delivery on", "starts"), those of something last, others as is."""
    cue, text = _CUES.get(spec.name), reading.text

    def order(one: Found[date]) -> tuple[bool, bool]:
        of = spec.name == "date" and ends_with(_OF, text, one.start)
        return cue is not None and not _is_behind(cue, one, text), of

    return sorted(found, key=order)


def field_periods(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """The periods of the text, those that have begun first; where there are none, the years that stand alone.

    "From next month" begins something and is no period.
    """
    found = read_periods(reading.text, reading.language, now=reading.now)
    found = [one for one in found if not _only_begins(one, reading)]
    return sorted(found, key=lambda one: one.value.start > reading.now.date()) or _years(reading.text)


def _only_begins(one: Found[Period], reading: Reading) -> bool:
    begins = _FROM_THEN.match(one.words) or ends_with(_FROM, reading.text, one.start)
    return bool(one.value.start > reading.now.date() and begins and not _LINK.search(one.words))


def _years(text: str) -> list[Found[Period]]:
    """The years of "2025 vs 2026", from the first day of the first to the last of the last."""
    years = [hit for hit in _YEAR.finditer(text) if not ends_with(_NUMBERED, text, hit.start())]
    if not years:
        return []
    start, end = min(int(hit[0]) for hit in years), max(int(hit[0]) for hit in years)
    period = Period(start=date(start, 1, 1), end=date(end, 12, 31))
    return [Found(period, years[0].start(), years[-1].end(), text[years[0].start() : years[-1].end()])]
