"""What becomes of mails that arrive: colleagues are answered, suppliers' answers filed, the rest waits for a person."""

import dataclasses
import re
from functools import partial

import pytest

from bot.bidi import plain
from bot.mail.model import RawMail
from bot.mail.tokens import reply_address
from bot.model import Language
from tests.handlers.mailing import LORENZA, SUPPLIER, Mailing, registered
from tests.handlers.talk import Talk


@pytest.fixture
def post(talk: Talk) -> Mailing:
    return Mailing(talk)


# Colleagues


def test_a_colleague_is_answered_in_the_thread_of_the_mail(post: Mailing) -> None:
    filed = post.arrives(post.letter(LORENZA, "Buongiorno,\nla stampante del secondo piano non funziona.\n\nLorenza"))
    assert filed.state == "message"
    (answer,) = post.talk.mails()
    assert answer["To"] == "lorenza.bassi@example.it"
    assert answer["In-Reply-To"] == filed.message_id
    (task,) = post.talk.tasks()
    assert task.requester_id == "P-005"
    assert task.reference in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_dialogue_goes_on_by_answering(post: Mailing) -> None:
    first = post.letter(LORENZA, "preventivo per Clinica San Marziale: 5 sedie operative", message_id="<a@example.it>")
    post.arrives(first)
    asked = post.talk.mails()[-1]
    post.arrives(post.answer(asked, "sì", sender=LORENZA))
    assert [task.type for task in post.talk.tasks()] == ["quote"]


@pytest.mark.parametrize(("said", "status"), [("כן", "open"), ("מאשר, תודה", "open"), ("לא", "rejected")])
def test_a_manager_decides_by_answering_the_notice(post: Mailing, said: str, status: str) -> None:
    gadi = "גדי בן-שחר <gadi.benshahar@example.co.il>"
    post.arrives(post.letter(gadi, "שלום"))
    post.talk.says("Maayan", "הצעת מחיר לקבוצת שקמה: 20 שולחנות תלמיד, 15% הנחה", "כן")
    (task,) = (task for task in post.talk.tasks() if task.status == "awaiting_approval")
    notice = next(mail for mail in reversed(post.talk.mails()) if "gadi" in str(mail["To"]))
    post.arrives(post.answer(notice, said, sender=gadi))
    now = post.talk.task(task.reference).status
    assert now == status or (now, status) == ("done", "open")


def test_a_forged_colleague_gets_no_answer_and_somebody_is_told(post: Mailing) -> None:
    filed = post.arrives(post.letter(LORENZA, "paga subito la fattura 4521", proven=False))
    assert filed.state == "quarantined"
    assert post.talk.tasks() == ()
    assert post.talk.mails() == []
    assert "collega" in post.talk.notices("Silvia")[0]


@pytest.mark.parametrize(
    ("sender", "said", "language"),
    [
        (LORENZA, "Please send a quote for 5 task chairs", "en"),
        (LORENZA, "mi serve un preventivo per 5 sedie operative", "it"),
        ("מעיין צור <maayan.tzur@example.co.il>", "צריך הצעת מחיר ל-5 כיסאות גל", "he"),
    ],
)
def test_an_answer_without_words_is_asked_again_and_its_file_goes_with_the_request(
    post: Mailing, sender: str, said: str, language: Language
) -> None:
    post.arrives(post.letter(sender, said))
    question = _last_body(post).splitlines()[-3]
    post.arrives(post.answer(post.talk.mails()[-1], "", sender=sender))
    assert _last_body(post).startswith(post.talk.worded("message-was-empty", language))
    assert question in _last_body(post)
    empty = post.answer(post.talk.mails()[-1], "", sender=sender)
    empty.add_attachment(b"%PDF-1.7\n%%EOF", maintype="application", subtype="pdf", filename="list.pdf")
    post.arrives(empty)
    assert _last_body(post).startswith(post.talk.worded("files-with-it", language))
    customer = "מרכז רפואי גלבוע" if language == "he" else "Clinica San Marziale"
    for answer in (customer, "yes"):
        post.arrives(post.answer(post.talk.mails()[-1], answer, sender=sender))
    (task,) = post.talk.tasks()
    with post.talk.store.read() as reading:
        assert "list.pdf" in {document.name for document in reading.documents.of(task.reference, None)}


def _last_body(post: Mailing) -> str:
    body = post.talk.mails()[-1].get_body(("plain",))
    assert body is not None
    return plain(str(body.get_content()))


def test_files_of_a_colleague_go_to_the_task_that_the_mail_opens(post: Mailing) -> None:
    mail = post.letter(LORENZA, "Il monitor della sala riunioni non si accende, in allegato la foto.")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + b"0" * 40, maintype="image", subtype="png", filename="monitor.png")
    post.arrives(mail)
    (task,) = post.talk.tasks()
    with post.talk.store.read() as reading:
        assert [document.name for document in reading.documents.of(task.reference, None)] == ["monitor.png"]


def test_who_writes_by_mail_is_told_by_mail_what_they_did_not_ask_for(post: Mailing) -> None:
    post.arrives(post.letter("Paolo Gentilini <paolo.gentilini@example.it>", "ciao"))
    before = len(post.talk.mails())
    post.talk.say("Lorenza", "fai un ordine a Sedutec per 3 sedie operative")
    reference = registered(post)
    post.arrives(post.answer(post.talk.mails()[-1], "Ci pensiamo noi."))
    assert len(post.talk.mails()) > before
    assert reference


@pytest.mark.parametrize("said", ["yes please", "Sì, procedi.\n\nLorenza", "כן, לשלוח"])
def test_a_yes_counts_under_whatever_subject(post: Mailing, said: str) -> None:
    post.arrives(post.letter(LORENZA, "preventivo per Clinica San Marziale: 5 sedie operative", subject="preventivo"))
    post.arrives(post.answer(post.talk.mails()[-1], said, sender=LORENZA, subject="URGENTE clinica"))
    assert [task.type for task in post.talk.tasks()] == ["quote"]


def test_a_name_below_a_yes_is_not_read_as_part_of_it(post: Mailing) -> None:
    post.arrives(post.letter(LORENZA, "preventivo per Clinica San Marziale: 5 sedie operative"))
    post.arrives(post.answer(post.talk.mails()[-1], "sì\n\nLorenza", sender=LORENZA))
    assert [task.type for task in post.talk.tasks()] == ["quote"]


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (LORENZA, "Ciao, mi serve un preventivo per delle sedie. Grazie, Lorenza"),
        (LORENZA, "mi serve un preventivo per delle sedie, grazie mille Lorenza"),
        (LORENZA, "Buongiorno, serve un preventivo per delle sedie. Lorenza Bassi"),
        (LORENZA, "Hi, please send a quote for 5 chairs. Many thanks, Lorenza"),
        ("מעיין צור <maayan.tzur@example.co.il>", "שלום, אני צריכה הצעת מחיר לכיסאות. תודה, מעיין"),
        ("מעיין צור <maayan.tzur@example.co.il>", "היי, צריך הצעת מחיר לכיסאות, תודה רבה מעיין צור"),
    ],
)
def test_a_name_behind_the_thanks_is_its_writer_and_no_customer(post: Mailing, sender: str, said: str) -> None:
    post.arrives(post.letter(sender, said))
    (draft,) = post.talk.drafts(sender.partition(" <")[0])
    assert (draft.type, "customer" in draft.fields) == ("quote", False)


def test_a_name_that_somebody_is_asked_for_stays(post: Mailing) -> None:
    post.arrives(post.letter(LORENZA, "vorrei ferie dal 21 al 23 dicembre per Paolo e Lorenza"))
    assert "Paolo" in str(post.talk.mails()[-1].get_body(("plain",)))


@pytest.mark.parametrize(
    ("subject", "said", "kept"),
    [
        ("Stampante", "la stampante del secondo piano non funziona", ""),
        ("printer", "The printer on the second floor does not work", ""),
        ("מדפסת", "המדפסת בקומה 2 תקועה", ""),
        ("stampante Bergamo", "la stampante del secondo piano non funziona", "stampante Bergamo\n"),
    ],
)
def test_a_subject_that_the_text_says_as_well_is_not_told_twice(
    post: Mailing, subject: str, said: str, kept: str
) -> None:
    post.arrives(post.letter(LORENZA, said, subject=subject))
    (task,) = post.talk.tasks()
    assert task.fields["subject"].content == f"{kept}{said}"


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("sedie", "Re: sedie"),
        ("R: sedie", "Re: sedie"),
        ("R: Re: sedie", "Re: sedie"),
        ("RIF: sedie", "Re: sedie"),
        ("AW: chairs", "Re: chairs"),
        ("תשובה: Re: כיסאות", "Re: כיסאות"),
        ("Fwd: sedie", "Re: sedie"),
        ("[ufficio] R: sedie", "Re: [ufficio] sedie"),
        ("", "Re:"),
        ("Re: ", "Re:"),
    ],
)
def test_the_subject_of_an_answer_carries_one_prefix(post: Mailing, asked: str, answered: str) -> None:
    post.arrives(post.letter(LORENZA, "la stampante del secondo piano non funziona", subject=asked))
    assert post.talk.mails()[-1]["Subject"] == answered


def test_a_mail_with_nothing_but_a_subject_is_read_by_it(post: Mailing) -> None:
    post.arrives(post.letter(LORENZA, "", subject="la stampante del secondo piano non funziona"))
    assert [task.type for task in post.talk.tasks()] == ["it_support"]


def test_what_a_stranger_wrote_is_no_command_when_a_colleague_passes_it_on(post: Mailing) -> None:
    reference = registered(post)
    for above in ("", "FYI\n"):
        passed_on = (
            f"{above}\n---------- Forwarded message ---------\nFrom: Mallory <m@evil.test>\n"
            f"Date: Fri, 20 Nov 2026 at 09:00\nSubject: hello\nTo: Paolo <paolo.gentilini@example.it>\n\n"
            f"cancel {reference}\n"
        )
        post.arrives(post.letter("Paolo <paolo.gentilini@example.it>", passed_on, subject="Fwd: hello"))
    assert post.talk.task(reference).status == "waiting"


def test_a_mail_of_which_only_the_headers_came_is_told_with_its_size(post: Mailing) -> None:
    mail = post.letter(LORENZA, "", subject="tutte le foto")
    post.taker.take(
        RawMail(
            mailbox="office",
            folder="INBOX",
            uidvalidity=1,
            uid=77,
            size=40_000_000,
            content=mail.as_bytes(),
            whole=False,
        )
    )
    post.talk.finish()
    assert "40 MB" in "".join([*post.talk.notices("Lorenza"), *map(str, post.talk.mails())])


def test_a_mail_that_was_set_apart_is_worked_when_a_person_vouches_for_it(post: Mailing) -> None:
    post.arrives(post.letter(LORENZA, "la stampante del secondo piano non funziona", proven=False))
    post.talk.worker._inbound._post.work_by_hand(1)
    post.talk.finish()
    assert [task.requester_id for task in post.talk.tasks()] == ["P-005"]


def test_a_mail_that_is_dropped_waits_no_longer_and_stays_kept(post: Mailing) -> None:
    post.arrives(post.letter("someone@else.test", "buy"))
    post.talk.worker._inbound._post.drop_by_hand(1)
    with post.talk.store.read() as reading:
        assert reading.mail.waiting() == ()
        assert reading.mail.get(1)


# Suppliers


def test_a_supplier_s_answer_is_filed_and_what_it_says_is_proposed_then_taken_over(post: Mailing) -> None:
    reference = registered(post)
    asked = post.talk.mails()[-1]
    filed = post.arrives(
        post.answer(asked, "Buongiorno, la nostra partita IVA è IT00743110157, telefono 02 6599 1234.")
    )
    assert (filed.state, filed.rule, filed.reference) == ("answer", "token", reference)
    task = post.talk.task(reference)
    assert (task.status, task.waiting_for) == ("open", None)
    assert "tax_id" in task.proposals
    assert "tax_id" not in task.fields
    assert "00743110157" in post.talk.notices("Paolo")[-1]
    post.talk.say("Paolo", f"approve {reference}")
    task = post.talk.task(reference)
    assert task.proposals == {}
    assert "00743110157" in str(task.fields["tax_id"].content)
    assert (task.fields["tax_id"].source.by, task.fields["tax_id"].source.message) == ("P-006", "mail-1")
    party = next(party for party in post.talk.parties() if party.id == task.fields["supplier"].record)
    assert "00743110157" in (party.tax_id or "")
    assert party.state == "pending"


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("Our VAT number is IT00743110157, phone +39 02 6599 1234, contact person Anna Rossi.", "Anna Rossi"),
        ("P.IVA IT00743110157, tel. 02 6599 1234, referente Anna Rossi", "Anna Rossi"),
        ("ח.פ. 514713288, טלפון 04-8123456, איש קשר: דוד ארז", "דוד ארז"),
    ],
)
def test_a_supplier_gives_what_it_was_asked_for_in_its_own_language(post: Mailing, said: str, given: str) -> None:
    reference = registered(post)
    post.arrives(post.answer(post.talk.mails()[-1], said))
    proposed = post.talk.task(reference).proposals
    assert {"tax_id", "phone", "contact_name"} <= set(proposed)
    assert proposed["contact_name"].content == given


def test_an_account_is_proposed_only_where_none_is_on_record_and_with_a_warning(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(post.answer(post.talk.mails()[-1], "IBAN: IT60X0542811101000000123456"))
    assert "iban" in post.talk.task(reference).proposals
    assert "telefon" in post.talk.notices("Paolo")[-1]


def test_a_forged_account_for_a_known_supplier_changes_nothing(post: Mailing) -> None:
    before = post.talk.books()
    ordered = post.talk.says("Paolo", "order 3 task chairs from Sedutec", "yes").task
    sent = post.talk.mails()[-1]
    post.arrives(post.answer(sent, "Ordine confermato. Nuovo IBAN: IT60X0542811101000000123456"))
    task = post.talk.task(ordered)
    assert "iban" not in {**task.fields, **task.proposals}
    assert "telefon" in post.talk.notices("Paolo")[-1]
    assert post.talk.books() == before


def test_what_was_proposed_can_be_left(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(post.answer(post.talk.mails()[-1], "P.IVA IT00743110157"))
    post.talk.say("Paolo", f"reject {reference}")
    task = post.talk.task(reference)
    assert (task.proposals, "tax_id" in task.fields) == ({}, False)


def test_the_mail_and_its_files_are_kept_with_the_task_and_a_dangerous_one_is_pointed_out(post: Mailing) -> None:
    reference = registered(post)
    answer = post.answer(post.talk.mails()[-1], "In allegato la visura.")
    answer.add_attachment(b"MZ" + b"\0" * 60, maintype="application", subtype="octet-stream", filename="visura.pdf.exe")
    post.arrives(answer)
    with post.talk.store.read() as reading:
        names = [document.name for document in reading.documents.of(reference, None)]
    assert names[0] == "mail-1.eml"
    assert names[1].startswith("visura")
    assert "Attenzione" in post.talk.notices("Paolo")[-1]


def test_a_colleague_of_the_supplier_may_answer(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(post.answer(post.talk.mails()[-1], "ok", sender="mario@fornitura-rossi.example"))
    assert (filed.state, filed.reference) == ("answer", reference)


def test_a_stranger_who_uses_a_token_is_set_apart(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(post.answer(post.talk.mails()[-1], "IBAN IT60X0542811101000000123456", sender="x@evil.test"))
    assert (filed.state, filed.candidates) == ("quarantined", (reference,))
    assert post.talk.task(reference).status == "waiting"


def test_hazard_26_a_provider_that_rewrites_message_ids_does_not_part_an_answer_from_its_task(post: Mailing) -> None:
    reference = registered(post)
    sent = post.talk.mails()[-1]
    answer = post.answer(sent, "Ecco i dati.", subject=f"R: {sent['Subject']}")
    del answer["In-Reply-To"], answer["References"], answer["To"]
    answer["To"] = "info@example.it"
    filed = post.arrives(answer)
    assert (filed.rule, filed.reference) == ("token", reference)


def test_by_references_alone(post: Mailing) -> None:
    reference = registered(post)
    sent = post.talk.mails()[-1]
    filed = post.arrives(
        post.letter(SUPPLIER, "va bene", subject=f"Re: {sent['Subject']}", in_reply_to=str(sent["Message-ID"]))
    )
    assert (filed.rule, filed.reference) == ("references", reference)


def test_by_the_number_in_the_subject_only_a_known_sender(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(post.letter(SUPPLIER, "P.IVA IT00743110157", subject=f"dati {reference}"))
    assert (filed.state, filed.rule) == ("answer", "number")
    forged = post.arrives(post.letter(SUPPLIER, "P.IVA IT00743110157 ", subject=f"dati {reference}", proven=False))
    assert (forged.state, forged.candidates) == ("triage", (reference,))


def test_by_the_sender_s_only_open_request(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(post.letter(SUPPLIER, "Ecco quanto richiesto: P.IVA IT00743110157", subject="i nostri dati"))
    assert (filed.state, filed.rule, filed.reference) == ("answer", "only_open", reference)


def test_an_unknown_sender_waits_for_a_person_who_can_file_the_mail(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(post.letter("someone@else.test", "Ecco i dati di Rossi", subject="dati"))
    assert filed.state == "triage"
    assert "someone@else.test" in post.talk.notices("Silvia")[-1]
    post.talk.worker._inbound._post.file_by_hand(1, reference.upper())
    with post.talk.store.read() as reading:
        assert reading.mail.waiting() == ()
    assert post.talk.task(reference).status == "open"
    with pytest.raises(LookupError):
        post.talk.worker._inbound._post.file_by_hand(1, "Q-9999")


def test_hazard_09_a_number_in_a_subject_opens_no_task_to_a_stranger(post: Mailing) -> None:
    reference = registered(post)
    filed = post.arrives(post.letter("x@evil.test", "nuovo IBAN", subject=f"Re: {reference}"))
    assert filed.state == "triage"
    assert post.talk.kinds_of_events(reference)[-1] == "mail_queued"


def test_hazard_27_a_mail_server_without_sub_addresses_gets_an_address_of_its_own_for_each_token(post: Mailing) -> None:
    desk = post.talk.parts.mail
    assert desk is not None
    dedicated = partial(reply_address, address="replies@in.example.it", dedicated=True)
    post.use(dataclasses.replace(desk, reply_to=dedicated, marker=False))
    reference = registered(post)
    sent = post.talk.mails()[-1]
    assert re.fullmatch(r"r-[a-z2-7]{26}@in\.example\.it", str(sent["Reply-To"]))
    filed = post.arrives(post.letter(SUPPLIER, "ok", subject="R: " + str(sent["Subject"]), to=str(sent["Reply-To"])))
    assert (filed.rule, filed.reference) == ("token", reference)


def test_hazard_29_a_new_matter_in_an_answer_to_an_old_mail_is_noticed(post: Mailing) -> None:
    registered(post)
    sent = post.talk.mails()[-1]
    filed = post.arrives(post.answer(sent, "Il nuovo listino 2027 in allegato", subject="Listino prezzi 2027"))
    assert filed.state == "triage"
    assert "another subject" in filed.reason


def test_hazard_30_two_suppliers_who_are_asked_the_same_get_a_mail_and_a_token_each(post: Mailing) -> None:
    first = registered(post)
    second = post.talk.says("Paolo", "new supplier Legnami Bianchi, email ufficio@bianchi.example", "yes").task
    one, two = post.talk.mails()[-2:]
    assert one["Reply-To"] != two["Reply-To"]
    assert post.arrives(post.answer(one, "ok")).reference == first
    assert post.arrives(post.answer(two, "ok")).reference == second
