"""A new supplier: checked while asking, mailed for the rest, and waited for."""

import pytest

from bot.model import Language
from tests.handlers.talk import Talk

KESTREL = "please register a new supplier: Kestrel Paper, mail accounts@kestrel.example"
WHOLE = f"{KESTREL}, VAT number GB986165335, IBAN GB29NWBK60161331926819, contact Laura Kent, phone +44 20 7946 0123"


@pytest.mark.parametrize(
    ("who", "said", "name"),
    [
        ("Hannah", "register Kestrel Paper as a supplier, mail accounts@kestrel.example", "Kestrel Paper"),
        ("Hannah", KESTREL, "Kestrel Paper"),
        ("Paolo", "registra il fornitore Cartiera Bellavista, info@bellavista.example", "Cartiera Bellavista"),
        ("Paolo", "registra Cartiera Bellavista come fornitore, mail info@bellavista.example", "Cartiera Bellavista"),
        ("Maayan", "לפתוח ספק חדש: דפוס אלומות, מייל office@alumot.example", "דפוס אלומות"),
    ],
)
def test_the_name_is_read_as_it_is(talk: Talk, who: str, said: str, name: str) -> None:
    talk.say(who, said)
    (draft,) = talk.drafts(who)
    assert draft.fields["supplier"].content == name


@pytest.mark.parametrize(
    ("who", "said", "wrong", "right", "language"),
    [
        ("Hannah", f"{KESTREL}, tax id 04605730319", "04605730319", "04605730318", "en"),
        (
            "Paolo",
            "registra il fornitore Cartiera Bellavista, info@bellavista.example, P.IVA 04605730319",
            "04605730319",
            "04605730318",
            "it",
        ),
        (
            "Maayan",
            "לפתוח ספק חדש: דפוס אלומות, מייל office@alumot.example, ח.פ. 518326179",
            "518326179",
            "518326178",
            "he",
        ),
    ],
)
def test_a_wrong_check_digit_is_told_with_the_reason_and_asked_again(
    talk: Talk, who: str, said: str, wrong: str, right: str, language: Language
) -> None:
    asked = talk.say(who, said)
    assert wrong in asked.text
    assert talk.worded("reason-checksum", language) in asked.text
    talk.says(who, right, "ok")
    assert talk.task("SR-0001").fields["tax_id"].content == right


def test_a_wrong_iban_is_told_with_the_reason_and_asked_again(talk: Talk) -> None:
    asked = talk.say("Hannah", f"{KESTREL}, IBAN GB29NWBK60161331926818")
    assert talk.worded("reason-checksum", "en") in asked.text
    talk.says("Hannah", "GB29NWBK60161331926819", "yes")
    assert talk.task("SR-0001").fields["iban"].content == "GB29NWBK60161331926819"


def test_a_second_wrong_number_is_asked_again(talk: Talk) -> None:
    talk.say("Hannah", f"{KESTREL}, tax id 04605730319")
    asked = talk.say("Hannah", "04605730317")
    assert "04605730317" in asked.text
    assert talk.worded("reason-checksum", "en") in asked.text


@pytest.mark.parametrize(
    ("who", "said", "skip"),
    [
        ("Hannah", f"{KESTREL}, tax id 04605730319", "skip"),
        ("Paolo", "registra il fornitore Cartiera Bellavista, info@bellavista.example, P.IVA 04605730319", "salta"),
        ("Maayan", "לפתוח ספק חדש: דפוס אלומות, מייל office@alumot.example, ח.פ. 518326179", "לדלג"),
    ],
)
def test_a_number_that_is_skipped_is_asked_of_the_supplier(talk: Talk, who: str, said: str, skip: str) -> None:
    talk.says(who, said, skip, "ok")
    task = talk.task("SR-0001")
    assert "tax_id" not in task.fields
    assert (task.status, task.waiting_for) == ("waiting", "supplier")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("register a new supplier: Sedutec srl, mail a@chairs.example", "twin-name"),
        ("register a new supplier: Northwind Seats, mail a@chairs.example, tax id 09168370071", "twin-tax-id"),
        ("register a new supplier: Northwind Seats, a@chairs.example, IBAN IT90A0916649080000000798303", "twin-iban"),
        ("register a new supplier: Northwind Seats, mail ordini.sedutec@example.it", "twin-email"),
    ],
)
def test_a_supplier_that_is_there_already_is_noticed(talk: Talk, said: str, why: str) -> None:
    asked = talk.say("Hannah", said)
    assert "Sedutec S.r.l." in asked.text
    assert "S-001" in asked.text
    assert talk.worded(why, "en") in asked.text
    before = talk.parties()
    talk.say("Hannah", "it is the same one")
    assert talk.tasks() == ()
    assert talk.parties() == before


def test_another_supplier_of_a_like_name_is_registered(talk: Talk) -> None:
    talk.says("Hannah", "register a new supplier: Sedutec srl, mail a@chairs.example", "another one", "yes")
    assert [party.name for party in talk.parties() if party.state == "pending"] == ["Sedutec srl"]


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Hannah", KESTREL, "en"),
        ("Paolo", "registra il fornitore Cartiera Bellavista, info@bellavista.example, P.IVA 04605730318", "it"),
        ("Maayan", "לפתוח ספק חדש: דפוס אלומות, מייל office@alumot.example, ח.פ. 518326178", "he"),
    ],
)
def test_the_supplier_is_mailed_for_what_is_missing_and_the_task_waits(
    talk: Talk, who: str, said: str, language: Language
) -> None:
    told = talk.says(who, said, "ok")
    task = talk.task(told.task)
    assert (task.status, task.waiting_for) == ("waiting", "supplier")
    (mail,) = talk.mails()
    assert mail["To"] == task.fields["email"].content
    assert mail["Content-Language"] == language
    assert "IBAN" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    (party,) = [party for party in talk.parties() if party.state == "pending"]
    assert party.name == task.fields["supplier"].content


def test_a_complete_supplier_goes_to_purchasing_without_a_mail(talk: Talk) -> None:
    talk.says("Hannah", WHOLE, "yes")
    assert talk.task("SR-0001").status == "open"
    assert talk.mails() == []
    assert all(talk.notices(who) for who in ("Paolo", "Inbal"))


def test_the_address_is_asked_for_when_missing(talk: Talk) -> None:
    asked = talk.say("Hannah", "please register a new supplier: Kestrel Paper")
    assert asked.text == talk.parts.catalogue["supplier_registration"].words("en").fields["email"].question
    talk.says("Hannah", "accounts@kestrel.example", "yes")
    assert talk.mails()[0]["To"] == "accounts@kestrel.example"


@pytest.mark.parametrize(
    ("who", "said", "language"),
    [
        ("Paolo", "registra il fornitore Legnami Rossi, info@legnami.example", "it"),
        ("Hannah", "register Legnami Rossi as a supplier, mail info@legnami.example", "en"),
        ("Paolo", "registra il fornitore Legnami Rossi, info@legnami.example, P.IVA GB986165335", "en"),
    ],
)
def test_a_new_supplier_is_written_to_in_the_language_of_whoever_registers_it_or_of_its_country(
    talk: Talk, who: str, said: str, language: Language
) -> None:
    talk.says(who, said, "ok")
    record = talk.task("SR-0001").fields["supplier"].record
    assert next(party.language for party in talk.parties() if party.id == record) == language
