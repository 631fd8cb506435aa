"""The outbox's way to Slack: posted once, changed in place, looked up when in doubt; files; who strangers are."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.accounts import Stranger
from bot.chat.intake import ChatPlatform
from bot.messages import (
    Attached,
    Button,
    Looked,
    NotSent,
    Outcome,
    Outgoing,
    Permanent,
    Reply,
    Sent,
    Temporary,
    Uncertain,
)
from bot.model import Document
from integrations.slack import SlackChannel, Workspaces
from tests.slack_intake import settings
from tests.slack_server import TEAM, SlackServer, slack_server

ALICE, BOB, ROOM = "UALICE", "UBOB", "CROOM"
PDF = b"%PDF-1.7 a purchase order"
BUTTON = Button(value="take", label="Take", press="act:take:Q-0001")


class Office:
    """A connected channel; its methods block, so they are called in a thread, as the outbox does."""

    def __init__(self, server: SlackServer, workspaces: Workspaces) -> None:
        self.server = server
        self.workspaces = workspaces
        self.contents = {hashlib.sha256(PDF).hexdigest(): PDF}
        self.known: set[str] = set()
        self.channel: ChatPlatform = SlackChannel(
            workspaces, asyncio.get_running_loop(), content=self.contents.get, known=self.known.__contains__
        )

    async def send(self, out: Outgoing) -> Outcome:
        return await asyncio.to_thread(self.channel.send, out)

    async def look_up(self, out: Outgoing) -> Looked:
        return await asyncio.to_thread(self.channel.look_up, out)

    async def fetch(self, attached: Attached) -> bytes:
        return await asyncio.to_thread(self.channel.fetch, TEAM, attached)

    async def stranger(self, user: str) -> Stranger:
        return await asyncio.to_thread(self.channel.stranger, TEAM, user)

    def restarted(self) -> "Office":
        """The same, but nothing is remembered of what was tried."""
        return Office(self.server, self.workspaces)


@asynccontextmanager
async def office(*, http: bool = True) -> AsyncIterator[Office]:
    async with slack_server() as server:
        server.user(ALICE, "alice")
        server.user(BOB, "bob")
        server.channel(ROOM, [ALICE, BOB, server.workspace().bot_user])
        workspaces = Workspaces((settings(server, http=http),))
        await workspaces.open()
        try:
            await workspaces.all[0].identify()
            yield Office(server, workspaces)
        finally:
            await workspaces.close()


def out(text: str = "20 chairs?", *, place: str = f"{TEAM}/{ROOM}", key: str = "answer:1:0", **more: Any) -> Outgoing:
    reply = {name: more.pop(name) for name in ("standing", "buttons", "tasks", "files") if name in more}
    body = Reply(text=text, **reply).model_dump_json().encode()
    return Outgoing(key=key, channel="slack", recipient=place, thread="t", kind="answer", body=body, **more)


def document() -> Document:
    return Document(name="הזמנה 7.pdf", media_type="application/pdf", sha256=hashlib.sha256(PDF).hexdigest())


async def test_a_reply_becomes_a_message_that_carries_its_key() -> None:
    async with office() as here:
        outcome = await here.send(out("20 *chairs* & <!channel>?", standing="Waits for you", buttons=(BUTTON,)))
        (message,) = here.server.posted
    assert outcome == Sent(outside_id=f"{TEAM}/{ROOM}/{message.ts}")
    assert message.text == "20 *chairs* &amp; &lt;!channel&gt;?\nWaits for you"
    assert message.blocks[0]["text"]["text"] == "20 *chairs* & <!channel>?"
    assert message.metadata == {"event_type": "pratica", "event_payload": {"key": "answer:1:0"}}
    assert here.server.calls[-1].body["mrkdwn"] in ("0", False, "False", "false")


async def test_an_answer_stands_in_its_thread_and_one_to_a_person_in_the_direct_conversation() -> None:
    async with office() as here:
        first = await here.send(out())
        assert isinstance(first, Sent)
        await here.send(out("for Milan", place=first.outside_id, key="answer:2:0"))
        direct = await here.send(out("to you", place=here.channel.private(TEAM, ALICE), key="answer:3:0"))
        root, answer, message = here.server.posted
    assert answer.thread_ts == root.ts
    assert direct == Sent(outside_id=f"{TEAM}/DALICE/{message.ts}")


async def test_a_changed_task_changes_its_message_in_place_and_its_buttons_go() -> None:
    async with office() as here:
        first = await here.send(out(buttons=(BUTTON,)))
        assert isinstance(first, Sent)
        changed = await here.send(out("20 chairs", standing="Bob took it", key="k2", edits=first.outside_id))
        (message,) = here.server.posted
    assert changed == first
    assert [block["type"] for block in message.blocks] == ["section", "context"]
    assert message.edited
    assert message.text == "20 chairs\nBob took it"


async def test_a_message_that_is_gone_needs_no_change_and_a_lost_change_is_made_again() -> None:
    async with office() as here:
        gone = f"{TEAM}/{ROOM}/1.000001"
        assert await here.send(out(edits=gone)) == Sent(outside_id=gone)
        first = await here.send(out())
        assert isinstance(first, Sent)
        here.server.cut_next("chat.update")
        again = out("30 chairs", key="k2", edits=first.outside_id)
        assert isinstance(await here.send(again), Temporary)
        assert await here.look_up(again) == NotSent()
        assert await here.send(again) == first


async def test_what_one_person_alone_may_see_is_shown_to_nobody_else() -> None:
    async with office() as here:
        outcome = await here.send(out("only you", only_for=ALICE))
        (message,) = here.server.ephemerals
        assert not here.server.posted
        assert isinstance(await here.look_up(out("only you", only_for=ALICE)), Uncertain)
    assert (message.seen_by, outcome) == (ALICE, Sent(outside_id=f"{TEAM}/{ROOM}/{message.ts}"))


@pytest.mark.parametrize("where", ["room", "thread"])
async def test_a_message_whose_answer_was_lost_is_found_and_not_posted_twice(where: str) -> None:
    async with office() as here:
        place = f"{TEAM}/{ROOM}"
        if where == "thread":
            first = await here.send(out("root", key="root"))
            assert isinstance(first, Sent)
            place = first.outside_id
        here.server.cut_next("chat.postMessage", after=True)
        outcome = await here.send(out(place=place))
        assert outcome == Sent(outside_id=f"{TEAM}/{ROOM}/{here.server.posted[-1].ts}")
        assert len(here.server.posted) == (2 if where == "thread" else 1)
        assert await here.restarted().look_up(out(place=place)) == outcome


async def test_a_message_that_was_cut_off_before_it_arrived_is_looked_for_and_not_found() -> None:
    async with office() as here:
        here.server.cut_next("chat.postMessage", after=False)
        assert isinstance(await here.send(out()), Uncertain)
        assert await here.look_up(out()) == NotSent()
        assert isinstance(await here.send(out()), Sent)
        assert len(here.server.posted) == 1


async def test_where_one_may_not_look_nobody_knows_and_where_one_cannot_now_it_waits() -> None:
    async with office() as here:
        here.server.fail_next("conversations.history", "missing_scope")
        assert isinstance(await here.look_up(out()), Uncertain)
        here.server.fail_next("conversations.history", status=500)
        assert isinstance(await here.look_up(out()), Temporary)


async def test_a_short_wait_that_slack_asks_for_is_kept_and_a_long_one_is_left_to_the_outbox() -> None:
    async with office() as here:
        here.server.limit("chat.postMessage", retry_after=0)
        assert isinstance(await here.send(out()), Sent)
        here.server.limit("chat.postMessage", retry_after=90)
        outcome = await here.send(out(key="k2"))
    assert isinstance(outcome, Temporary)
    assert outcome.retry_after == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("channel_not_found", Permanent),
        ("not_in_channel", Permanent),
        ("is_archived", Permanent),
        ("msg_too_long", Permanent),
        ("missing_scope", Permanent),
        ("invalid_auth", Temporary),
        ("token_revoked", Temporary),
        ("service_unavailable", Temporary),
        ("ratelimited", Temporary),
        ("internal_error", Uncertain),
        ("fatal_error", Uncertain),
    ],
)
async def test_each_refusal_has_its_outcome(error: str, outcome: type[Any]) -> None:
    async with office() as here:
        here.server.fail_next("chat.postMessage", error)
        got = await here.send(out())
    assert isinstance(got, outcome)
    assert len(getattr(got, "reason", "")) > 10


async def test_a_server_that_fails_without_a_word_may_have_posted() -> None:
    async with office() as here:
        here.server.fail_next("chat.postMessage", status=503)
        assert isinstance(await here.send(out()), Uncertain)


async def test_a_deactivated_account_is_gone_and_an_unknown_workspace_refused() -> None:
    async with office() as here:
        here.server.users[BOB].deleted = True
        assert await here.send(out(place=f"{TEAM}/{BOB}")) == Permanent(reason="the account was deactivated", gone=True)
        assert isinstance(await here.send(out(place="T0OTHER/C1")), Permanent)


async def test_slack_that_cannot_be_reached_is_tried_again() -> None:
    async with office() as here:
        await here.server.stop()
        assert isinstance(await here.send(out()), Temporary)
        with pytest.raises(OSError, match="reached"):
            await here.stranger(ALICE)


async def test_before_the_workspace_is_known_and_after_the_loop_ended_messages_wait() -> None:
    async with slack_server() as server:
        workspaces = Workspaces((settings(server),))
        channel = SlackChannel(workspaces, asyncio.get_running_loop(), content=lambda _: None)
        assert isinstance(await asyncio.to_thread(channel.send, out()), Temporary)
    ended = asyncio.new_event_loop()
    ended.close()
    assert isinstance(SlackChannel(workspaces, ended, content=lambda _: None).send(out()), Temporary)


async def test_a_file_is_shown_with_its_words_in_its_thread() -> None:
    async with office() as here:
        root = await here.send(out("root", key="root"))
        assert isinstance(root, Sent)
        outcome = await here.send(out("The order", place=root.outside_id, key="k2", files=(document(),)))
        message = here.server.posted[-1]
        (file,) = here.server.uploads
    assert (file.name, file.content) == ("הזמנה 7.pdf", PDF)
    assert (message.text, message.thread_ts) == ("The order", root.outside_id.rpartition("/")[2])
    assert outcome == Sent(outside_id=f"{TEAM}/{ROOM}/{message.ts}")


async def test_the_words_beside_a_file_are_no_markup() -> None:
    async with office() as here:
        await here.send(out("3 * 5 & <!here>", key="k1", files=(document(),)))
        await here.send(out("3 of 5 & <!here>", key="k2", files=(document(),)))
        first, second = (call.body for call in here.server.calls if call.method == "files.completeUploadExternal")
    assert "initial_comment" not in first
    assert first["blocks"][0]["text"] == {"type": "plain_text", "text": "3 * 5 & <!here>", "emoji": False}
    assert second["initial_comment"] == "3 of 5 &amp; &lt;!here&gt;"


async def test_a_file_whose_sharing_was_cut_off_is_found_and_one_that_never_came_up_is_sent_again() -> None:
    async with office() as here:
        here.server.cut_next("files.completeUploadExternal", after=True)
        assert isinstance(await here.send(out("The order", files=(document(),))), Sent)
        here.server.cut_next("files.getUploadURLExternal")
        assert isinstance(await here.send(out("Again", key="k2", files=(document(),))), Temporary)
        assert len(here.server.uploads) == 1
        lost = document().model_copy(update={"sha256": "0" * 64})
        assert isinstance(await here.send(out("Gone", key="k3", files=(lost,))), Permanent)


async def test_a_file_is_found_after_a_restart_by_its_name_and_size_where_it_is_no_other_one() -> None:
    async with office() as here:
        before = await here.send(out("The order", key="k0", files=(document(),)))
        assert isinstance(before, Sent)
        later = here.restarted()
        later.known.add(before.outside_id)
        assert await later.look_up(out("The order", files=(document(),))) == NotSent()
        here.server.cut_next("files.completeUploadExternal", after=True)
        arrived = await here.send(out("The order", files=(document(),)))
        assert isinstance(arrived, Sent)
        assert arrived != before
        assert await later.look_up(out("The order", files=(document(),))) == arrived
        later.contents[document().sha256] = PDF + b" of another length"
        assert await later.look_up(out("The order", files=(document(),))) == NotSent()


async def test_two_files_of_one_name_and_size_are_told_apart_by_their_ids() -> None:
    async with office() as here:
        first = await here.send(out("The order", key="k0", files=(document(),)))
        here.server.cut_next("files.completeUploadExternal", after=False)
        lost = await here.send(out("The order", files=(document(),)))
        assert isinstance(lost, Uncertain)
        assert await here.look_up(out("The order", files=(document(),))) == NotSent()
        again = await here.send(out("The order", files=(document(),)))
        assert isinstance(again, Sent)
        assert again != first
        assert len(here.server.posted) == 2


async def test_a_file_that_came_along_is_fetched_and_a_page_to_log_in_is_none() -> None:
    async with office() as here:
        file = here.server.file("quote.pdf", PDF, user=ALICE, mimetype="application/pdf")
        told = here.server.shown_file(file)
        attached = Attached(ref=told["url_private_download"], name="quote.pdf", media_type="application/pdf")
        assert await here.fetch(attached) == PDF
        with pytest.raises(ValueError, match="gone"):
            await here.fetch(attached.model_copy(update={"ref": attached.ref.replace(file.id, "F0")}))
        here.server.workspace().scopes.discard("files:read")
        with pytest.raises(ValueError, match="files:read"):
            await here.fetch(attached)


async def test_the_token_goes_to_slack_alone_and_large_files_are_left_there() -> None:
    async with office() as here:
        for ref in ("https://files.slack.com.evil.example/f", "http://files.slack.com/f", "https://drive.example/f"):
            with pytest.raises(ValueError, match="not lie with Slack"):
                await here.fetch(Attached(ref=ref, name="f", media_type="application/pdf"))
        large = here.server.file("film.mp4", b"0" * 25_000_001, user=ALICE)
        ref = here.server.shown_file(large)["url_private_download"]
        for size in (25_000_001, None):
            with pytest.raises(ValueError, match="larger than 25 MB"):
                await here.fetch(Attached(ref=ref, name="film.mp4", media_type="video/mp4", size=size))


async def test_a_full_member_is_known_by_the_address_that_the_workspace_has_verified() -> None:
    async with office() as here:
        here.server.user("UDANA", "dana", locale="he-IL", tz="Asia/Jerusalem", real_name="דנה כהן")
        assert await here.stranger("UDANA") == Stranger(
            name="דנה כהן", email="dana@norland.example", language="he", timezone="Asia/Jerusalem"
        )
        assert await here.stranger("UNOBODY") == Stranger()
        here.server.workspace().scopes.discard("users:read.email")
        assert (await here.stranger("UDANA")).email is None
        here.server.workspace().scopes.discard("users:read")
        assert await here.stranger("UDANA") == Stranger()


@pytest.mark.parametrize(
    "about",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_email_confirmed": False},
        {"is_stranger": True, "team": "T0OTHER"},
        {"deleted": True},
        {"is_bot": True},
    ],
)
async def test_nobody_else_is_known_by_an_address(about: dict[str, Any]) -> None:
    async with office() as here:
        here.server.user("UGUEST", "guest", **about)
        who = await here.stranger("UGUEST")
    assert who.email is None
    assert who.robot == bool(about.get("is_bot"))


async def test_a_text_of_the_longest_kind_in_every_script_is_taken() -> None:
    async with office() as here:
        for number, unit in enumerate(("chairs & <desks> *_~` ", "כיסאות \u2068Q-0001\u2069 ", "🪑", "\n")):
            text = (unit * 4_000)[: SlackChannel.longest]
            outcome = await here.send(out(text, key=f"k{number}", buttons=(BUTTON,) * 30))
            assert isinstance(outcome, Sent)
