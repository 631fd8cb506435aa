"""What people do in Slack, as it reaches the inbox: over the wire, through Bolt, from the double."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.response import BoltResponse

from bot.messages import InboundMessage
from integrations.slack.reading import Heard, Odd, Us, put_aside, read
from tests.chat_intake import Kept
from tests.slack_intake import ALICE, BOB, BOT, NOW, ROOM, Seen, last, office, road, settings
from tests.slack_server import TEAM, SlackServer, slack_server
from tests.slack_server.things import Message


async def test_a_direct_message_is_taken_before_it_is_acknowledged() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        delivery = await server.say(ALICE, "I need 20 chairs & a <desk>")
        ts = last(server, "DALICE").ts
    assert delivery.acknowledged
    assert list(taken.messages) == [
        InboundMessage(
            channel="slack",
            account=TEAM,
            external_id=f"DALICE:{ts}",
            conversation=f"slack:{TEAM}:UALICE",
            sender_id=f"slack:{TEAM}/{ALICE}",
            text="I need 20 chairs & a <desk>",
            user=ALICE,
            place=f"{TEAM}/DALICE",
            received_at=NOW,
        )
    ]


async def test_a_take_that_fails_is_not_acknowledged_and_comes_again() -> None:
    taken = Kept()
    taken.failing = 1
    async with slack_server() as server, road(office(server), intake=taken):
        server.patience = 0.3
        lost = await server.say(ALICE, "buy paper")
        assert not lost.acknowledged, "Bolt must not acknowledge what was not kept"
        assert not taken.messages
        again = await server.redeliver(lost)
        assert again.acknowledged
    assert [message.text for message in taken.messages] == ["buy paper"]


async def test_over_http_a_take_that_fails_is_answered_with_500_and_a_retry_is_never_dropped() -> None:
    taken = Kept()
    taken.failing = 1
    async with slack_server() as server, road(office(server), settings(server, http=True), intake=taken):
        lost = await server.say(ALICE, "buy paper")
        assert (lost.status, lost.acknowledged) == (500, False)
        again = await server.redeliver(lost)
        assert (again.status, again.acknowledged) == (200, True)
    assert [message.text for message in taken.messages] == ["buy paper"]


@pytest.mark.parametrize("by", ["socket", "http"])
async def test_a_redelivery_and_the_two_events_of_a_mention_are_one_message(by: str) -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), settings(server, http=by == "http"), intake=taken):
        first, second = await server.mention(ALICE, "<@UBOT0NORLAND>, we need a printer", channel=ROOM)
        again = await server.redeliver(first)
        assert first.acknowledged
        assert second.acknowledged
        assert again.acknowledged
        ts = last(server, ROOM).ts
    (message,) = taken.messages
    assert taken.tries == 1
    assert (message.text, message.external_id) == ("we need a printer", f"{ROOM}:{ts}")
    assert (message.place, message.room) == (f"{TEAM}/{ROOM}/{ts}", True)
    assert message.conversation == f"slack:{TEAM}:{ROOM}:{ts}:{ALICE}"


async def test_what_colleagues_say_to_each_other_in_a_room_is_left_alone() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        said = await server.say(BOB, "lunch?", channel=ROOM)
        answered = await server.say(ALICE, "yes", channel=ROOM, thread_ts=last(server, ROOM).ts)
        assert said.acknowledged
        assert answered.acknowledged
    assert taken.tries == 0


async def test_in_a_thread_that_we_are_in_nobody_has_to_name_us() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        await server.mention(ALICE, "we need a printer", channel=ROOM)
        root = last(server, ROOM).ts
        taken.places.add(f"{TEAM}/{ROOM}/{root}")
        await server.say(BOB, "a <@UALICE> printer in colour", channel=ROOM, thread_ts=root)
    first, second = taken.messages
    assert second.text == "a @Alice Rossi printer in colour"
    assert second.place == first.place
    assert second.conversation == f"slack:{TEAM}:{ROOM}:{root}:{BOB}"


async def test_a_thread_under_a_message_of_ours_is_about_its_task() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        card = server.put(posted(server))
        taken.tasks[f"{TEAM}/{ROOM}/{card.ts}"] = "Q-0001"
        await server.say(BOB, "looks good", channel=ROOM, thread_ts=card.ts)
    (message,) = taken.messages
    assert (message.about, message.room) == ("Q-0001", True)


async def test_a_thread_in_a_direct_conversation_is_a_conversation_of_its_own() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        await server.say(ALICE, "buy paper")
        root = last(server, "DALICE").ts
        await server.say(ALICE, "and pens", thread_ts=root)
    _, message = taken.messages
    assert (message.conversation, message.place) == (f"slack:{TEAM}:UALICE:{root}", f"{TEAM}/DALICE/{root}")
    assert not message.room


async def test_an_edited_message_stands_in_the_place_of_the_earlier_one() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        await server.say(ALICE, "20 chairs")
        said = last(server, "DALICE")
        await server.edit(ALICE, said, "30 chairs")
    first, edited = taken.messages
    assert (edited.text, edited.edits) == ("30 chairs", first.external_id)
    assert edited.external_id == f"{first.external_id}:{said.edited}"


async def test_a_message_that_names_us_only_once_it_is_edited_is_new_to_us() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        await server.say(ALICE, "20 chairs", channel=ROOM)
        said = last(server, ROOM)
        await server.edit(ALICE, said, "<@UBOT0NORLAND> 20 chairs")
    (message,) = taken.messages
    assert (message.text, message.edits, message.external_id) == ("20 chairs", None, f"{ROOM}:{said.ts}")


async def test_in_a_thread_such_an_edit_is_new_where_we_were_not_and_an_edit_where_we_were() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        for known in (False, True):
            await server.say(BOB, "who buys chairs?", channel=ROOM)
            root = last(server, ROOM).ts
            taken.places |= {f"{TEAM}/{ROOM}/{root}"} if known else set()
            await server.say(ALICE, "20 chairs", channel=ROOM, thread_ts=root)
            await server.edit(ALICE, last(server, ROOM), "<@UBOT0NORLAND> 30 chairs")
    late, first, edited = taken.messages
    assert (late.text, late.edits) == ("30 chairs", None)
    assert (first.text, edited.text, edited.edits) == ("20 chairs", "30 chairs", first.external_id)


async def test_what_robots_and_we_ourselves_write_and_what_is_deleted_is_ignored() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        await server.hear_itself(server.put(posted(server)))
        await server.say(ALICE, "20 chairs")
        await server.erase(ALICE, last(server, "DALICE"))
        server.user("UROBOT", "robot", is_bot=True)
    assert len(taken.messages) == 1
    assert not taken.aside


async def test_files_come_with_the_message_and_are_fetched_later() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        invoice = server.file("חשבונית 7.pdf", b"%PDF-1.7", user=ALICE, mimetype="application/pdf")
        await server.say(ALICE, "", files=(invoice,))
    (message,) = taken.messages
    (attached,) = message.attached
    assert (attached.name, attached.media_type, attached.size) == ("חשבונית 7.pdf", "application/pdf", 8)
    assert message.text == ""


async def test_a_file_of_another_company_is_asked_for_by_its_id() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        quote = server.file("quote.pdf", b"%PDF-1.7", user=ALICE, mimetype="application/pdf")
        quote.foreign = True
        await server.say(ALICE, "their quote", files=(quote,))
    (message,) = taken.messages
    (attached,) = message.attached
    assert (attached.name, attached.media_type) == ("quote.pdf", "application/pdf")
    assert attached.ref.startswith(server.root)


async def test_a_check_mark_under_a_task_means_done_and_eyes_mean_taken() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        card = server.put(posted(server))
        taken.tasks[f"{TEAM}/{ROOM}/{card.ts}"] = "Q-0001"
        await server.react(BOB, card, "eyes")
        await server.react(BOB, card, "white_check_mark")
        await server.react(BOB, card, "tada")
    assert [(message.kind, message.text) for message in taken.messages] == [
        ("press", "act:take:Q-0001"),
        ("press", "act:complete:Q-0001"),
    ]
    assert taken.messages[0].place == f"{TEAM}/{ROOM}/{card.ts}"
    assert taken.messages[0].about == "Q-0001"


async def test_a_reaction_to_an_answer_in_a_thread_is_answered_in_that_thread() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        root = server.put(posted(server))
        card = server.put(posted(server, thread_ts=root.ts))
        taken.tasks[f"{TEAM}/{ROOM}/{card.ts}"] = "Q-0001"
        await server.react(BOB, card, "white_check_mark")
    assert [message.place for message in taken.messages] == [f"{TEAM}/{ROOM}/{root.ts}"]


async def test_reactions_mean_nothing_where_they_are_switched_off_or_to_what_others_wrote() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), settings(server, reactions=False), intake=taken):
        card = server.put(posted(server))
        taken.tasks[f"{TEAM}/{ROOM}/{card.ts}"] = "Q-0001"
        await server.react(BOB, card, "white_check_mark")
    async with slack_server() as server, road(office(server), intake=taken):
        await server.say(ALICE, "20 chairs", channel=ROOM)
        await server.react(BOB, last(server, ROOM), "white_check_mark")
    assert not taken.messages


async def test_a_command_is_answered_in_the_direct_conversation() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        done = await server.command(ALICE, "/pratica", "done Q-0001", channel=ROOM)
        await server.command(ALICE, "/pratica")
        assert done.acknowledged
    first, second = taken.messages
    assert (first.text, second.text) == ("/done Q-0001", "/help")
    assert (first.place, first.room) == (f"{TEAM}/DALICE", False)
    assert first.conversation == f"slack:{TEAM}:UALICE"


async def test_who_types_a_command_in_a_channel_is_told_there_where_the_answer_is() -> None:
    async with slack_server() as server, road(office(server), intake=Kept(), views=Seen()):
        await server.say(ALICE, "hello")
        there = await server.command(ALICE, "/pratica", "my", channel=ROOM)
        here = await server.command(ALICE, "/pratica", "my")
    assert there.answer == {"text": "in our direct messages"}
    assert here.answer is None


async def test_the_command_new_opens_the_form_where_there_is_one() -> None:
    taken, seen = Kept(), Seen(BoltResponse(status=200, body=""))
    async with slack_server() as server, road(office(server), intake=taken, views=seen):
        await server.command(ALICE, "/pratica", "new")
        assert not taken.messages
        seen.answer = None
        await server.command(ALICE, "/pratica", "new")
    assert [message.text for message in taken.messages] == ["/new"]


async def test_a_pressed_button_is_a_press_on_its_message() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        card = server.put(posted(server, blocks=[buttons("press:0", "act:take:Q-0001")]))
        taken.tasks[f"{TEAM}/{ROOM}/{card.ts}"] = "Q-0001"
        delivery = await server.act(BOB, card, "press:0")
        assert delivery.acknowledged
    (message,) = taken.messages
    assert (message.kind, message.text, message.about) == ("press", "act:take:Q-0001", "Q-0001")
    assert message.conversation == f"slack:{TEAM}:{ROOM}:{card.ts}:{BOB}"
    assert message.external_id.startswith("press:")
    assert message.external_id.endswith(f":{BOB}")


async def test_what_is_answered_on_the_spot_goes_to_the_views() -> None:
    taken, seen = Kept(), Seen()
    async with slack_server() as server, road(office(server), intake=taken, views=seen):
        card = server.put(posted(server, blocks=[buttons("open:0", "new:it_support")]))
        await server.act(BOB, card, "open:0")
        await server.shortcut(ALICE, "new_request")
        await server.open_home(ALICE)
    kinds = [body["type"] for body in seen.bodies]
    assert kinds == ["block_actions", "shortcut", "event_callback"]
    assert not taken.messages


async def test_a_colleague_who_has_left_is_no_longer_reached() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        await server.change_profile(ALICE, locale="it-IT")
        assert not taken.gone
        await server.change_profile(ALICE, deleted=True)
    assert list(taken.gone) == [("slack", TEAM, ALICE)]


async def test_messages_of_a_conversation_are_kept_in_their_order() -> None:
    taken = Kept()
    texts = [f"{number} chairs for <@{BOB if number % 3 else ALICE}>" for number in range(30)]
    async with slack_server() as server, road(office(server), intake=taken):
        await asyncio.gather(*(server.say(ALICE, text) for text in texts))
    assert [message.text.split()[0] for message in taken.messages] == [str(number) for number in range(30)]


async def test_a_payload_of_an_unknown_shape_is_put_aside_for_a_person() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        known = await server.say(ALICE, "hello")
        del known.payload["event"]["channel"]
        again = await server.redeliver(known)
        assert again.acknowledged
    ((message, reason),) = taken.aside
    assert "channel" in reason
    assert json.loads(message.text)["event"]["user"] == ALICE
    assert "token" not in json.loads(message.text)


async def test_two_workspaces_are_kept_apart() -> None:
    taken = Kept()
    async with slack_server() as server:
        office(server)
        server.workspace("T0GALIL")
        server.user("UDANA", "dana", team="T0GALIL")
        async with road(server, settings(server, http=True), settings(server, "T0GALIL", http=True), intake=taken):
            await server.say(ALICE, "buy paper")
            await server.say("UDANA", "לקנות נייר")
            assert (await server.verify_url("T0GALIL")).answer
    assert [(message.account, message.text) for message in taken.messages] == [
        (TEAM, "buy paper"),
        ("T0GALIL", "לקנות נייר"),
    ]


@pytest.mark.parametrize("wrong", ["secret", "age"])
async def test_a_wrong_or_old_signature_is_refused(wrong: str) -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), settings(server, http=True), intake=taken):
        if wrong == "secret":
            server.workspace().signing_secret = "f" * 32
        else:
            server.skew = -3600
        delivery = await server.say(ALICE, "pay everybody")
    assert (delivery.status, delivery.acknowledged) == (401, False)
    assert taken.tries == 0


async def test_an_app_that_was_removed_says_so() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken) as service:
        delivery = await server.say(ALICE, "hello")
        delivery.payload["event"] = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}
        await server.redeliver(delivery)
        (state,) = service.states
    assert state.error
    assert "reinstall" in state.error


US = Us(team=TEAM, user=BOT, bot="BNORLAND")


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "subtype": "channel_join", "channel": ROOM, "user": BOB, "ts": "1.0", "text": "joined"},
        {"type": "message", "channel": "DBOB", "bot_id": "B1", "user": "UOTHER", "ts": "1.0", "text": "I am a robot"},
        {"type": "message", "channel": "DBOB", "user": "USLACKBOT", "ts": "1.0", "text": "reminder"},
        {"type": "message", "subtype": "message_deleted", "channel": "DBOB", "ts": "2.0", "deleted_ts": "1.0"},
        {"type": "channel_rename", "channel": {"id": ROOM}},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}},
    ],
)
def test_what_is_not_for_us_means_nothing(event: dict[str, Any]) -> None:
    assert read({"type": "event_callback", "event_id": "Ev1", "event": event}, US, now=NOW) is None


def test_a_link_that_slack_unfurls_is_no_edit() -> None:
    said = {"user": BOB, "ts": "1.0", "text": "see <https://norland.example>", "attachments": [{"title": "Norland"}]}
    event = {"type": "message", "subtype": "message_changed", "channel": "DBOB", "ts": "2.0", "message": said}
    assert read({"type": "event_callback", "event": event | {"previous_message": said}}, US, now=NOW) is None


def test_a_file_in_a_drive_is_a_link_and_a_deleted_one_is_nothing() -> None:
    files = [
        {"id": "F1", "mode": "external", "title": "Prices", "url_private": "https://drive.example/prices"},
        {"id": "F2", "mode": "tombstone"},
    ]
    event = {"type": "message", "subtype": "file_share", "channel": "DBOB", "user": BOB, "ts": "1.0", "text": "here"}
    heard = read({"type": "event_callback", "event": event | {"files": files}}, US, now=NOW)
    assert isinstance(heard, Heard)
    assert heard.message.text == "here\nPrices https://drive.example/prices"
    assert heard.message.attached == ()


@pytest.mark.parametrize(
    "body",
    [
        {
            "type": "event_callback",
            "event": {"type": "message", "channel": "D1", "text": "no user or time", "user": "U"},
        },
        {"type": "event_callback", "event": {"type": "reaction_added", "reaction": "eyes"}, "event_id": "Ev1"},
        {"type": "event_callback"},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": [{"action_id": "press:0"}], "user": {"id": "U1"}},
        {"command": "/pratica", "text": "help"},
    ],
)
def test_a_shape_that_is_not_documented_is_odd(body: dict[str, Any]) -> None:
    with pytest.raises(Odd, match="not in the documented shape"):
        read(body, US, now=NOW)


def posted(server: SlackServer, *, thread_ts: str | None = None, blocks: list[dict[str, Any]] | None = None) -> Message:
    """A message of ours in the room."""
    workspace = server.workspace()
    about: dict[str, Any] = {"bot_id": workspace.bot_id, "app_id": workspace.app_id, "blocks": blocks or []}
    return Message(
        channel=ROOM, ts=server.new_ts(), user=workspace.bot_user, text="Q-0001", thread_ts=thread_ts, **about
    )


def buttons(action: str, value: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": "Take"}
    element = {"type": "button", "action_id": action, "text": text, "value": value}
    return {"type": "actions", "block_id": "b", "elements": [element]}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ts", "id", "user", "type"]), inner),
    max_leaves=6,
)
NAMES = ("channel", "user", "ts", "text", "files", "item", "message", "edited", "thread_ts", "reaction")
EVENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "app_mention", "reaction_added", "user_change", "tokens_revoked"])},
    optional=dict.fromkeys(NAMES, VALUES)
    | {"subtype": st.sampled_from(["message_changed", "file_share", "channel_join"])},
)


@given(EVENTS)
def test_whatever_an_event_holds_it_is_read_or_put_aside(event: dict[str, Any]) -> None:
    body = {"type": "event_callback", "event_id": "Ev1", "event": event}
    try:
        read(body, US, now=NOW)
    except Odd:
        assert put_aside(body, US, now=NOW).external_id == "odd:Ev1"
