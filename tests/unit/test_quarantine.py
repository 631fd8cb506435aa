"""`pratica quarantine`: what did not leave is listed with its number and queued again by it."""

import pytest

from bot import app
from bot.cli import records
from bot.cli.errors import Failure
from bot.messages import Asks, Button, Outcome, Outgoing, Permanent, Reply, Sent, Uncertain
from bot.settings import Settings
from tests.contract.samples import MINUTE, outgoing


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"))


def unsent(settings: Settings, outcome: Outcome) -> None:
    """A mail whose only try came to this."""
    mail = outgoing("a", channel="mail", kind="quote", recipient="ordini@norland.example", reference="Q-0001")
    with app.writing(settings) as uow:
        uow.outbox.queue(mail)
        claimed = uow.outbox.claim("w", MINUTE, channels={"mail": None})
        assert claimed is not None
        uow.outbox.settle(claimed, outcome)
        uow.commit()


def due(settings: Settings) -> Outgoing | None:
    with app.writing(settings) as uow:
        claimed = uow.outbox.claim("w", MINUTE, channels={"mail": None})
        return claimed.outgoing if claimed else None


@pytest.mark.parametrize(
    ("outcome", "state", "twice"),
    [(Permanent(reason="no such mailbox"), "failed", False), (Uncertain(reason="cut off"), "uncertain", True)],
)
def test_a_mail_that_did_not_leave_is_listed_and_queued_again_by_its_number(
    outcome: Outcome,
    state: str,
    twice: bool,  # noqa: FBT001  a table's column
    settings: Settings,
    capfd: pytest.CaptureFixture[str],
) -> None:
    unsent(settings, outcome)
    records.quarantine(settings)
    row = next(line for line in capfd.readouterr().out.splitlines() if "norland" in line)
    assert row.split()[:4] == ["1", state, "quote", "ordini@norland.example"]
    records.resend(settings, 1)
    said = capfd.readouterr().out
    assert said.startswith("Message no. 1 to ordini@norland.example is queued again.")
    assert ("it may arrive twice" in said) == twice
    found = due(settings)
    assert found is not None
    assert found.key == "a"


def test_a_chat_message_that_is_queued_again_is_followed_by_how_things_stand(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    question = Reply(text="20 desks?", asks=Asks(confirm=True), buttons=(Button(value="yes", label="Yes", press="x"),))
    card = outgoing("card", channel="slack", body=question.model_dump_json().encode())
    with app.writing(settings) as uow:
        uow.outbox.queue(card)
        claimed = uow.outbox.claim("w", MINUTE, channels={"slack": None})
        assert claimed is not None
        uow.outbox.settle(claimed, Permanent(reason="not in the channel"))
        uow.commit()
    records.quarantine(settings)
    assert "1 did not leave, of 0 nobody knows" in capfd.readouterr().out
    records.resend(settings, 1)
    with app.writing(settings) as uow:
        again = uow.outbox.claim("w", MINUTE, channels={"slack": None})
        assert again is not None
        assert again.outgoing == card
        uow.outbox.settle(again, Sent(outside_id="T/C/1"))
        change = uow.outbox.claim("w", MINUTE, channels={"slack": None})
    assert change is not None
    assert change.outgoing.edits == card.key
    assert Reply.model_validate_json(change.outgoing.body) == question.model_copy(update={"buttons": ()})


@pytest.mark.parametrize("number", [1, 2])
def test_only_what_did_not_leave_can_be_queued_again(number: int, settings: Settings) -> None:
    unsent(settings, Permanent(reason="gone"))
    records.resend(settings, 1)
    with pytest.raises(Failure, match=f"there is no message no. {number} that did not leave"):
        records.resend(settings, number)
