"""Italian certified mail: who really wrote, what the receipts say, and who only pretends."""

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.mail.model import Pec, ReceivedMail
from integrations.mail_reader.read import read_mail
from tests.mail_mutations import HAZARDS

TRUSTED = frozenset({"mail.norland.example"})
PROVIDER = "pec.postasicura.example"
SENT_AT = datetime(2026, 11, 3, 10, 12, 33, tzinfo=timezone(timedelta(hours=1)))
OURS, THEIRS = "acquisti@pec.norland.example", "mario.rossi@pec.fornitura.example"


def hazard(name: str, *, vouched: str = PROVIDER, old: str = "", new: str = "") -> ReceivedMail:
    """The mail as it was received by a server that found it to be from `vouched`, with one thing changed in it."""
    raw = (HAZARDS / f"{name}.eml").read_bytes()
    assert old.encode() in raw
    passed = f"Authentication-Results: mail.norland.example; dmarc=pass header.from={vouched}\r\n"
    changed = raw.replace(old.encode(), new.encode()) if old else raw
    return read_mail(passed.encode() + changed, today=date(2026, 11, 22), trusted=TRUSTED)


def test_hazard_35_certified_mail_is_read_as_the_mail_in_its_envelope() -> None:
    mail = hazard("35g-certified-mail")
    assert (mail.kind, mail.sender.address, mail.sender.name) == ("message", THEIRS, "Mario Rossi")
    assert (mail.subject, mail.message_id) == ("Sollecito di pagamento", "<sollecito-9@fornitura.example>")
    assert (mail.in_reply_to, mail.references) == ("<fattura-3@norland.example>", ("<fattura-3@norland.example>",))
    assert mail.text.startswith("Spett.le Norland,\n\nla fattura 118 risulta ancora da pagare.")
    assert [one.name for one in mail.attachments] == ["Fattura 118.pdf"]
    assert mail.pec == Pec(
        kind="message", sender=THEIRS, message_id="<sollecito-9@fornitura.example>", recipients=(OURS,), at=SENT_AT
    )
    assert mail.problems == ()


def test_hazard_35_the_provider_is_who_was_authenticated() -> None:
    authentication = hazard("35g-certified-mail").authentication
    assert (authentication.aligned, authentication.domain) == (True, PROVIDER)


def test_hazard_35_a_forged_envelope_is_never_believed() -> None:
    mail = hazard("35h-forged-certified-mail", vouched="imbroglio.example")
    assert not mail.authentication.aligned
    assert mail.authentication.reason == "the certified mail does not come from a provider's address"
    assert "daticert.xml names another sender than the mail in the envelope" in mail.problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<posta-certificata@", "<mario.rossi@"),
        ("From: Mario Rossi <mario.rossi@pec.fornitura.example>", "From: Paola <paola@pec.fornitura.example>"),
        ("From: Mario Rossi <mario", "From: paola@norland.example <mario"),
        ("daticert.xml", "other.xml"),
        ("X-Trasporto: posta-certificata", "X-Trasporto: posta-certificata\r\nX-Trasporto: errore"),
    ],
)
def test_an_envelope_that_does_not_fit_its_mail_is_not_believed(old: str, new: str) -> None:
    mail = hazard("35g-certified-mail", old=old, new=new)
    assert not mail.authentication.aligned
    assert mail.problems != ()


@pytest.mark.parametrize(
    ("name", "kind", "error"),
    [
        ("35i-accepted", "accepted", None),
        ("35j-delivered", "delivered", None),
        ("35k-not-accepted", "not_accepted", "another error: indirizzo del destinatario non valido"),
        ("35l-not-delivered", "not_delivered",
         "the address does not exist: 5.1.1 - Posta Sicura S.p.A. - indirizzo non valido"),
        ("35m-late", "not_delivered", "another error: non consegnato nelle prime dodici ore"),
        ("35n-virus", "virus", "a virus was found in it: EICAR-Test"),
        ("35o-taken-over", "taken_over", None),
    ],
)  # fmt: skip
def test_hazard_35_a_receipt_tells_what_became_of_our_mail(name: str, kind: str, error: str | None) -> None:
    mail = hazard(name)
    assert (mail.kind, mail.sender.address) == ("receipt", f"posta-certificata@{PROVIDER}")
    assert mail.pec is not None
    assert (mail.pec.kind, mail.pec.error, mail.pec.at) == (kind, error, SENT_AT)
    assert (mail.pec.message_id, mail.pec.sender) == ("<richiesta-7@norland.example>", OURS)
    assert mail.pec.recipients == (THEIRS,)
    assert (mail.bounces, mail.problems) == ((), ())
    assert mail.authentication.aligned


def test_a_receipt_without_its_certificate_still_tells_the_mail_it_is_about() -> None:
    mail = hazard("35i-accepted", old="daticert.xml", new="other.xml")
    assert mail.pec == Pec(kind="accepted", message_id="<richiesta-7@norland.example>")
    assert mail.problems == ("the certified mail has no readable daticert.xml",)


def test_hazard_35_an_ordinary_mail_that_a_provider_passes_on_is_a_mail_and_not_certified() -> None:
    mail = hazard("35p-ordinary-mail-to-a-certified-address")
    assert (mail.kind, mail.sender.address) == ("message", "dana@rehitei-galil.example")
    assert mail.text == "Hello,\n\nwe can deliver 12 tables by 12 December."
    assert mail.pec == Pec(
        kind="anomaly", sender="dana@rehitei-galil.example", message_id="<tavoli-1@rehitei-galil.example>"
    )
    assert not mail.authentication.aligned


def test_an_ordinary_mail_with_the_mark_of_certified_mail_stays_one() -> None:
    raw = b"From: a@fornitura.example\r\nX-Trasporto: posta-certificata\r\nContent-Type: text/plain\r\n\r\nCiao.\r\n"
    mail = read_mail(raw, today=date(2026, 11, 22))
    assert (mail.pec, mail.text, mail.sender.address) == (None, "Ciao.", "a@fornitura.example")


def test_entities_in_a_certificate_are_not_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><postacert tipo="accettazione">&c;</postacert>'
    raw = (
        "From: posta-certificata@pec.postasicura.example\r\nX-Ricevuta: accettazione\r\n"
        'X-Riferimento-Message-ID: <a@norland.example>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: application/xml; name=daticert.xml\r\n\r\n{bomb}\r\n--b--\r\n"
    )
    mail = read_mail(raw.encode(), today=date(2026, 11, 22))
    assert mail.pec == Pec(kind="accepted", message_id="<a@norland.example>")
    assert mail.problems == ("the certified mail has no readable daticert.xml",)
