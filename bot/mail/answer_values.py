"""What the amounts, days, times, shares and counts of an answer are for, by the words around them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import zip_longest

from bot.mail.answer_text import Answer, ProposalKind, Span, durations, pattern
from bot.model import Item, Language, Money, Period
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.found import Found, overlaps
from bot.understanding.readers.items import read_items
from bot.understanding.readers.money import read_money, read_percents
from bot.understanding.readers.numbers import read_numbers

_PER = re.compile(  # a price of one, unless what follows is no thing: "1.200 euro al netto", "80 euro a carico vostro"
    r"\s*(?:/\s?[a-zא-ת]|per\s(?!le\b|i\b|il\b|gli\b|la\b|l'|un\b|una\b|tutt|ordin|\d)[a-z]"
    r"|an?\s(?!few|lot|total|bit|good|fair|better|further|special|deposit|discount|minimum)[a-z]{3}"
    r"|(?:al|alla|allo|a)\s(?!nett|lord|caric|consegn|ordin|sald|forfait|corp|client|part|titol|firm|vostr|nostr|mezzo)"
    r"[a-zà-ù]{4}|all'(?!ordin|incirca)[a-zà-ù]{3}|ל(?!א\b|פני|תשלום|כל|כול|הובל|משלוח|הזמנ|סכום)[א-ת]{2})",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:@|\bat|\ba|\bà)\s*$", re.IGNORECASE)
_OR = re.compile(r"\s*,?\s*(?:or|o|oppure|או|/)\s*", re.IGNORECASE)
_IS = re.compile(r"\s*(?::|=|is|are|at|costs?|would be|will be|è|sono|di|a|costa)?\s*", re.IGNORECASE)
_PRICE = re.compile(
    r"(?:prices?|prezz[oi]|costo?|costs|מחיר|עלות)\s*(?:is|are|:|=|è|sono|di|של|הוא)?(?:\s*(?:di|of))?\s*$",
    re.IGNORECASE,
)
_AGO = re.compile(r"\s(?:ago|fa\b|earlier|late\b)", re.IGNORECASE)
_WEEK = re.compile(
    r"(?<!\w)(?:week|wk|cw|kw|settimana|sett\.|[הבל]?שבוע)\s?(\d{1,2})(?![\w.,]\d|\w|\s*/?\s*20\d\d)", re.IGNORECASE
)
_NO_COUNT = re.compile(
    r"\s?[x×]\s?\d|\s?(?:kg|gr?|gsm|grams?|tons?|tonn\w+|mm|cm|m|mq|lit\w+|l|w|kw|v|ק\"ג|גרם|טון|ס\"מ|מ\"מ|מטר|ליטר)(?!\w)",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:\s*(?:ok|okay|yes|sure|sì|va bene|כן|סבבה|בסדר)\b)?[\s,.:!-]*", re.IGNORECASE)
_ACRONYM = re.compile(r"\b(?!MOQ|QTY|PCS|OK)[A-Z]{2,6}[ -]$")
_ALL = re.compile(r"\bthe lot\b|\ball \d|\btutt[ie] e \d|\btutt[ie] (?:i|le|gli)\b|(?<!\w)כל (?:ה-?)?\d", re.IGNORECASE)
_LISTED = re.compile(r"[.)](?:\s|$)")
_NEAR = 2  # characters between an amount and the note on its tax
_LONGEST = timedelta(days=92)
_MOST = Decimal(100_000)  # more figures without a mark between them are a code
_CLOSED = re.compile(r"\s*(?:[.,;)\n]|$)")


def read_times(text: Answer) -> None:
    """How long the offer holds or delivery takes; it is not counted out, since it may begin with the order."""
    for span in durations(text.text):
        clause, sentence = text.clause(span[0]), text.sentence(span[0])
        before = (sentence[0], span[0])
        if text.is_settled(*span) or text.is_asked(span[0]) or _AGO.match(text.text, span[1]):
            continue
        if _last(text, ("validity", "delivery"), before) == "validity" or text.says("validity", clause):
            text.note("valid_until", span)
        elif (
            text.says("not_delivery", clause)
            or _last(text, ("answering", "delivery"), before) == "answering"
            or (text.says("answering", sentence) and not text.says("delivery", clause))
        ):
            text.settled.append(span)
        else:
            text.note("lead_time", span)


def read_days(text: Answer, raw: str, language: Language, *, now: datetime) -> None:
    """The days of delivery and those until which the offer holds; other days of a message are none of either."""
    for day in _days(text, raw, language, now=now):
        span = (day.start, day.end)
        if text.is_settled(*span) or text.is_asked(span[0]):
            continue
        last = day.value.end if isinstance(day.value, Period) else day.value
        kind = _kind_of_day(text, span) if last >= now.date() else None
        if kind:
            text.add(kind, "period" if isinstance(day.value, Period) else "date", day.value, span)
        else:
            text.settled.append(span)


def _days(text: Answer, raw: str, language: Language, *, now: datetime) -> list[Found[date] | Found[Period]]:
    """Days, and weeks, months and ranges where a single day is not meant; what is as vague as a year is left out."""
    days = read_dates(raw, language, now=now)
    spans = [*_weeks(text, language, now), *(_ahead(one, now.date()) for one in read_periods(raw, language, now=now))]
    periods = [
        one
        for one in spans
        if sum(overlaps(day, one.start, one.end) for day in days) != 1 and one.value.end - one.value.start <= _LONGEST
    ]
    days = [day for day in days if not day.words.isdigit()]  # left from hours: "9 December between 8 and 12"
    return [*periods, *(day for day in days if not any(overlaps(one, day.start, day.end) for one in periods))]


def _ahead(period: Found[Period], today: date) -> Found[Period]:
    """A whole month that has passed is that of next year where no year is said: "the rest in January"."""
    start, end = period.value.start, period.value.end
    whole = start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1])
    if not whole or end >= today or re.search(r"\d{4}", period.words):
        return period
    first = start.replace(year=start.year + 1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return Found(Period(start=first, end=last), period.start, period.end, period.words)


def _weeks(text: Answer, language: Language, now: datetime) -> Iterator[Found[Period]]:
    """Weeks by their number, also without an "in"; one that has passed is that of next year: "delivery week 3"."""
    next_year = now.replace(year=now.year + 1, month=7, day=1)
    for hit in _WEEK.finditer(text.text):
        read = [one for moment in (now, next_year) for one in read_periods(f"in week {hit[1]}", language, now=moment)]
        for one in [one for one in read if one.value.end >= now.date()][:1]:
            yield Found(one.value, hit.start(), hit.end(), hit[0])


def _kind_of_day(text: Answer, span: Span) -> ProposalKind | None:
    clause, sentence = text.clause(span[0]), text.sentence(span[0])
    if any(text.says(one, clause) for one in ("not_delivery", "maybe", "sent", "needed")):
        return None
    if text.ends_with("instead", (clause[0], span[0])):
        return None
    if _last(text, ("validity", "delivery"), (sentence[0], span[0])) == "validity" or text.says("validity", clause):
        return "valid_until"
    if text.says("answering", clause) or pattern("deposit").search(text.text, *clause):
        return None
    if _last(text, ("answering", "delivery", "possible"), (sentence[0], span[0])) == "answering":
        return None
    possible = text.says("delivery", clause) or text.says("possible", clause)
    if text.says("answering", sentence) and not possible:
        return None
    return "delivery_date" if possible or text.says("delivery", sentence) else None


def _last(text: Answer, names: tuple[str, ...], span: Span) -> str | None:
    """Which of these cues stands last in a part of the text."""
    hits = [(hit, name) for name in names if (hit := text.last(name, span))]
    return max(hits)[1] if hits else None


def read_shares(text: Answer, raw: str, language: Language) -> None:
    """Percentages off the price."""
    for share in read_percents(raw, language):
        sentence = text.sentence(share.start)
        ahead, behind = (sentence[0], share.start), (share.end, sentence[1])
        off = text.ends_with("discount", ahead) or text.begins_with("discount", behind)
        taken = any(one.start < share.end and share.start < one.end for one in text.said if one.kind != "payment_terms")
        if off and not taken:
            text.add("discount", "percent", share.value, (share.start, share.end))


def read_amounts(text: Answer, raw: str, language: Language) -> None:
    """Prices of one and of all, transport, least orders and rebates; where the words do not tell, just a price."""
    amounts = [
        one
        for one in read_money(raw, language)
        if not text.is_settled(one.start, one.end) and not text.says("dunning", text.sentence(one.start))
    ]
    rows = {one.end for one in _rows(raw, language) if one.value.unit_price}
    before: Found[Money] | None = None
    kind: ProposalKind | None = None
    for amount, following in zip_longest(amounts, amounts[1:]):
        sentence = text.sentence(amount.start)
        begin = max(sentence[0], before.end if before else 0)
        end = min(sentence[1], following.start if following else sentence[1])
        alike = before is not None and _OR.fullmatch(text.text, before.end, amount.start) is not None
        now = _kind_of_amount(text, amount, (begin, end), table=any(amount.start < row <= amount.end for row in rows))
        kind = kind if alike and now == "price" else now
        if kind:
            text.add(kind, "money", amount.value, (amount.start, amount.end))
        before = amount


def _kind_of_amount(text: Answer, amount: Found[Money], around: Span, *, table: bool) -> ProposalKind | None:
    ahead, behind = (around[0], amount.start), (_behind_notes(text, amount.end), around[1])
    if any(text.ends_with(one, ahead, reach=4) for one in ("threshold", "instead", "your_request")):
        return None
    named = text.last("shipping", ahead)
    if named and text.is_settled(*named):  # a note such as "price with transport"
        named = None
    if (named and text.ends_with("shipping", ahead, reach=25)) or text.begins_with("shipping", behind):
        return "shipping"
    if text.ends_with("minimum", ahead, reach=20):
        return "minimum_order"
    if text.ends_with("list_price", ahead):
        return "price"
    if text.ends_with("discount", ahead, reach=8) or text.begins_with("discount", behind):
        return "discount"
    return _price(text, ahead, behind, table=table)


def _price(text: Answer, ahead: Span, behind: Span, *, table: bool) -> ProposalKind:
    """Whether it is the price of one or of all, by the words behind it first."""
    if text.begins_with("unit_after", behind) or _PER.match(text.text, *behind):
        return "unit_price"
    if text.begins_with("total_after", behind) or text.says("total_before", ahead):
        return "total_price"
    counted = any(char.isdigit() for char in text.text[slice(*ahead)])
    if counted and text.ends_with("for_all", ahead, reach=2):
        return "total_price"
    if table or text.says("unit_before", ahead) or (counted and _AT.search(text.text[slice(*ahead)])):
        return "unit_price"
    return "total_price" if _ALL.search(text.text, *ahead) else "price"


def _behind_notes(text: Answer, place: int) -> int:
    """Behind a note on tax that stands right at the place: "€ 215,00 + IVA l'una"."""
    note = next((one for one in text.said if one.kind == "vat" and 0 <= one.start - place <= _NEAR), None)
    return note.end if note else place


def read_counts(text: Answer, raw: str, language: Language) -> None:
    """How many are offered, the least that can be ordered, and amounts without a currency that their word is with."""
    for number in (*_in_rows(raw, language), *read_numbers(raw, language)):
        span = (number.start, number.end)
        sentence = text.sentence(number.start)
        ahead, behind = (sentence[0], number.start), (number.end, sentence[1])
        if text.is_settled(*span) or text.is_asked(span[0]) or _is_code(text, span, number.value):
            continue
        if kind := _kind_without_currency(text, ahead, behind):
            text.add(kind, "money", Money(amount=number.value), span)
        elif text.ends_with("minimum", ahead, reach=14):
            text.add("minimum_order", "number", number.value, span)
        elif _is_offered(text, sentence, ahead, behind) and not _NO_COUNT.match(text.text, number.end):
            text.add("quantity", "number", number.value, span)


def _is_code(text: Answer, span: Span, value: Decimal) -> bool:
    """Whether it numbers the lines of a list ("1)", "2."), or is the number of something."""
    line = text.text.rfind("\n", 0, span[0]) + 1
    if not text.text[line : span[0]].strip() and _LISTED.match(text.text, span[1]):
        return True
    if _ACRONYM.search(text.text, line, span[0]) or text.begins_with("attribute", (span[1], len(text.text))):
        return True
    return text.ends_with("code", (line, span[0]), reach=3) or (value >= _MOST and text.text[slice(*span)].isdigit())


def _rows(raw: str, language: Language) -> list[Found[Item]]:
    """The lines of a pasted table."""
    return [one for one in read_items(raw, language) if "\t" in one.words] if "\t" in raw else []


def _in_rows(raw: str, language: Language) -> Iterator[Found[Decimal]]:
    """The quantities of pasted rows, where a price right behind one hides it."""
    for item in _rows(raw, language):
        count = item.value.quantity
        cell = re.search(rf"\t\s*({count:f})(?=\s*\t)", item.words) if count is not None else None
        if count is not None and cell:
            yield Found(count, item.start + cell.start(1), item.start + cell.end(1), cell[1])


def _kind_without_currency(text: Answer, ahead: Span, behind: Span) -> ProposalKind | None:
    """A naked number that is money because its word stands right before it: "shipping 80", "price 14.90 per metre"."""
    words = text.text[slice(*ahead)]
    of_one = text.begins_with("unit_after", behind) or _PER.match(text.text, *behind)
    if of_one and (_PRICE.search(words) or _AT.search(words) or _NOTHING.fullmatch(words)):
        return "unit_price"
    last = text.last("shipping", ahead)
    joined = last is not None and _IS.fullmatch(text.text, last[1], ahead[1])
    return "shipping" if joined and _CLOSED.match(text.text, behind[0]) else None


def _is_offered(text: Answer, sentence: Span, ahead: Span, behind: Span) -> bool:
    """Whether a number counts what the supplier has or brings, not what was asked, a pack or a step of the price."""
    if text.ends_with("quantity_label", ahead, reach=3):
        return True
    if any(text.ends_with(one, ahead, reach=1) for one in ("threshold", "threshold_of_count", "pack")):
        return False
    clause = text.clause(ahead[1])
    if any(text.says(one, clause) for one in ("answering", "not_delivery", "lacking")) or text.begins_with(
        "or_more", behind
    ):
        return False
    if text.says("your_request", (clause[0], ahead[1])):
        return False
    priced = any(one.type == "money" and sentence[0] <= one.start < sentence[1] for one in text.said)
    return priced or text.says("offering", sentence)
