"""Subjects without the prefixes of mail programs, in the languages that suppliers' programs speak."""

from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

import pytest

from bot.mail.subjects import is_forward, plain_subject
from tests.effort import bounded

HAZARDS = Path(__file__).parents[1] / "data" / "mail" / "hazards"
PREFIXED = [
    ("Re: Desks", "Desks"),
    ("RE: RE: Desks", "Desks"),
    ("Re[2]: Desks", "Desks"),
    ("Re (3): Desks", "Desks"),
    ("R: Sedie ufficio", "Sedie ufficio"),
    ("R: R: I: Sedie ufficio", "Sedie ufficio"),
    ("RIF: Preventivo 12", "Preventivo 12"),
    ("Rif : Preventivo 12", "Preventivo 12"),
    ("Risposta: Preventivo 12", "Preventivo 12"),
    ("I: Preventivo 12", "Preventivo 12"),
    ("Inoltro: Preventivo 12", "Preventivo 12"),
    ("Fwd: Re: Desks", "Desks"),
    ("FW:Desks", "Desks"),
    ("AW: Angebot", "Angebot"),
    ("WG: AW: Angebot", "Angebot"),
    ("SV: Tilbud", "Tilbud"),
    ("TR: Devis", "Devis"),
    ("RE : Devis", "Devis"),
    ("תשובה: הצעת מחיר", "הצעת מחיר"),
    ("הועבר: תשובה: הצעת מחיר", "הצעת מחיר"),
    ("השב: הצעת מחיר", "הצעת מחיר"),
    ("\u200fהועבר: \u200fהצעת מחיר", "הצעת מחיר"),
    ("Re: תשובה: R: הצעת מחיר", "הצעת מחיר"),
    ("Re：Desks", "Desks"),
    ("Re: [purchasing] Desks", "[purchasing] Desks"),
    ("[purchasing] Re: Desks", "[purchasing] Desks"),
    ("[purchasing] Re: [purchasing] R: Desks", "[purchasing] Desks"),
    ("Re:\tDesks\n and chairs", "Desks and chairs"),
]
PLAIN = [
    "A: budget",
    "B: offer for the hall",
    "Desks: Re: is in the middle",
    "Requote of the desks",
    "Ricevuta: 12",
    "Rome: 20 desks",
    "Informazioni: orari",
    "Q-0012: sedie",
    "ת.ז.: חסר",
    "הצעה: 20 שולחנות",
    "[urgent] Desks",
    "http://norland.example",
    "",
]


@pytest.mark.parametrize(("subject", "plain"), PREFIXED)
def test_hazard_32_a_prefix_of_any_language_is_no_part_of_the_subject(subject: str, plain: str) -> None:
    assert plain_subject(subject) == plain


@pytest.mark.parametrize("subject", PLAIN)
def test_a_subject_of_its_own_stays_whole(subject: str) -> None:
    assert plain_subject(subject) == subject
    assert not is_forward(subject)


@pytest.mark.parametrize(
    "subject",
    ["Fwd: Desks", "FW: Re: Desks", "I: R: Sedie", "INOLTRO: Sedie", "WG: Angebot", "הועבר: הצעה", "[x] Fwd: Desks"],
)
def test_hazard_31_a_subject_tells_a_forward(subject: str) -> None:
    assert is_forward(subject)


@pytest.mark.parametrize(
    "subject",
    ["Re: Desks", "Re: Fwd: Desks", "R: I: Sedie", "תשובה: הועבר: הצעה", "AW: WG: Angebot", "Forward planning"],
)
def test_hazard_31_the_answer_to_a_forward_is_an_answer(subject: str) -> None:
    assert not is_forward(subject)


@pytest.mark.parametrize(
    ("file", "plain"),
    [
        ("32a-italian-prefixes.eml", "Preventivo Q-0042"),
        ("32b-hebrew-prefixes.eml", "הצעת מחיר Q-0042"),
        ("32c-a-letter-that-is-no-prefix.eml", "A: budget for desks"),
    ],
)
def test_hazard_32_the_subject_of_a_mail_is_told_from_its_prefixes(file: str, plain: str) -> None:
    subject = str(message_from_bytes((HAZARDS / file).read_bytes(), policy=default)["Subject"])
    assert plain_subject(subject) == plain


def test_only_prefixes_leave_nothing() -> None:
    assert plain_subject("Re: R: ") == ""


def test_a_subject_of_ten_thousand_prefixes_costs_no_time() -> None:
    for subject in ("Re: " * 10_000, "[x] " * 10_000, "R" + " " * 100_000):
        bounded(partial(plain_subject, subject))
