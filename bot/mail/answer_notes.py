"""What an answer says in sentences and clauses: refusals, questions, terms of payment, tax, transport, accounts."""

import re
from itertools import pairwise

from bot.mail.answer_text import Answer, ProposalKind, Span, cue, durations, pattern
from bot.model import Language
from bot.understanding.readers.identifiers import iban_problem, read_emails, read_ibans, read_phones, read_tax_ids
from bot.understanding.readers.references import read_references

_COMMA = re.compile(r",(?=\s)|\s[-–—]\s")
_FIGURE = re.compile(r"\d")
_REGIONS: dict[Language, str] = {"en": "GB", "it": "IT", "he": "IL"}
_TIMED = re.compile(r"[\s,]*\d{1,3}(?:/\d{1,3})*\s?(?:days|gg|giorni|ימים|יום)", re.IGNORECASE)


def note_accounts(text: Answer, raw: str) -> None:
    """Every IBAN, and a sentence that speaks of a bank account without one. They are for a person's eyes alone."""
    for one in read_ibans(raw):
        named = "iban" in text.text.lower() or text.says("bank", text.sentence(one.start))
        if named or iban_problem(one.value) is None:
            text.add("bank_details", "iban", one.value, (one.start, one.end))
    if not text.said:
        for sentence in text.sentences:
            if text.says("bank", sentence):
                text.note("bank_details", sentence)


def note_firm(text: Answer, raw: str, language: Language) -> None:
    """The numbers and addresses of a firm, and those of documents."""
    for one in read_emails(raw):
        text.add("email", "email", one.value, (one.start, one.end))
    for one in read_tax_ids(raw, language):
        if not text.is_settled(one.start, one.end):
            text.add("tax_id", "tax_id", one.value, (one.start, one.end))
    national = read_phones(raw, _REGIONS[language]) if text.says("phone", (0, len(text.text))) else []
    for one in national or read_phones(raw):
        if not text.is_settled(one.start, one.end):
            text.add("phone", "phone", one.value, (one.start, one.end))
    for one in read_references(raw, language):
        if not text.is_settled(one.start, one.end):
            before = (text.sentence(one.start)[0], one.start)
            kinds: tuple[ProposalKind, ...] = ("offer_number", "order_number")
            kind = next((kind for kind in kinds if text.ends_with(kind, before, reach=16)), None)
            if kind:
                text.add(kind, "reference", one.value, (one.start, one.end))
            text.settled.append((one.start, one.end))


def find_questions(text: Answer) -> None:
    """Marks the sentences, or their ends, that ask us something; those of mere manners do not."""
    for sentence in text.sentences:
        if text.says("no_question", sentence) or text.says("dunning", sentence):
            continue
        if text.text[slice(*sentence)].rstrip().endswith("?"):
            text.asked.append(_asking_part(text, sentence))
        elif text.says("asking", sentence):
            text.asked.append(sentence)


def _asking_part(text: Answer, sentence: Span) -> Span:
    """The part of a sentence that asks: "the earliest slot is 8 January, does that suit?"; else all of it."""
    parts = text.clauses(sentence, _COMMA)
    opened = [one for one in parts if text.begins_with("question_opener", one)]
    return (opened[0][0], sentence[1]) if opened else sentence


def note_refusals(text: Answer) -> None:
    """What cannot be had, once a sentence; the figures of the clauses that say so are not offered."""
    for sentence in text.sentences:
        if text.is_asked(sentence[0]) or text.says("no_refusal", sentence):
            continue
        refusing = [one for one in text.clauses(sentence) if _refuses(text, one)]
        if refusing:
            joined = all(one[1] == other[0] for one, other in pairwise(refusing))
            text.note("refusal", (refusing[0][0], refusing[-1][1]) if joined else refusing[0])
            text.settled += refusing[1:]


def _refuses(text: Answer, clause: Span) -> bool:
    return text.says("refusal", clause) or pattern("no_more").search(text.text, *clause) is not None


def note_terms(text: Answer) -> None:
    """Tax, transport and payment, each in its own words."""
    kinds: tuple[ProposalKind, ...] = ("vat", "shipping")
    for kind in kinds:
        for hit in pattern(kind).finditer(text.text):
            if not text.is_settled(*hit.span()):
                text.note(kind, hit.span())
    for sentence in text.sentences:
        if not text.is_asked(sentence[0]):
            _note_payment(text, sentence)


def _note_payment(text: Answer, sentence: Span) -> None:
    """The parts of a sentence, between commas, that say how and when is paid, as long as they follow one another."""
    if text.says("dunning", sentence):
        text.settled.append(sentence)
        return
    parts = [*text.clauses(sentence, _COMMA), (sentence[1], sentence[1])]
    start: int | None = None
    for part, following in pairwise(parts):
        timed = text.says("payment", part) and bool(_TIMED.match(text.text, *following))
        if start is None and (timed or _is_payment(text, part)):
            alone = cue("payment_alone").search(text.text, *part)
            start = part[0] if timed or alone is None or _has_terms(text, part) else alone.start()
        if start is not None and not timed and not text.says("payment", following):
            text.note("payment_terms", (start, part[1]))
            start = None


def _is_payment(text: Answer, part: Span) -> bool:
    """Whether it names payment with a time or a share, or a way of paying that needs neither."""
    return text.says("payment_alone", part) or _has_terms(text, part)


def _has_terms(text: Answer, part: Span) -> bool:
    words = text.text[slice(*part)]
    if not text.says("payment", part):
        return False
    held = any(one.kind == "bank_details" and one.start < part[1] and part[0] < one.end for one in text.said)
    return bool(durations(words)) or (bool(pattern("deposit").search(words) and _FIGURE.search(words)) and not held)
