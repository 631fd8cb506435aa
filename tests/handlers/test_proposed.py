"""What outsiders' answers propose: who takes it over, with which words, and what then becomes of the task."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.model import FieldValue, Item, Language, Money, Party, Task
from bot.ports import Portion
from tests.handlers.mailing import Mailing
from tests.handlers.talk import Clock, Talk

PAOLO = "Paolo Gentilini <paolo.gentilini@example.it>"
SUPPLIER = "anna@fornitura-rossi.example"
TAX_ID, IBAN, OTHER_IBAN = "IT00743110157", "IT60X0542811101000000123456", "GB29NWBK60161331926819"
ORDER = "order 3 task chairs from Sedutec"


@pytest.fixture
def post(talk: Talk) -> Mailing:
    return Mailing(talk)


def registered(post: Mailing) -> str:
    """The number of Paolo's registration that waits for its supplier's answer."""
    return post.talk.says("Paolo", f"new supplier Fornitura Rossi, email {SUPPLIER}", "yes").task


def ordered(post: Mailing) -> str:
    """The number of Paolo's order that waits for its supplier's answer."""
    return post.talk.says("Paolo", ORDER, "yes").task


def answered(post: Mailing, said: str) -> None:
    """The supplier answers the mail that was sent last."""
    post.arrives(post.answer(post.talk.mails()[-1], said))


def letters_to_paolo(post: Mailing) -> list[str]:
    """What Paolo was mailed, oldest first."""
    mails = [mail for mail in post.talk.mails() if "paolo" in str(mail["To"])]
    return [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]


def kept(post: Mailing, task: Task) -> None:
    """Keep a task as it could stand in an older database."""
    with post.talk.store.write() as uow:
        uow.tasks.save(task)
        uow.commit()


def record(post: Mailing, reference: str) -> Party:
    """The new supplier's record."""
    number = post.talk.task(reference).fields["supplier"].record
    return next(party for party in post.talk.parties() if party.id == number)


def on_record(post: Mailing, party: Party) -> None:
    """Write a record as an import does."""
    with post.talk.store.write() as uow:
        uow.records.put(Portion(parties=(party,)))
        uow.records.announce()
        uow.commit()


def price(post: Mailing, reference: str) -> Money | None:
    """What the order's one line says that one costs."""
    lines = post.talk.task(reference).fields["items"].content
    assert isinstance(lines, tuple)
    return lines[0].unit_price


def proposed_price(post: Mailing, reference: str, amount: int) -> Task:
    """The order with a price proposed for its one line."""
    task = post.talk.task(reference)
    lines = task.fields["items"].content
    assert isinstance(lines, tuple)
    line: Item = lines[0].model_copy(update={"unit_price": Money(amount=Decimal(amount), currency="EUR")})
    return task.model_copy(update={"proposals": {"items": FieldValue(type="items", content=(line,))}})


# A plain yes


@pytest.mark.parametrize(
    ("said", "language", "named"), [("yes", "en", "approve"), ("sì", "it", "approva"), ("כן", "he", "לאשר את")]
)
def test_a_plain_yes_takes_nothing_over_and_shows_what_is_proposed(
    post: Mailing, said: str, language: Language, named: str
) -> None:
    reference = registered(post)
    answered(post, f"P.IVA {TAX_ID}")
    shown = post.talk.say("Paolo", said).text
    assert post.talk.worded("proposals-shown", language, reference=reference) in shown
    assert TAX_ID in shown
    assert f"{named} {reference}" in shown
    assert "tax_id" not in post.talk.task(reference).fields
    post.talk.say("Paolo", f"approve {reference}")
    assert post.talk.task(reference).fields["tax_id"].content == TAX_ID


@pytest.mark.parametrize(
    ("said", "language"),
    [("I accept this", "en"), ("ok accetto", "it"), ("va bene, accettiamo", "it"), ("מאשר את המחיר", "he")],
)
def test_to_accept_in_other_words_shows_what_is_proposed_too(post: Mailing, said: str, language: Language) -> None:
    reference = ordered(post)
    answered(post, "Prezzo 112 € cad.")
    shown = post.talk.say("Paolo", said).text
    assert post.talk.worded("proposals-shown", language, reference=reference) in shown
    assert price(post, reference) is None


def test_what_is_proposed_is_not_noted_a_second_time(post: Mailing) -> None:
    reference = ordered(post)
    answered(post, "Prezzo 112 € cad.\nPossiamo consegnarne 2, trasporto 40 €.")
    told = post.talk.notices("Paolo")[-1]
    assert "articoli: 2 × task chairs (“112 € cad. Possiamo consegnarne 2”)" in told
    assert told.endswith(post.talk.worded("also-said", "it", words="“40 €”"))
    assert "items" in post.talk.task(reference).proposals


def test_a_plain_no_leaves_it_proposed(post: Mailing) -> None:
    reference = registered(post)
    answered(post, f"P.IVA {TAX_ID}")
    assert TAX_ID in post.talk.say("Paolo", "no").text
    assert "tax_id" in post.talk.task(reference).proposals


def test_an_ok_to_the_notice_of_an_absence_takes_over_nothing_that_came_later(post: Mailing) -> None:
    reference = registered(post)
    asked = post.talk.mails()[-1]
    post.arrives(post.letter(PAOLO, "ciao"))
    away = "Sono fuori ufficio e rientro lunedì 30 novembre 2026."
    post.arrives(post.answer(asked, away, subject="Risposta automatica: dati", Auto_Submitted="auto-replied"))
    notice = post.talk.mails()[-1]
    post.arrives(post.answer(asked, f"P.IVA {TAX_ID}"))
    post.arrives(post.answer(notice, "ok", sender=PAOLO))
    assert "tax_id" not in post.talk.task(reference).fields
    assert TAX_ID in letters_to_paolo(post)[-1]


def test_an_ok_to_the_first_notice_does_not_take_over_what_a_second_mail_added(post: Mailing) -> None:
    reference = registered(post)
    asked = post.talk.mails()[-1]
    post.arrives(post.letter(PAOLO, "ciao"))
    post.arrives(post.answer(asked, f"P.IVA {TAX_ID}"))
    notice = post.talk.mails()[-1]
    post.arrives(post.answer(asked, "Tel. 02 6599 1234", sender="mario@fornitura-rossi.example"))
    post.arrives(post.answer(notice, "ok", sender=PAOLO))
    assert {"tax_id", "phone"} <= set(post.talk.task(reference).proposals)


def test_an_account_is_taken_over_by_the_number_alone_and_has_to_be_checked(post: Mailing) -> None:
    reference = registered(post)
    answered(post, f"IBAN: {IBAN}")
    warned = post.talk.say("Paolo", "sì").text
    assert post.talk.worded("bank-details-by-mail", "it") in warned
    assert record(post, reference).iban is None
    on_record(post, record(post, reference).model_copy(update={"state": "active"}))
    post.talk.say("Paolo", f"approva {reference}")
    assert (record(post, reference).iban, record(post, reference).state) == (IBAN, "pending")


def test_a_place_in_a_list_is_not_the_number(post: Mailing) -> None:
    reference = registered(post)
    answered(post, f"P.IVA {TAX_ID}")
    post.talk.say("Paolo", "my tasks")
    post.talk.say("Paolo", "approve 1")
    assert "tax_id" not in post.talk.task(reference).fields


# Approvals


def test_while_a_manager_decides_nothing_is_proposed_and_no_approve_is_offered(post: Mailing) -> None:
    reference = ordered(post)
    sent = post.talk.mails()[-1]
    post.talk.says("Paolo", "no, 300", "yes")
    assert post.talk.task(reference).status == "awaiting_approval"
    post.arrives(post.answer(sent, "Prezzo 900,00 € cadauno"))
    notice = post.talk.notices("Paolo")[-1]
    assert "900,00 €" in notice
    assert f"approva {reference}" not in notice
    assert post.talk.task(reference).proposals == {}


@pytest.mark.parametrize("said", ["yes", "approve PO-0001", "reject PO-0001"])
def test_what_was_proposed_before_is_not_settled_while_a_manager_decides(post: Mailing, said: str) -> None:
    reference = ordered(post)
    post.talk.says("Paolo", "no, 300", "yes")
    kept(post, proposed_price(post, reference, 900))
    post.talk.say("Paolo", said)
    assert post.talk.task(reference).status == "awaiting_approval"
    assert "items" in post.talk.task(reference).proposals
    assert price(post, reference) is None


def test_a_manager_who_rejects_decides_on_the_order(post: Mailing) -> None:
    reference = ordered(post)
    post.talk.says("Paolo", "no, 300", "yes")
    kept(post, proposed_price(post, reference, 900))
    post.talk.say("Inbal", f"reject {reference}")
    task = post.talk.task(reference)
    assert (task.status, task.proposals) == ("rejected", {})


# What makes a new order


def test_a_price_above_the_limit_is_summed_up_and_waits_for_a_manager(post: Mailing) -> None:
    reference = ordered(post)
    answered(post, "Prezzo 900,00 € cadauno, consegna il 10 dicembre 2026.")
    before = len(post.talk.mails())
    summary = post.talk.say("Paolo", f"approve {reference}")
    assert "2,700.00" in summary.text
    assert summary.reply.asks is not None
    assert price(post, reference) is None
    post.talk.say("Paolo", "yes")
    task = post.talk.task(reference)
    assert (task.status, task.revision, task.proposals) == ("awaiting_approval", 2, {})
    assert len(post.talk.mails()) == before
    post.talk.say("Inbal", f"approve {reference}")
    task = post.talk.task(reference)
    assert (task.status, task.fields["delivery_date"].source.by) == ("waiting", "P-006")
    assert len(post.talk.mails()) == before + 1
    assert (post.talk.documents[-1].revision, post.talk.documents[-1].net_total) == (2, Decimal(2700))


def test_a_price_below_the_limit_goes_out_as_the_next_revision_after_a_yes(post: Mailing) -> None:
    reference = ordered(post)
    answered(post, "Prezzo 90,00 € cadauno")
    post.talk.says("Paolo", f"approve {reference}", f"approve {reference}", "yes")
    task = post.talk.task(reference)
    assert (task.status, task.revision, price(post, reference)) == (
        "waiting",
        2,
        Money(amount=Decimal("90.00"), currency="EUR"),
    )
    assert post.talk.drafts("Paolo") == ()


def test_only_whoever_ordered_takes_over_a_price(post: Mailing) -> None:
    reference = ordered(post)
    answered(post, "Prezzo 900,00 € cadauno")
    told = post.talk.say("Inbal", f"approve {reference}").text
    assert "Paolo Gentilini" in told
    assert price(post, reference) is None
    assert "items" in post.talk.task(reference).proposals


def test_a_day_that_the_supplier_confirms_needs_no_new_order(post: Mailing) -> None:
    reference = ordered(post)
    answered(post, "Consegna il 10 dicembre 2026.")
    before = len(post.talk.mails())
    post.talk.say("Paolo", f"approve {reference}")
    task = post.talk.task(reference)
    assert (str(task.fields["delivery_date"].content), task.revision) == ("2026-12-10", 1)
    assert len(post.talk.mails()) == before


def test_what_was_answered_to_an_order_goes_with_it_when_it_is_corrected(post: Mailing) -> None:
    reference = ordered(post)
    answered(post, "Prezzo 90,00 € cadauno")
    post.talk.says("Paolo", "no, 4", "yes")
    assert post.talk.task(reference).proposals == {}
    post.talk.say("Paolo", f"approve {reference}")
    lines = post.talk.task(reference).fields["items"].content
    assert isinstance(lines, tuple)
    assert lines[0].quantity == 4


# Closed tasks


@pytest.mark.parametrize("closing", ["cancel", "done"])
def test_what_is_proposed_goes_when_the_task_is_closed(post: Mailing, closing: str) -> None:
    reference = registered(post)
    answered(post, f"P.IVA {TAX_ID}")
    post.talk.say("Paolo", f"{closing} {reference}")
    task = post.talk.task(reference)
    assert (task.status in {"cancelled", "done"}, task.proposals) == (True, {})


@pytest.mark.parametrize("status", ["cancelled", "done", "rejected"])
@pytest.mark.parametrize("said", ["yes", "approve SR-0001"])
def test_nothing_is_taken_over_into_a_closed_task(post: Mailing, status: str, said: str) -> None:
    reference = registered(post)
    answered(post, f"P.IVA {TAX_ID}")
    kept(post, post.talk.task(reference).model_copy(update={"status": status}))
    post.talk.say("Paolo", said)
    assert "tax_id" not in post.talk.task(reference).fields
    assert record(post, reference).tax_id is None


def test_of_a_closed_task_it_is_told_what_was_answered_and_nothing_is_offered(post: Mailing) -> None:
    reference = registered(post)
    post.talk.say("Paolo", f"cancel {reference}")
    answered(post, f"P.IVA {TAX_ID}")
    notice = post.talk.notices("Paolo")[-1]
    status = post.talk.worded("status-cancelled", "it")
    assert post.talk.worded("proposed-not-now", "it", reference=reference, status=status) in notice
    assert TAX_ID in notice
    assert f"approva {reference}" not in notice
    assert post.talk.task(reference).proposals == {}


def test_an_order_that_is_cancelled_under_a_summary_stays_so(post: Mailing, clock: Clock) -> None:
    reference = ordered(post)
    answered(post, "Prezzo 90,00 € cadauno")
    post.talk.say("Paolo", f"approve {reference}")
    clock.move(timedelta(minutes=5))
    post.talk.says("Paolo", f"cancel {reference}", "yes")
    assert (post.talk.task(reference).status, price(post, reference)) == ("cancelled", None)
    assert post.talk.drafts("Paolo") == ()


# The new supplier's record


def test_only_what_was_taken_over_is_written_on_record(post: Mailing) -> None:
    reference = registered(post)
    answered(post, f"P.IVA {TAX_ID}")
    meanwhile = record(post, reference).model_copy(update={"iban": IBAN, "city": "Bologna", "language": "he"})
    on_record(post, meanwhile)
    post.talk.say("Paolo", f"approve {reference}")
    assert record(post, reference) == meanwhile.model_copy(update={"tax_id": TAX_ID, "country": "IT"})


def test_an_account_on_record_is_not_replaced_by_one_that_came_by_mail(post: Mailing) -> None:
    reference = registered(post)
    answered(post, f"IBAN: {IBAN}")
    on_record(post, record(post, reference).model_copy(update={"iban": OTHER_IBAN}))
    told = post.talk.say("Paolo", f"approve {reference}").text
    assert told == post.talk.worded("account-on-record", "en", name="Fornitura Rossi")
    task = post.talk.task(reference)
    assert ("iban" in task.fields, task.proposals) == (False, {})
    assert record(post, reference).iban == OTHER_IBAN


# Orders that are out


@pytest.mark.parametrize("said", ["cancel PO-0001", "cancel the order to Sedutec"])
@pytest.mark.parametrize("others", [0, 6])
def test_of_a_confirmed_order_it_is_said_that_the_supplier_still_has_it(post: Mailing, said: str, others: int) -> None:
    reference = ordered(post)
    answered(post, "Ordine confermato.")
    assert post.talk.task(reference).status == "open"
    for number in range(others):
        post.talk.say("Paolo", f"the printer in room {number} does not work")
    told = post.talk.say("Paolo", said)
    told = post.talk.say("Paolo", "1") if told.reply.asks else told
    assert post.talk.task(reference).status == "cancelled"
    assert "ordini.sedutec@example.it" in told.text


def test_of_an_order_that_was_approved_and_not_yet_mailed_nothing_is_said(post: Mailing) -> None:
    reference = post.talk.says("Paolo", "order 300 task chairs from Sedutec", "yes").task
    kept(post, post.talk.task(reference).model_copy(update={"status": "open"}))
    told = post.talk.say("Paolo", f"cancel {reference}").text
    assert told == post.talk.worded("task-cancelled", "en", reference=reference)
