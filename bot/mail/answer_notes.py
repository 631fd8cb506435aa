"""What an answer says in whole sentences and clauses: refusals, questions, terms of payment, tax and transport, accounts."""

import re
from itertools import pairwise

from bot.mail.answer_text import Answer, Span, cue, durations
from bot.model import Language
from bot.understanding.readers.identifiers import iban_problem, read_emails, read_ibans, read_phones, read_tax_ids
from bot.understanding.readers.references import read_references

_COMMA = re.compile(r",(?=\s)|\s[-–—]\s")
_FIGURE = re.compile(r"\d")
_VAT = re.compile(
    r"(?<!\w)(?:(?:(?:price[sd]?|prezzi) )?(?:are |is )?(?:exclusive of|inclusive of|excluding|excludes?|ex(?:cl)?\.?|subject to|plus|\+|incl(?:uding|udes?|\.)?|include|without|"
    r"before|net of|not including|do not include|does not include)\s*(?:of )?VAT(?! (?:number|no|id))"
    r"|VAT (?:is |are )?(?:not )?(?:excluded|included|extra|incl\.?|excl\.?|exempt|on top)"
    r"|(?:\+|più|oltre|senza|esclus[ao]|inclus[ao]|compres[ao]|al netto di|al netto dell'|con) ?(?:l')?I\.?V\.?A\.?(?!\w)"
    r"|I\.?V\.?A\.? (?:è |sono )?(?:esclusa|inclusa|compresa|a parte|escl\.?|incl\.?|esente|al \d\d%|\d\d%)"
    r"|(?:(?:לא|אינו|אינם|איננו) )?(?:ו?כולל(?:ים|ת|ות)?|לפני|בתוספת|פלוס|\+|ללא|בלי|בצירוף) ?מע\"?מ)",
    re.IGNORECASE,
)
_SHIPPING = re.compile(
    r"(?<!\w)(?:(?:incl(?:uding|uded|udes|\.)?|excl(?:uding|udes|\.)?|free|not including|without|ex|plus|\+)\s?(?:of )?"
    r"(?:shipping|delivery|freight|transport|carriage|postage)(?! (?:is|of|cost|by|on|in))"
    r"|(?:shipping|delivery|freight|carriage|transport|postage|delivery charges?)\s(?:is |are )?(?:not )?(?:included|excluded|extra|free|paid|prepaid|forward|on us|at cost)"
    r"|ex works|free of charge delivery|(?-i:EXW|DDP|DAP|FCA|FOB|CIF|CPT|CIP)(?: [A-Z][a-z]+)?"
    r"|(?:spese di )?(?:trasporto|spedizione|consegna|porto|imballo)(?: e (?:imballo|montaggio|trasporto))? (?:è |sono )?(?:esclus[oaie]|inclus[oaie]|compres[oaie]|gratuit[oa]|gratis|a parte|franco|"
    r"a (?:vostro|nostro|vs\.?|ns\.?) carico|a carico(?: \w+){1,2}|assegnato)"
    r"|franco (?:ns\.?|nostro |vostro |vs\.?)? ?(?:magazzino|fabbrica|destino|partenza|stabilimento|cantiere)"
    r"|(?:esclus[oa]|inclus[oa]|compres[oa]|senza|più|oltre) (?:il |la |le |al )?(?:spese di )?(?:trasporto|spedizione)"
    r"|(?:(?:לא|אינו|אינם) )?(?:כולל(?:ים|ת)?|ללא|בלי|בתוספת|לפני|פלוס|\+) ?(?:דמי |עלות )?(?:הובלה|משלוח)"
    r"|(?:ה?הובלה|ה?משלוח) (?:חינם|לא כלול\w*|כלול\w*|על חשבונ\w+|בתשלום|בחינם|עלינו|עליכם)|איסוף עצמי)(?!\w)",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\bno longer (?!than\b)\w+|\b(?:do not|don't|doesn't)\s[^,.;]{1,40}\bany ?more\b"
    r"|\bnon (?:\w+ ){1,4}più\b(?! di\b| tardi\b| che\b)|(?<!\w)לא\s[^,.;]{1,20}\sיותר(?! מ)",
    re.IGNORECASE,
)
_TIMED = re.compile(r"[\s,]*\d{1,3}(?:/\d{1,3})*\s?(?:days|gg|giorni|ימים|יום)", re.IGNORECASE)
_DEPOSIT = re.compile(
    r"(?<!\w)(?:deposit|down ?payment|payments?|pay|prepayment|advance|upfront|up front|acconto|anticipo|pagament\w+|bonifico|riba|ri\.ba\.?|saldo|balance"
    r"|[והבלמש]?(?:תשלום|שוטף|מקדמה|מקדמת|יתרה))(?!\w)",
    re.IGNORECASE,
)


def note_accounts(text: Answer, raw: str) -> None:
    """Every IBAN, and a sentence that speaks of a bank account without one. They are for a person's eyes alone."""
    for one in read_ibans(raw):
        if (
            iban_problem(one.value) is None
            or "iban" in text.text.lower()
            or text.says("bank", text.sentence(one.start))
        ):
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
    for one in read_phones(raw):
        if not text.is_settled(one.start, one.end):
            text.add("phone", "phone", one.value, (one.start, one.end))
    for one in read_references(raw, language):
        if not text.is_settled(one.start, one.end):
            before = (text.sentence(one.start)[0], one.start)
            if text.ends_with("offer_number", before, reach=16):
                text.add("offer_number", "reference", one.value, (one.start, one.end))
            elif text.ends_with("order_number", before, reach=16):
                text.add("order_number", "reference", one.value, (one.start, one.end))
            else:
                text.settled.append((one.start, one.end))


def questions(text: Answer) -> list[Span]:
    """The sentences that ask us something; those of mere manners are none."""
    asked: list[Span] = []
    for sentence in text.sentences:
        if text.says("no_question", sentence) or text.says("dunning", sentence):
            continue
        if text.text[slice(*sentence)].rstrip().endswith("?"):
            asked.append(_asking_part(text, sentence))
        elif text.says("asking", sentence):
            asked.append(sentence)
    return asked


def _asking_part(text: Answer, sentence: Span) -> Span:
    """The end of a sentence that asks: "the earliest slot is 8 January, does that suit?"; all of it where that is unsure."""
    parts = text.clauses(sentence, _COMMA)
    opened = [one for one in parts if text.begins_with("question_opener", one)]
    return (opened[0][0], sentence[1]) if opened else sentence


def within(span: Span, others: list[Span]) -> bool:
    """Whether a part of the text begins inside one of the others."""
    return any(start <= span[0] < end for start, end in others)


def note_refusals(text: Answer) -> None:
    """What cannot be had, one clause a sentence; the figures in it are not offered."""
    asked = questions(text)
    for sentence in text.sentences:
        if within(sentence, asked) or text.says("no_refusal", sentence):
            continue
        refusing = [one for one in text.clauses(sentence) if _refuses(text, one)]
        if refusing:
            text.note("refusal", refusing[0])
            text.settled += refusing[1:]


def _refuses(text: Answer, clause: Span) -> bool:
    return text.says("refusal", clause) or _NO_MORE.search(text.text, *clause) is not None


def note_terms(text: Answer) -> None:
    """Tax, transport and payment, each in its own words."""
    for pattern, kind in ((_VAT, "vat"), (_SHIPPING, "shipping")):
        for hit in pattern.finditer(text.text):
            if not text.is_settled(*hit.span()):
                text.note("vat" if kind == "vat" else "shipping", hit.span())
    asked = questions(text)
    for sentence in text.sentences:
        if not within(sentence, asked):
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
    return bool(durations(words)) or (bool(_DEPOSIT.search(words) and _FIGURE.search(words)) and not held)
