"""Modals, shortcuts, suggestions and the home tab, with Slack's real library against the double of the platform."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.forms import Asker, Form, Refusal, Submitted
from bot.chat.settings import SlackSettings
from bot.messages import Attached
from integrations.slack.client import Workspaces
from integrations.slack.service import SlackService
from integrations.slack.views import Views
from tests.news import until
from tests.slack_desk import ROOM, TEXTS, Box, Office
from tests.slack_server import TEAM, Delivery, SlackServer, slack_server
from tests.slack_server.things import Json, Message

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALICE, BOB = "U0ALICE", "U0BOB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A workspace with Alice, Bob and a channel, and the app in it."""

    slack: SlackServer
    desk: Office
    box: Box
    client: AsyncWebClient

    def blocks(self, user: str = ALICE) -> dict[str, Json]:
        view = self.slack.modal(user)
        assert view is not None
        return {block["block_id"]: block for block in view.blocks}

    def title(self, user: str = ALICE) -> str:
        view = self.slack.modal(user)
        return str(view.body["title"]["text"]) if view else ""

    async def posted(self, blocks: list[Json], **where: Any) -> Message:
        answer = await self.client.chat_postMessage(text="Q-0001", blocks=blocks, **where)
        return self.slack.message(str(answer["channel"]), str(answer["ts"]))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with slack_server() as slack:
        slack.user(ALICE, "alice", real_name="Alice Bianchi")
        slack.user(BOB, "bob", real_name="Bob Neri")
        slack.channel(ROOM, [ALICE, BOB, slack.workspace().bot_user])
        client = AsyncWebClient(token=slack.workspace().bot_token, base_url=slack.url)
        desk, box = Office(), Box()
        views = Views(desk, box, now=lambda: NOW)
        async with _serving(slack, client, views):
            yield Scene(slack=slack, desk=desk, box=box, client=client)


@asynccontextmanager
async def _serving(slack: SlackServer, client: AsyncWebClient, views: Views) -> AsyncIterator[None]:
    app = AsyncApp(client=client, signing_secret=slack.workspace().signing_secret, process_before_response=True)

    @app.middleware
    async def on_the_spot(
        body: dict[str, Any],
        client: AsyncWebClient,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        return await views.handle(body, client) or BoltResponse(status=404)

    runner = web.AppRunner(app.web_app("/slack/events"), shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        slack.workspace().request_url = f"http://{host}:{port}/slack/events"
        yield
    finally:
        await runner.cleanup()


def button(**more: str) -> list[Json]:
    label = {"type": "plain_text", "text": "Reject"}
    return [{"type": "actions", "elements": [{"type": "button", "text": label, **more}]}]


def fine(delivery: Delivery | None) -> Delivery:
    assert delivery is not None
    assert delivery.acknowledged
    assert delivery.refused is None
    return delivery


async def test_the_shortcut_leads_over_the_choice_of_a_type_to_a_form_and_into_the_inbox(scene: Scene) -> None:
    fine(await scene.slack.shortcut(ALICE, "new_request"))
    view = scene.slack.modal(ALICE)
    assert view is not None
    fine(await scene.slack.act(ALICE, view, "open:type", "quote"))

    assert scene.title() == "A quote for a customer…"
    fine(await scene.slack.suggest(ALICE, view, "value:customer", "ross"))
    fine(await scene.slack.submit(ALICE, {"field:customer": "id:2", "field:notes": "<urgent> & *now*"}))

    assert scene.slack.modal(ALICE) is None
    [message] = scene.box.messages
    direct = scene.slack.dm(ALICE).id
    assert (message.kind, message.account, message.user, message.room) == ("form", TEAM, ALICE, False)
    assert (message.place, message.conversation) == (f"{TEAM}/{direct}", f"slack:{TEAM}:{ALICE}")
    assert message.sender_id == f"slack:{TEAM}/{ALICE}"
    assert message.external_id.startswith(f"form:{view.id}:")
    given = Submitted.model_validate_json(message.text)
    values = {"customer": "id:2", "due": "2026-12-01", "notes": "<urgent> & *now*"}
    assert given == Submitted(key="new:quote", values=values)


async def test_the_types_can_also_be_chosen_with_the_modals_own_button(scene: Scene) -> None:
    fine(await scene.slack.command(ALICE, "/pratica", "New ", channel=ROOM))
    fine(await scene.slack.submit(ALICE, {"field:type": "new:repair"}))

    assert scene.title() == "Repair"


async def test_where_the_answer_to_a_command_is_is_said_or_left_out_but_never_fails() -> None:
    body = {"command": "/pratica", "team_id": TEAM, "user_id": ALICE, "channel_id": ROOM}
    said = await Views(Office(), Box()).answered_elsewhere(body)
    assert said is not None
    assert json.loads(said.body) == {"response_type": "ephemeral", "text": "It is in our direct messages."}
    assert await Views(Speechless(), Box()).answered_elsewhere(body) is None


class Speechless(Office):
    """A desk whose database is gone."""

    def say(self, asker: Asker, text_id: str) -> str:
        raise OSError(text_id)


async def test_a_command_that_says_more_than_new_is_left_to_the_main_road(scene: Scene) -> None:
    delivery = await scene.slack.command(ALICE, "/pratica", "new desks for the office")

    assert delivery.status == 404
    assert scene.slack.modal(ALICE) is None


async def test_errors_stand_at_their_fields_and_nothing_is_kept(scene: Scene) -> None:
    message = await scene.posted(button(action_id="open:0", value="new:quote"), channel=ALICE)
    fine(await scene.slack.act(ALICE, message, "open:0"))
    view = scene.slack.modal(ALICE)
    assert view is not None
    fine(await scene.slack.suggest(ALICE, view, "value:customer", "Neri"))
    delivery = fine(await scene.slack.submit(ALICE, {"field:customer": "Neri", "field:due": "2020-01-01"}))

    errors = {"field:due": "This day is over.", "field:customer": "No price is known."}
    assert delivery.answer == {"response_action": "errors", "errors": errors}
    assert scene.slack.modal(ALICE) is view
    assert scene.box.messages == []


async def test_a_form_of_a_button_in_a_channel_is_answered_in_its_thread(scene: Scene) -> None:
    root = await scene.posted([], channel=ROOM)
    blocks = button(action_id="open:2", value="reason:reject:Q-0001")
    message = await scene.posted(blocks, channel=ROOM, thread_ts=root.ts)
    fine(await scene.slack.act(BOB, message, "open:2"))
    fine(await scene.slack.submit(BOB, {"field:reason": "Too dear"}))

    [kept] = scene.box.messages
    assert (kept.place, kept.room, kept.about) == (f"{TEAM}/{ROOM}/{root.ts}", True, "Q-0001")
    assert kept.conversation == f"slack:{TEAM}:{ROOM}:{root.ts}:{BOB}"
    given = Submitted(key="reason:reject:Q-0001", values={"reason": "Too dear"})
    assert kept.text == given.model_dump_json()


async def test_a_form_that_is_sent_again_is_one_and_with_other_values_another(scene: Scene) -> None:
    message = await scene.posted(button(action_id="open:0", value="reason:reject:Q-0001"), channel=ROOM)
    fine(await scene.slack.act(BOB, message, "open:0"))
    first = fine(await scene.slack.submit(BOB, {"field:reason": "Too dear"}))
    fine(await scene.slack.redeliver(first))
    assert len(scene.box.messages) == 1

    first.payload["view"]["state"]["values"]["field:reason"]["value:reason"]["value"] = "Too late"
    fine(await scene.slack.redeliver(first))
    assert [json.loads(kept.text)["values"]["reason"] for kept in scene.box.messages] == ["Too dear", "Too late"]


async def test_a_message_is_taken_as_it_stands_where_no_type_is_chosen(scene: Scene) -> None:
    file = scene.slack.file("list.pdf", b"%PDF", user=BOB, mimetype="application/pdf")
    text = f"<@{ALICE}> 20 desks & <https://rossi.example|Rossi>"
    fine_or_not = await scene.slack.say(BOB, text, channel=ROOM, files=(file,))
    message = scene.slack.message(ROOM, fine_or_not.payload["event"]["ts"])
    fine(await scene.slack.message_shortcut(ALICE, "from_message", message))
    assert TEXTS["form-message-note"] in json.dumps(scene.blocks())
    assert "📎 list.pdf" in json.dumps(scene.blocks(), ensure_ascii=False)
    fine(await scene.slack.submit(ALICE))

    [kept] = scene.box.messages
    assert kept.kind == "text"
    first, _, source = kept.text.partition("\n\n")
    assert first.startswith("@Alice Bianchi 20 desks & Rossi")
    assert source.startswith("— Bob Neri, http")
    assert source.endswith(f"/archives/{ROOM}/p{message.ts.replace('.', '')}")
    assert kept.attached == (Attached(ref=f"file:{file.id}", name="list.pdf", media_type="application/pdf", size=4),)
    assert kept.place == f"{TEAM}/{scene.slack.dm(ALICE).id}"


@pytest.mark.parametrize("length", [1, 900])
async def test_a_message_fills_in_the_form_of_its_type_however_long_it_is(scene: Scene, length: int) -> None:
    text = "\n".join(["שני שולחנות for Rossi"] * length)
    delivery = await scene.slack.say(BOB, text, channel=ROOM)
    message = scene.slack.message(ROOM, delivery.payload["event"]["ts"])
    fine(await scene.slack.message_shortcut(ALICE, "from_message", message))
    view = scene.slack.modal(ALICE)
    assert view is not None
    fine(await scene.slack.act(ALICE, view, "open:type", "general"))
    fine(await scene.slack.submit(ALICE))

    [kept] = scene.box.messages
    subject = json.loads(kept.text)["values"]["subject"]
    assert subject.startswith("שני שולחנות for Rossi\n")
    assert subject.count("שני שולחנות for Rossi") >= min(length, 125)
    assert len(subject) <= 3_000
    assert "\n\n— Bob Neri, http" in subject


async def test_a_message_goes_along_where_the_form_has_no_field_for_it(scene: Scene) -> None:
    delivery = await scene.slack.say(BOB, "The press is broken", channel=ROOM)
    message = scene.slack.message(ROOM, delivery.payload["event"]["ts"])
    fine(await scene.slack.message_shortcut(ALICE, "from_message", message))
    fine(await scene.slack.submit(ALICE, {"field:type": "new:repair"}))
    fine(await scene.slack.submit(ALICE))

    [kept] = scene.box.messages
    assert json.loads(kept.text)["values"]["message"].startswith("The press is broken\n\n— Bob Neri")


async def test_a_new_name_can_be_entered_where_records_are_searched(scene: Scene) -> None:
    fine(await scene.slack.shortcut(ALICE, "new_request"))
    fine(await scene.slack.submit(ALICE, {"field:type": "quote"}))
    view = scene.slack.modal(ALICE)
    assert view is not None
    offered = fine(await scene.slack.suggest(ALICE, view, "value:customer", "  ros ")).answer or {}
    fine(await scene.slack.submit(ALICE, {"field:customer": "ros"}))

    assert [one["value"] for one in offered["options"]] == ["id:1", "id:2", "ros"]
    assert json.loads(scene.box.messages[0].text)["values"]["customer"] == "ros"


async def test_a_choice_of_more_than_a_hundred_is_searched_in(scene: Scene) -> None:
    fine(await scene.slack.shortcut(ALICE, "new_request"))
    fine(await scene.slack.submit(ALICE, {"field:type": "new:repair"}))
    view = scene.slack.modal(ALICE)
    assert view is not None
    all_of_them = fine(await scene.slack.suggest(ALICE, view, "choice:machine", "")).answer or {}
    some = fine(await scene.slack.suggest(ALICE, view, "choice:machine", "MACHINE 14")).answer or {}
    fine(await scene.slack.submit(ALICE, {"field:machine": "m149"}))

    assert len(all_of_them["options"]) == 100
    assert len(some["options"]) == 11
    assert json.loads(scene.box.messages[0].text)["values"] == {"machine": "m149"}


async def test_a_row_for_one_more_product_is_added_and_nothing_that_was_typed_is_lost(scene: Scene) -> None:
    slack = scene.slack
    message = await scene.posted(button(action_id="open:0", value="new:order"), channel=ALICE)
    fine(await slack.act(ALICE, message, "open:0"))
    view = slack.modal(ALICE)
    assert view is not None
    fine(await slack.suggest(ALICE, view, "value:items.1.product", "desk"))
    slack.fill(
        ALICE, {"field:items.1.product": "id:DESK", "field:items.1.quantity": "20", "field:items": "1 <rug> & a"}
    )
    fine(await slack.act(ALICE, view, "more:rows"))
    fine(await slack.suggest(ALICE, view, "value:items.2.product", "lamp"))
    slack.fill(ALICE, {"field:items.2.product": "id:LAMP", "field:supplier": ""})
    fine(await slack.act(ALICE, view, "more:rows"))
    elements = {name: block["element"] for name, block in scene.blocks().items() if name.startswith("field:")}
    fine(await slack.submit(ALICE, {"field:items.2.quantity": "3"}))

    assert elements["field:items.1.product"]["initial_option"]["text"]["text"] == "The desk of row items.1.product"
    assert elements["field:items"]["initial_value"] == "1 <rug> & a"
    rows = {"items.1.product": "id:DESK", "items.1.quantity": "20", "items.2.product": "id:LAMP"}
    values = {**rows, "items.2.quantity": "3", "items": "1 <rug> & a"}
    assert json.loads(scene.box.messages[0].text) == {"key": "new:order", "values": values}


async def test_rows_end_where_there_may_be_no_more_and_two_presses_at_once_add_one(scene: Scene) -> None:
    slack = scene.slack
    message = await scene.posted(button(action_id="open:0", value="new:order"), channel=ALICE)
    fine(await slack.act(ALICE, message, "open:0"))
    view = slack.modal(ALICE)
    assert view is not None
    fine(await slack.redeliver(fine(await slack.act(ALICE, view, "more:rows"))))
    assert "field:items.2.product" in scene.blocks()
    assert "field:items.3.product" not in scene.blocks()
    for _ in range(3):
        fine(await slack.act(ALICE, view, "more:rows"))

    assert "field:items.5.product" in scene.blocks()
    assert "more:rows" not in scene.blocks()


async def test_the_home_tab_shows_cards_as_text_without_markup(scene: Scene) -> None:
    fine(await scene.slack.open_home(ALICE))
    page = scene.slack.home(ALICE)
    assert page is not None
    texts = [block.get("text", {}).get("text") or block["elements"][0]["text"] for block in page.blocks]

    assert texts[:1] == ["Alice"]
    assert texts[2:] == ["Mine", "Q-0001 <b>*Rossi*</b>", "Open", "Waiting for me", "Nothing waits for you."]
    assert all(block["text"]["type"] == "plain_text" for block in page.blocks if "text" in block)

    fine(await scene.slack.act(ALICE, page, "open:0"))
    assert scene.title() == "New request"


async def test_a_stranger_is_told_on_the_home_tab_and_in_a_modal_why_there_is_nothing(scene: Scene) -> None:
    scene.desk.page = Refusal(text="We do not know you yet.")
    fine(await scene.slack.open_home(BOB))
    page = scene.slack.home(BOB)
    message = await scene.posted(button(action_id="open:0", value="draft:77"), channel=ALICE)
    fine(await scene.slack.act(ALICE, message, "open:0"))

    assert page is not None
    assert page.blocks[0]["text"]["text"] == "We do not know you yet."
    assert "This request is not there any more." in json.dumps(scene.blocks())


async def test_the_messages_tab_publishes_nothing(scene: Scene) -> None:
    fine(await scene.slack.open_home(ALICE, tab="messages"))

    assert scene.slack.home(ALICE) is None


async def test_a_form_stays_open_with_its_words_while_the_inbox_does_not_take_it(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    message = await scene.posted(button(action_id="open:0", value="reason:reject:Q-0001"), channel=ROOM)
    fine(await scene.slack.act(BOB, message, "open:0"))
    scene.box.failing = 2
    delivery = fine(await scene.slack.submit(BOB, {"field:reason": "Too dear"}))

    [text] = (delivery.answer or {})["errors"].values()
    number = text.removeprefix("That did not work. (").removesuffix(")")
    assert any(number in record.getMessage() and record.levelno == logging.ERROR for record in caplog.records)

    scene.box.failing = 0
    fine(await scene.slack.submit(BOB))
    assert len(scene.box.messages) == 1
    assert scene.slack.modal(BOB) is None


async def test_what_goes_wrong_is_told_where_the_person_looks(scene: Scene) -> None:
    message = await scene.posted(button(action_id="open:0", value="new"), channel=ROOM)
    fine(await scene.slack.open_home(ALICE))
    fine(await scene.slack.shortcut(BOB, "new_request"))
    view = scene.slack.modal(BOB)
    assert view is not None
    scene.desk.broken = True

    fine(await scene.slack.act(ALICE, message, "open:0"))
    assert [said.text[:18] for said in scene.slack.ephemerals] == ["That did not work."]
    fine(await scene.slack.shortcut(ALICE, "new_request"))
    assert scene.slack.posted[-1].channel == scene.slack.dm(ALICE).id
    answered = fine(await scene.slack.command(ALICE, "/pratica", "new"))
    assert (answered.answer or {})["response_type"] == "ephemeral"
    fine(await scene.slack.act(BOB, view, "open:type", "quote"))
    assert "That did not work." in json.dumps(scene.blocks(BOB))
    fine(await scene.slack.open_home(ALICE))
    page = scene.slack.home(ALICE)
    assert page is not None
    assert page.blocks[0]["text"]["text"].startswith("That did not work. (")


async def test_a_trigger_that_came_too_late_is_told(scene: Scene) -> None:
    message = await scene.posted(button(action_id="open:0", value="new"), channel=ROOM)
    scene.slack.fail_next("views.open", "expired_trigger_id")
    fine(await scene.slack.act(ALICE, message, "open:0"))

    assert [said.text[:18] for said in scene.slack.ephemerals] == ["That did not work."]


async def test_slack_is_told_that_it_failed_where_the_person_cannot_be(scene: Scene) -> None:
    scene.desk.broken = True
    scene.slack.fail_next("views.publish", "internal_error")
    delivery = await scene.slack.open_home(ALICE)

    assert delivery.status == 500


async def test_a_desk_that_does_not_answer_keeps_nobody_waiting(scene: Scene) -> None:
    gate = threading.Event()

    class Slow(Office):
        def form(self, asker: Asker, key: str, *, rows: int = 1) -> Form | Refusal:
            gate.wait(10)
            return super().form(asker, key, rows=rows)

    views = Views(Slow(), scene.box, seconds=0.05)
    body = {"command": "/pratica", "text": "new", "trigger_id": "1.2.3", "user_id": ALICE, "team_id": TEAM}
    try:
        answer = await views.handle(body, scene.client)
    finally:
        gate.set()

    assert answer is not None
    assert json.loads(answer.body)["text"].startswith("That did not work. (")


async def test_words_that_cannot_even_be_looked_up_are_said_in_all_languages(scene: Scene) -> None:
    class Shut(Office):
        def say(self, asker: Asker, text_id: str) -> str:
            raise OSError("the database is gone")

    desk = Shut()
    desk.broken = True
    body = {"command": "/pratica", "text": "new", "trigger_id": "1.2.3", "user_id": ALICE, "team_id": TEAM}
    answer = await Views(desk, scene.box).handle(body, scene.client)

    assert answer is not None
    text = json.loads(answer.body)["text"]
    assert [part.split()[0] for part in text.split(" · ")] == ["That", "L’operazione", "זה"]


async def test_forms_are_served_over_socket_mode_as_well() -> None:
    async with slack_server() as slack:
        slack.user(ALICE, "alice")
        workspace = slack.workspace()
        settings = SlackSettings.model_validate(
            {"bot_token": workspace.bot_token, "app_token": workspace.app_token, "url": slack.url}
        )
        desk, box, stop = Office(), Box(), asyncio.Event()
        service = SlackService(Workspaces((settings,)), box, Views(desk, box))
        running = asyncio.create_task(service.run(stop))
        await until(lambda: bool(slack.links))

        fine(await slack.shortcut(ALICE, "new_request"))
        fine(await slack.submit(ALICE, {"field:type": "general"}))
        desk.broken = True
        failed = fine(await slack.submit(ALICE, {"field:subject": "The press is broken"}))
        desk.broken = False
        fine(await slack.submit(ALICE))
        stop.set()
        await running

    assert (failed.answer or {})["errors"]["field:subject"].startswith("That did not work. (")
    assert [json.loads(message.text)["values"] for message in box.messages] == [{"subject": "The press is broken"}]
