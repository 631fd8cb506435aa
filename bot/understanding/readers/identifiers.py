"""Reads e-mail addresses, phone numbers, IBANs and tax numbers, and says what is wrong with one."""

import re
from collections.abc import Iterator
from functools import cache

import phonenumbers
from schwifty import IBAN
from schwifty import exceptions as iban_errors
from stdnum import exceptions as number_errors
from stdnum.eu import vat
from stdnum.gb import vat as gb_vat
from stdnum.il import hp, idnr
from stdnum.it import codicefiscale, iva

from bot.model import Language
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.words import all_words, level, taken_by, words_pattern

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+])[A-Za-z0-9](?:[A-Za-z0-9_%+'-]|\.(?=[A-Za-z0-9_%+'-])){0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00(?=[1-9]))[ ]?\d(?:[ ().\-/]{0,3}\d){6,14}(?!\d)")
_IBAN_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d{2}(?=[ -]?[A-Za-z0-9])")
_CHUNK = re.compile(r"[ -]?([A-Za-z0-9]+)")
_IBAN_LEAST, _IBAN_MOST = 15, 34
_EU_BODIES = {
    "AT": r"U\d{8}",
    "BE": r"[01]?\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}",
    "GB": r"\d{9}(?:\d{3})?",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}(?:\d{3})?",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{6,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
}
_EU_NUMBER = re.compile("|".join(f"{country}{body}" for country, body in _EU_BODIES.items()))
_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9])(?:" + "|".join(_EU_BODIES) + r")[ -]?[A-Z0-9]+(?:[ .-]\d+){0,5}(?![A-Za-z0-9])"
)
_CODICE_FISCALE = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])", re.IGNORECASE
)
_NAKED_IVA = re.compile(r"(?<![\w.,/+#-])0\d{10}(?![\w/-]|[.,]\d)")  # with a right check digit it is nothing else
_TAX_VALUE = re.compile(r"(?:[A-Za-z]{2}[ -]?)?[A-Za-z]?\d[A-Za-z0-9]*(?:[ .\-/]\d[A-Za-z0-9]*){0,6}(?![A-Za-z0-9])")


def read_emails(text: str) -> list[Found[str]]:
    """Every e-mail address, in lower case."""
    return [found(hit.group().lower(), text, hit.start(), hit.end()) for hit in _EMAIL.finditer(text)]


def read_phones(text: str, region: str | None = None) -> list[Found[str]]:
    """Phone numbers in E.164: those with a country code, and national ones where a region such as "IT" is given."""
    clear = level(text)
    phones = [phone for hit in _INTERNATIONAL.finditer(clear) if (phone := _international(text, hit))]
    if region in phonenumbers.SUPPORTED_REGIONS:
        taken = [*phones, *read_ibans(text)]
        phones += [
            found(_e164(match.number), text, match.start, match.end)
            for match in phonenumbers.PhoneNumberMatcher(clear, region, leniency=phonenumbers.Leniency.VALID)
            if not taken_by(taken, match.start, match.end) and match.raw_string[0] in "0(3*+"
        ]
    return sorted(phones, key=lambda phone: phone.start)


def _international(text: str, hit: re.Match[str]) -> Found[str] | None:
    digits = "+" + re.sub(r"\D", "", hit.group()).removeprefix("00")
    try:
        number = phonenumbers.parse(digits, None)
    except phonenumbers.NumberParseException:
        return None
    return found(_e164(number), text, hit.start(), hit.end()) if phonenumbers.is_possible_number(number) else None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def read_ibans(text: str) -> list[Found[str]]:
    """What looks like an IBAN, right or wrong, in upper case without spaces or dashes."""
    ibans: list[Found[str]] = []
    clear = level(text)
    for head in _IBAN_HEAD.finditer(clear):
        end = _iban_end(clear, head)
        if end and not (ibans and head.start() < ibans[-1].end):
            ibans.append(found(_compact(clear[head.start() : end]), text, head.start(), end))
    return ibans


def _iban_end(text: str, head: re.Match[str]) -> int | None:
    """Where the groups that follow the head stop: at the country's length, or at the first plain word."""
    wanted = _iban_length(head.group()[:2].upper())
    size, end, best = 4, head.end(), None
    while size < _IBAN_MOST and (chunk := _CHUNK.match(text, end)):
        letters = chunk.group(1)
        glued = chunk.start(1) == chunk.start()
        word = letters.isalpha() and (not letters.isupper() or len(letters) > 4 or size > 8)
        if not glued and (word or (size >= _IBAN_LEAST and size + len(letters) > (wanted or _IBAN_MOST))):
            break
        size, end = size + len(letters), chunk.end()
        if size == wanted:
            return end
        best = end if _IBAN_LEAST <= size <= _IBAN_MOST else None
    return best


@cache
def _iban_length(country: str) -> int | None:
    spec = IBAN(country + "00", allow_invalid=True)
    try:
        return int(spec.spec.iban_length)
    except iban_errors.SchwiftyException:
        return None


def iban_problem(iban: str) -> str | None:
    """Why an IBAN cannot be right ("characters", "country", "length", "checksum"), or None; unknown banks are no reason."""  # noqa: E501
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", _compact(iban)):
        return "characters"
    try:
        IBAN(_compact(iban), allow_invalid=True).validate()
    except iban_errors.InvalidCountryCode:
        return "country"
    except iban_errors.InvalidLength:
        return "length"
    except iban_errors.InvalidChecksumDigits:
        return "checksum"
    except iban_errors.SchwiftyException:
        return "characters"
    return None


def read_tax_ids(text: str, lang: Language, *, bare: bool = False) -> list[Found[str]]:
    """Tax and company numbers after their cue, with a country prefix or, with `bare`, anywhere; spaces and dots dropped."""  # noqa: E501
    clear = level(text)
    taken: list[Found[str]] = [*read_ibans(text), *read_emails(text)]
    ids: list[Found[str]] = []
    for start, end in _tax_spans(clear, bare=bare):
        if not taken_by(taken, start, end):
            ids.append(found(_compact(clear[start:end]), text, start, end))
            taken.append(ids[-1])
    return sorted(ids, key=lambda one: one.start)


def _tax_spans(text: str, *, bare: bool) -> Iterator[tuple[int, int]]:
    for hit in _CODICE_FISCALE.finditer(text):
        yield hit.span()
    for cue in _tax_cue().finditer(text):
        if end := _tax_end(text, cue.end()):
            yield cue.end(), end
    for hit in _PREFIXED.finditer(text):
        if _EU_NUMBER.fullmatch(_compact(hit.group())):
            yield hit.span()
    yield from (hit.span() for hit in _NAKED_IVA.finditer(text) if iva.is_valid(hit.group()))
    if bare:
        for hit in re.finditer(r"(?<![A-Za-z0-9+])(?=[A-Za-z0-9])", text):
            if end := _tax_end(text, hit.start()):
                yield hit.start(), end


@cache
def _tax_cue() -> re.Pattern[str]:
    cues = words_pattern(all_words("identifiers", "tax"))
    return re.compile(
        rf"(?<![A-Za-zא-ת])(?!בע)[והלבמש]?{cues}(?![A-Za-zא-ת])[ \t]*(?:(?:no|nr|n|num|number|id|numero|מס'?|מספר)\b\.?'?[ \t]*)?(?:(?:is|è|e'|sarebbe|היא|הוא)[ \t]+(?:la[ \t]+|il[ \t]+)?)?[:.#°=\-]?[ \t]*",  # noqa: E501
        re.IGNORECASE,
    )


def _tax_end(text: str, start: int) -> int | None:
    hit = _TAX_VALUE.match(text, start)
    if hit is None:
        return None
    digits = sum(letter.isdigit() for letter in hit.group())
    return hit.end() if 7 <= digits <= 13 and len(_compact(hit.group())) <= 16 else None


def tax_id_country(tax_id: str) -> str | None:
    """The ISO country a tax number belongs to by its prefix or its shape, or None when it cannot be told."""
    compact = _compact(tax_id)
    prefix = compact[:2]
    if prefix == "IL" and compact[2:].isdigit():
        return "IL"
    if prefix in _EU_BODIES and any(letter.isdigit() for letter in compact[2:5]):
        return "GR" if prefix == "EL" else prefix
    if _CODICE_FISCALE.fullmatch(compact) or re.fullmatch(r"\d{11}", compact):
        return "IT"
    return "IL" if re.fullmatch(r"5\d{8}", compact) else None


def tax_id_problem(tax_id: str, country: str | None = None) -> str | None:
    """Why a tax number cannot be right ("length", "checksum", "format"), or None; a country we cannot check is no reason."""  # noqa: E501
    compact = _compact(tax_id)
    if not re.fullmatch(r"[A-Z0-9]+", compact):
        return "format"
    try:
        _validate_tax_id(compact, country or tax_id_country(compact))
    except number_errors.InvalidLength:
        return "length"
    except number_errors.InvalidChecksum:
        return "checksum"
    except number_errors.ValidationError:
        return "format"
    return None


def _validate_tax_id(compact: str, country: str | None) -> None:
    """Raise the fitting `stdnum` error where the number is wrong for its country."""
    if country == "IT":
        body = compact.removeprefix("IT") if compact[2:].isdigit() else compact
        (codicefiscale if not body.isdigit() else iva).validate(body)
    elif country == "IL":
        body = compact.removeprefix("IL")
        (hp if body.startswith("5") else idnr).validate(body)
    elif country and (prefix := "EL" if country == "GR" else country).lower() in vat.MEMBER_STATES:
        vat.validate(compact if compact.startswith(prefix) else prefix + compact)
    elif country == "GB":
        gb_vat.validate(compact)
    elif not 5 <= sum(letter.isdigit() for letter in compact) <= 15:
        raise number_errors.InvalidLength


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-/\u2010-\u2015]", "", text).upper()
