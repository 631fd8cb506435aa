"""A discount above the company's limit: a manager decides who did not ask for it."""

import pytest

from bot.model import Language, Status
from tests.handlers.talk import Talk

ABOVE = "quote for San Marziale: 5 monitor arms, 15% off"


def ask(talk: Talk, who: str = "Hannah", said: str = ABOVE) -> None:
    talk.says(who, said, "yes")


def test_above_the_limit_nothing_leaves_before_the_approval(talk: Talk) -> None:
    summary = talk.say("Hannah", ABOVE)
    assert "10%" in summary.text
    told = talk.say("Hannah", "yes")
    assert "גדי בן-שחר" in told.text
    assert talk.task("Q-0001").status == "awaiting_approval"
    assert talk.mails() == []
    assert talk.documents == []


def test_at_the_limit_no_approval_is_needed(talk: Talk) -> None:
    ask(talk, said="quote for San Marziale: 5 monitor arms, 10% off")
    assert talk.task("Q-0001").status == "done"


def test_the_managers_are_told_in_their_language_how_to_decide(talk: Talk) -> None:
    ask(talk)
    (notice,) = talk.notices("Gadi")
    assert "Hannah Whitlock" in notice
    assert "לאשר" in notice or "מאשר" in notice


@pytest.mark.parametrize(
    ("manager", "approves"),
    [
        ("Gadi", "מאשר Q-0001"),
        ("Gadi", "כן, מאשר"),
        ("Gadi", "approve Q-0001"),
        ("Federica", "approva Q-0001"),
        ("Federica", "va bene, approvo"),
        ("Silvia", "approvo Q-0001"),
        ("Gadi", "מאושר"),
    ],
)
def test_a_manager_approves_by_number_or_in_words_and_it_is_sent(talk: Talk, manager: str, approves: str) -> None:
    ask(talk)
    sent = talk.say(manager, approves)
    assert [file.name for file in sent.reply.files] == ["Q-0001.pdf"]
    assert talk.task("Q-0001").status == "done"
    assert talk.kinds_of_events("Q-0001") == ["opened", "approved", "done", "mail_queued"]
    assert talk.events("Q-0001")[1].actor_id == talk.person(manager).id
    assert len(talk.mails()) == 1
    assert any("Q-0001" in notice for notice in talk.notices("Hannah"))


def test_whoever_asked_cannot_approve_even_as_a_manager(talk: Talk) -> None:
    ask(talk, "Gadi")
    refused = talk.say("Gadi", "approve Q-0001")
    assert refused.text == talk.worded("own-request", "en", reference="Q-0001")
    assert talk.task("Q-0001").status == "awaiting_approval"


@pytest.mark.parametrize("who", ["Lorenza", "Maayan", "Hannah"])
def test_who_is_no_manager_cannot_approve(talk: Talk, who: str) -> None:
    ask(talk)
    talk.say(who, "approve Q-0001")
    assert talk.task("Q-0001").status == "awaiting_approval"
    assert talk.mails() == []


@pytest.mark.parametrize(
    ("manager", "rejects", "why"),
    [
        ("Gadi", "reject Q-0001: the margin is too thin", "the margin is too thin"),
        ("Federica", "rifiuta Q-0001: sconto troppo alto", "sconto troppo alto"),
        ("Gadi", "לדחות את Q-0001: ההנחה גבוהה מדי", "ההנחה גבוהה מדי"),
    ],
)
def test_a_rejection_and_its_reason_reach_whoever_asked(talk: Talk, manager: str, rejects: str, why: str) -> None:
    ask(talk)
    talk.say(manager, rejects)
    assert talk.task("Q-0001").status == "rejected"
    assert talk.events("Q-0001")[-1].why == why
    assert why in talk.notices("Hannah")[-1]
    assert talk.mails() == []


def test_what_was_rejected_cannot_be_approved_any_more(talk: Talk) -> None:
    ask(talk)
    talk.say("Federica", "rifiuta Q-0001")
    talk.say("Gadi", "approve Q-0001")
    assert talk.task("Q-0001").status == "rejected"


def test_with_several_waiting_in_words_it_is_asked_which_and_a_number_answers(talk: Talk) -> None:
    ask(talk)
    ask(talk, said="quote for San Marziale: 6 monitor arms, 20% off")
    asked = talk.say("Gadi", "approve")
    assert len(asked.choices) == 2
    wanted = next(n for n, label in enumerate(asked.choices, start=1) if "Q-0001" in label)
    talk.say("Gadi", str(wanted))
    assert (talk.task("Q-0001").status, talk.task("Q-0002").status) == ("done", "awaiting_approval")


def test_a_number_approves_in_the_list_that_was_shown(talk: Talk) -> None:
    ask(talk)
    ask(talk, said="quote for San Marziale: 6 monitor arms, 20% off")
    listed = talk.say("Gadi", "all open tasks").text
    place = next(line for line in listed.splitlines() if "Q-0002" in line).split(".")[0]
    talk.say("Gadi", f"approve {place}")
    assert (talk.task("Q-0001").status, talk.task("Q-0002").status) == ("awaiting_approval", "done")


def test_nothing_to_approve_is_said(talk: Talk) -> None:
    assert talk.say("Gadi", "approve").text == talk.worded("nothing-to-decide", "en")


@pytest.mark.parametrize(
    ("manager", "said", "language"),
    [
        ("Gadi", "my approvals", "en"),
        ("Gadi", "show me what waits for my approval", "en"),
        ("Gadi", "what do I have to approve", "en"),
        ("Federica", "le mie approvazioni", "it"),
        ("Federica", "cosa devo approvare", "it"),
        ("Gadi", "האישורים שלי", "he"),
        ("Gadi", "מה מחכה לאישור שלי", "he"),
    ],
)
def test_to_look_at_what_waits_approves_nothing(talk: Talk, manager: str, said: str, language: Language) -> None:
    ask(talk)
    shown = talk.say(manager, said).text
    assert "Q-0001" in shown
    assert shown.startswith(talk.worded("tasks-approvals", language, count=1))
    talk.say(manager, "1")
    assert talk.task("Q-0001").status == "awaiting_approval"


@pytest.mark.parametrize(
    ("manager", "approve", "said", "status"),
    [
        ("Gadi", "approve", "no, reject Q-0001, the margin is too thin", "rejected"),
        ("Federica", "approvo", "no, Q-0001 rifiutata, sconto troppo alto", "rejected"),
        ("Gadi", "מאשר", "לא, לדחות את Q-0001, ההנחה גבוהה מדי", "rejected"),
        ("Gadi", "approve", "no", "awaiting_approval"),
        ("Federica", "approvo", "no", "awaiting_approval"),
        ("Gadi", "מאשר", "לא", "awaiting_approval"),
        ("Gadi", "reject", "no, approve Q-0001", "done"),
    ],
)
def test_the_opposite_decision_is_never_a_choice(
    talk: Talk, manager: str, approve: str, said: str, status: Status
) -> None:
    ask(talk)
    ask(talk, said="quote for San Marziale: 6 monitor arms, 20% off")
    assert len(talk.say(manager, approve).choices) == 2
    talk.say(manager, said)
    assert (talk.task("Q-0001").status, talk.task("Q-0002").status) == (status, "awaiting_approval")


def test_whoever_asked_is_not_told_that_their_own_approved_task_is_new_for_the_team(talk: Talk) -> None:
    talk.says("Paolo", "ordine a Sedutec: 40 sedie operative Linea", "sì")
    talk.say("Inbal", "approve PO-0001")
    (told,) = talk.notices("Paolo")
    assert "ענבל שרעבי" in told
