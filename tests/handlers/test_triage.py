"""Mails that wait are filed by a message or a button of those who look after them, and by nobody else."""

import pytest

from bot.mail.kept import Filed
from bot.mail.orders import read_order
from bot.messages import Reply
from bot.ports import Stale
from bot.understanding.readers.references import TaskNumbers
from handlers.post import Post
from tests.handlers.mailing import Mailing, registered
from tests.handlers.talk import Talk


@pytest.fixture
def post(talk: Talk) -> Mailing:
    return Mailing(talk)


def _filed(post: Mailing, number: int) -> Filed:
    with post.talk.store.read() as reading:
        kept = reading.mail.get(number)
    assert kept is not None
    assert kept.filed is not None
    return kept.filed


@pytest.mark.parametrize(
    "said",
    ["mail 1 {task}", "file it on {task}", "la mail n. 1 riguarda {task}", "לשייך את מייל 1 ל-{task}"],
)
def test_a_mail_that_waits_is_filed_with_a_task_in_words(post: Mailing, said: str) -> None:
    reference = registered(post)
    assert post.arrives(post.letter("someone@else.test", "P.IVA IT00743110157")).state == "triage"
    answer = post.talk.say("Silvia", said.format(task=reference))
    assert reference in answer.text
    assert _filed(post, 1).state == "answer"
    assert _filed(post, 1).by == post.talk.person("Silvia").id
    filed = next(one for one in post.talk.events(reference) if one.kind == "mail_filed")
    assert filed.actor_id == post.talk.person("Silvia").id
    assert "tax_id" in post.talk.task(reference).proposals


def test_the_notice_has_buttons_for_what_can_be_done(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(post.letter("someone@else.test", "dati", subject=f"dati {reference}"))
    told = next(one for one in reversed(post.talk.terminal.arrived) if one.kind == "notice")
    buttons = Reply.model_validate_json(told.body).buttons
    assert [one.press for one in buttons] == [f"act:mail:1 {reference}", "act:mail:1 new", "act:mail:1 spam"]
    assert all(len(one.press.encode()) <= 64 for one in buttons)


@pytest.mark.parametrize("said", ["spam", "mail 1 spam", "è spam", "זה ספאם", "ignore mail 1", "act:mail:1 spam"])
def test_spam_waits_no_longer_and_stays_kept(post: Mailing, said: str) -> None:
    post.arrives(post.letter("someone@else.test", "buy"))
    post.talk.say("Silvia", said)
    assert _filed(post, 1).state == "noted"
    with post.talk.store.read() as reading:
        assert reading.mail.waiting() == ()
    assert "1" not in post.talk.say("Silvia", "mail 1 spam").text


@pytest.mark.parametrize("said", ["it is a new request", "mail 1 new", "è una nuova richiesta", "זו בקשה חדשה"])
def test_a_new_request_is_made_of_a_mail_with_its_file(post: Mailing, said: str) -> None:
    party = next(one for one in post.talk.parties() if one.kind == "customer" and one.email)
    text = "Vorremmo un preventivo per 20 sedie operative."
    assert post.arrives(post.letter(party.email or "", text, subject="richiesta")).state == "triage"
    asked = post.talk.say("Silvia", said)
    assert party.name in asked.text
    post.talk.say("Silvia", "1")
    (draft,) = post.talk.drafts("Silvia")
    assert (draft.type, draft.fields["customer"].content) == ("quote", party.name)
    post.talk.say("Silvia", "yes")
    (task,) = post.talk.tasks()
    with post.talk.store.read() as reading:
        names = [one.name for one in reading.documents.of(task.reference, None)]
    assert "mail-1.eml" in names
    assert _filed(post, 1).by == post.talk.person("Silvia").id


def test_who_does_not_look_after_mails_files_none(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(post.letter("someone@else.test", "dati"))
    post.talk.say("Lorenza", f"mail 1 {reference}")
    post.talk.say("Lorenza", "spam")
    assert _filed(post, 1).state == "triage"


def test_it_is_asked_which_where_several_wait(post: Mailing) -> None:
    post.arrives(post.letter("someone@else.test", "one"))
    post.arrives(post.letter("another@else.test", "two"))
    assert "1" in post.talk.say("Silvia", "it is spam").text
    assert _filed(post, 1).state == "triage"


def test_a_mail_that_is_let_be_goes_along_with_no_later_request(post: Mailing) -> None:
    party = next(one for one in post.talk.parties() if one.kind == "customer" and one.email)
    for said in ("Vorremmo un preventivo per 20 sedie operative.", "Vorremmo un preventivo per 30 scrivanie."):
        post.arrives(post.letter(party.email or "", said, subject="richiesta"))
    post.talk.says("Silvia", "mail 1 new", "mail 2 new")
    post.talk.says("Silvia", "no", "the printer on the second floor does not work")
    (task,) = post.talk.tasks()
    with post.talk.store.read() as reading:
        assert reading.documents.of(task.reference, None) == ()


def test_the_files_of_the_mail_before_do_not_go_along_with_the_next_one(post: Mailing) -> None:
    party = next(one for one in post.talk.parties() if one.kind == "customer" and one.email)
    for said in ("Vorremmo un preventivo per 20 sedie operative.", "Vorremmo un preventivo per 30 sedie operative."):
        post.arrives(post.letter(party.email or "", said, subject="richiesta"))
    post.talk.says("Silvia", "mail 1 new", "mail 2 new", "1", "yes")
    (task,) = post.talk.tasks()
    with post.talk.store.read() as reading:
        names = [one.name for one in reading.documents.of(task.reference, None)]
    assert "mail-2.eml" in names
    assert "mail-1.eml" not in names


def test_what_two_say_of_a_mail_at_once_is_done_once(post: Mailing) -> None:
    reference = registered(post)
    post.arrives(post.letter("someone@else.test", "dati"))
    desk, silvia = Post(post.talk.parts), post.talk.person("Silvia")
    desk.file_by_hand(1, reference, by=silvia)
    with pytest.raises(Stale):
        desk.drop_by_hand(1, by=silvia)
    with pytest.raises(Stale):
        desk.file_by_hand(1, reference, by=silvia)
    assert post.talk.kinds_of_events(reference).count("mail_filed") == 1


def test_a_mail_that_was_filed_by_hand_is_known_in_a_folder_that_was_numbered_anew(post: Mailing) -> None:
    reference = registered(post)
    mail = post.letter("someone@else.test", "dati")
    post.arrives(mail)
    post.talk.say("Silvia", f"mail 1 {reference}")
    assert post.arrives(mail, uidvalidity=2).state == "copy"


@pytest.mark.parametrize(
    "said",
    ["what is mail 12 about?", "new request", "status of PO-0012", "file 20 chairs on PO-0012", "ignore it", "PO-0012",
     "the mail server is down", "mail 12 to anna@rossi.example", "cancel PO-0012", "add PO-0012 and PO-0013",
     "it is about PO-0012", "add it to PO-0012", "riguarda PO-0012"],
)  # fmt: skip
def test_other_messages_are_no_orders_about_mails(said: str) -> None:
    assert read_order(said, TaskNumbers(("PO", "SR", "Q"))) is None
