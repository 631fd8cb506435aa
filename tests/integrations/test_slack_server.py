"""The double of Slack, tried with Slack's own libraries: what it does, what it refuses, what it sends."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.news import until
from tests.slack_server import SlackServer, slack_server
from tests.slack_server.apps import Listening, client_of, over_http, over_socket
from tests.slack_server.cases import (
    ANNA,
    BAD_BLOCKS,
    BAD_VIEWS,
    BRUNO,
    GOOD_BLOCKS,
    HALL,
    ROOM,
    SECRET,
    WRONG_CALLS,
    actions,
    button,
    menu,
    modal,
    option,
    plain,
    question,
)
from tests.slack_server.things import Json


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as running:
        bot = running.workspace().bot_user
        running.user(ANNA, "anna", locale="it-IT")
        running.user(BRUNO, "bruno", deleted=True)
        running.channel(ROOM, [ANNA, bot], name="acquisti")
        running.channel(SECRET, [ANNA], private=True)
        running.channel(HALL, [ANNA])
        yield running


@pytest.fixture
def client(server: SlackServer) -> AsyncWebClient:
    return client_of(server)


async def refused(client: AsyncWebClient, method: str, **arguments: Any) -> Json:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=arguments)
    answer: Json = caught.value.response.data
    return answer


# The Web API


async def test_a_message_is_posted_changed_and_deleted(server: SlackServer, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel=ROOM, text="Ciao", blocks=GOOD_BLOCKS)
    (message,) = server.posted
    assert (message.channel, message.ts, message.text, len(message.blocks)) == (ROOM, answer["ts"], "Ciao", 6)
    assert all(block["block_id"] for block in message.blocks)
    await client.chat_update(channel=ROOM, ts=message.ts, text="Fatto", blocks=[])
    assert (message.text, message.blocks, bool(message.edited)) == ("Fatto", [], True)
    assert server.message(ROOM, message.ts) is message
    long = await refused(client, "chat.update", channel=ROOM, ts=message.ts, text="x" * 4001)
    assert (long["error"], message.text) == ("msg_too_long", "Fatto")
    await client.chat_delete(channel=ROOM, ts=message.ts)
    assert not server.posted


@pytest.mark.parametrize("form", [True, False])
async def test_forms_and_json_are_read_alike(server: SlackServer, client: AsyncWebClient, *, form: bool) -> None:
    given = {"channel": ROOM, "text": "Ciao", "blocks": '[{"type": "divider"}]', "thread_ts": ""}
    await client.api_call("chat.postMessage", data=given if form else None, json=None if form else given)
    assert [block["type"] for block in server.posted[0].blocks] == ["divider"]
    assert server.calls[-1].method == "chat.postMessage"


@pytest.mark.parametrize("wrong", BAD_BLOCKS)
async def test_blocks_that_slack_refuses_are_refused(server: SlackServer, client: AsyncWebClient, wrong: str) -> None:
    answer = await refused(client, "chat.postMessage", channel=ROOM, text="x", blocks=BAD_BLOCKS[wrong])
    assert answer["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks" in answer["errors"][0]
    assert not server.posted


@pytest.mark.parametrize("wrong", BAD_VIEWS)
async def test_views_that_slack_refuses_are_refused(server: SlackServer, client: AsyncWebClient, wrong: str) -> None:
    trigger = server.new_trigger(ANNA)
    answer = await refused(client, "views.open", trigger_id=trigger, view=BAD_VIEWS[wrong])
    assert answer["error"] == "invalid_arguments"
    assert "[json-pointer:/view" in answer["response_metadata"]["messages"][0]
    assert not server.views


@pytest.mark.parametrize(("method", "arguments", "error"), WRONG_CALLS)
async def test_a_wrong_call_gets_slacks_own_error(
    server: SlackServer, client: AsyncWebClient, method: str, arguments: Json, error: str
) -> None:
    assert (await refused(client, method, **arguments))["error"] == error


async def test_tokens_and_scopes_are_checked(server: SlackServer, client: AsyncWebClient) -> None:
    assert (await refused(client_of(server, "xoxb-wrong"), "auth.test"))["error"] == "invalid_auth"
    server.workspace().scopes -= {"reactions:write", "users:read.email"}
    answer = await refused(client, "reactions.add", channel=ROOM, timestamp="1.2", name="eyes")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "reactions:write")
    assert "chat:write" in answer["provided"]
    known = await client.users_info(user=ANNA, include_locale=True)
    assert "reactions:write" not in known.headers["x-oauth-scopes"]
    assert "email" not in known["user"]["profile"]
    assert (known["user"]["locale"], known["user"]["tz"]) == ("it-IT", "Europe/Rome")
    server.workspace().scopes.add("users:read.email")
    assert (await client.users_info(user=ANNA))["user"]["profile"]["email"] == "anna@norland.example"


async def test_workspaces_do_not_see_each_other(server: SlackServer) -> None:
    other = server.workspace("T0SUDLAND")
    server.user("U0SARA", "sara", team=other.id)
    client = client_of(server, other.bot_token)
    assert (await client.auth_test())["team_id"] == "T0SUDLAND"
    assert (await refused(client, "chat.postMessage", channel=ROOM, text="x"))["error"] == "channel_not_found"
    assert (await refused(client, "users.info", user=ANNA))["error"] == "user_not_found"
    assert {member["name"] for member in (await client.users_list())["members"]} == {"pratica", "sara"}


async def test_a_limit_is_told_and_then_over(server: SlackServer, client: AsyncWebClient) -> None:
    server.limit("chat.postMessage", retry_after=0)
    answer = await refused(client, "chat.postMessage", channel=ROOM, text="x")
    assert answer["error"] == "ratelimited"
    server.limit("chat.postMessage", retry_after=0, times=2)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    await client.chat_postMessage(channel=ROOM, text="x")
    assert len(server.posted) == 1


@pytest.mark.parametrize("after", [True, False])
async def test_a_cut_leaves_the_work_done_or_not(server: SlackServer, client: AsyncWebClient, *, after: bool) -> None:
    server.cut_next("chat.postMessage", after=after)
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=ROOM, text="x")
    assert len(server.posted) == int(after)


async def test_slacks_own_client_posts_twice_when_the_answer_is_cut(server: SlackServer) -> None:
    """Its usual handler repeats a call after a lost connection, though the first one was done."""
    server.cut_next("chat.postMessage")
    await AsyncWebClient(server.workspace().bot_token, base_url=server.url).chat_postMessage(channel=ROOM, text="x")
    assert len(server.posted) == 2


async def test_failures_can_be_planned(server: SlackServer, client: AsyncWebClient) -> None:
    server.fail_next("chat.postMessage", "internal_error")
    assert (await refused(client, "chat.postMessage", channel=ROOM, text="x"))["error"] == "internal_error"
    server.fail_next("chat.postMessage")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=ROOM, text="x")
    assert caught.value.response.status_code == 500


async def test_history_and_replies_show_what_was_said(server: SlackServer, client: AsyncWebClient) -> None:
    metadata = {"event_type": "pratica", "event_payload": {"key": "k1"}}
    first = (await client.chat_postMessage(channel=ROOM, text="1", metadata=metadata))["ts"]
    reply = (await client.chat_postMessage(channel=ROOM, text="1a", thread_ts=first))["ts"]
    last = (await client.chat_postMessage(channel=ROOM, text="2"))["ts"]
    assert first < reply < last
    shown = await client.conversations_history(channel=ROOM, include_all_metadata=True)
    assert [message["ts"] for message in shown["messages"]] == [last, first]
    assert shown["messages"][1]["metadata"] == metadata
    assert "metadata" not in (await client.conversations_history(channel=ROOM))["messages"][1]
    inner = await client.conversations_history(channel=ROOM, oldest=first, latest=last)
    assert inner["messages"] == []
    both = await client.conversations_history(channel=ROOM, oldest=first, latest=last, inclusive=True, limit=1)
    assert [message["ts"] for message in both["messages"]] == [last]
    cursor = both["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(
        channel=ROOM, oldest=first, latest=last, inclusive=True, limit=1, cursor=cursor
    )
    assert [message["ts"] for message in rest["messages"]] == [first]
    thread = await client.conversations_replies(channel=ROOM, ts=first, include_all_metadata=True)
    assert [message["text"] for message in thread["messages"]] == ["1", "1a"]
    assert thread["messages"][0]["reply_count"] == 1


async def test_only_its_own_messages_can_be_changed(server: SlackServer, client: AsyncWebClient) -> None:
    server.patience = 0.01
    await server.say(ANNA, "ciao", channel=ROOM)
    ts = server.messages[ROOM][0].ts
    assert (await refused(client, "chat.update", channel=ROOM, ts=ts, text="x"))["error"] == "cant_update_message"
    assert (await refused(client, "chat.delete", channel=ROOM, ts=ts))["error"] == "cant_delete_message"
    await client.reactions_add(channel=ROOM, timestamp=ts, name="eyes")
    again = await refused(client, "reactions.add", channel=ROOM, timestamp=ts, name="eyes")
    assert again["error"] == "already_reacted"


async def test_a_person_is_written_to_directly(server: SlackServer, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=ANNA)
    direct = opened["channel"]["id"]
    assert direct.startswith("D")
    await client.chat_postMessage(channel=ANNA, text="Ciao")
    assert server.posted[0].channel == direct
    assert (await client.conversations_info(channel=direct))["channel"]["user"] == ANNA
    assert (await client.conversations_members(channel=ROOM))["members"] == [ANNA, server.workspace().bot_user]
    await client.chat_postEphemeral(channel=ROOM, user=ANNA, text="Solo per te")
    assert (server.ephemerals[0].seen_by, len(server.posted)) == (ANNA, 1)


async def test_a_file_goes_up_and_another_comes_down(server: SlackServer, client: AsyncWebClient) -> None:
    await client.files_upload_v2(filename="ordine.pdf", content=b"%PDF", channel=ROOM, initial_comment="Ecco")
    (upload,) = server.uploads
    assert (upload.name, upload.content, upload.shared) == ("ordine.pdf", b"%PDF", [ROOM])
    assert server.posted[0].files[0]["name"] == "ordine.pdf"
    picture = server.file("foto.png", b"PNG", user=ANNA, mimetype="image/png")
    url = (await client.files_info(file=picture.id))["file"]["url_private_download"]
    good = {"Authorization": f"Bearer {server.workspace().bot_token}"}
    async with aiohttp.ClientSession() as session:
        async with session.get(url, headers=good) as response:
            assert (await response.read(), response.content_type) == (b"PNG", "image/png")
        async with session.get(url) as response:
            assert (response.status, response.content_type) == (200, "text/html")


async def test_a_trigger_opens_one_modal_and_grows_old(server: SlackServer, client: AsyncWebClient) -> None:
    trigger = server.new_trigger(ANNA)
    await client.views_open(trigger_id=trigger, view=modal(question()))
    again = await refused(client, "views.open", trigger_id=trigger, view=modal())
    assert again["error"] == "exchanged_trigger_id"
    late = server.new_trigger(ANNA)
    server.pass_time(3.1)
    assert (await refused(client, "views.open", trigger_id=late, view=modal()))["error"] == "expired_trigger_id"
    (view,) = server.views
    assert server.modal(ANNA) is view
    stale = view.hash
    await client.views_update(view_id=view.id, hash=stale, view=modal(title=plain("Changed")))
    assert view.body["title"]["text"] == "Changed"
    conflict = await refused(client, "views.update", view_id=view.id, hash=stale, view=modal())
    assert conflict["error"] == "hash_conflict"


async def test_modals_lie_three_deep_at_most(server: SlackServer, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=server.new_trigger(ANNA), view=modal())
    for _ in range(2):
        top = server.modal(ANNA)
        assert top
        await client.views_push(trigger_id=server.new_trigger(ANNA, top.id), view=modal())
    trigger = server.new_trigger(ANNA, server.views[-1].id)
    assert (await refused(client, "views.push", trigger_id=trigger, view=modal()))["error"] == "push_limit_reached"


async def test_a_home_tab_is_published_and_replaced(server: SlackServer, client: AsyncWebClient) -> None:
    for text in ("one", "two"):
        view = {"type": "home", "blocks": [{"type": "header", "text": plain(text)}]}
        await client.views_publish(user_id=ANNA, view=view)
    home = server.home(ANNA)
    assert home
    assert home.blocks[0]["text"]["text"] == "two"
    assert server.modal(ANNA) is None


# What people do, with the real Bolt behind it


@pytest.fixture(params=[over_socket, over_http], ids=["socket", "http"])
async def app(server: SlackServer, request: pytest.FixtureRequest) -> AsyncIterator[Listening]:
    listening = Listening(server)
    async with request.param(server, listening.bolt):
        yield listening


async def test_events_reach_the_app_and_are_acknowledged(server: SlackServer, app: Listening) -> None:
    picture = server.file("foto.png", b"PNG", user=ANNA)
    said = await server.say(ANNA, "1 < 2 & <@U0BRUNO>")
    message = server.messages["D0ANNA"][0]
    deliveries = [
        said,
        *await server.mention(ANNA, "ordina carta", channel=ROOM),
        await server.say(ANNA, "sì", thread_ts=message.ts),
        await server.edit(ANNA, message, "2 > 1"),
        await server.say(ANNA, "guarda", channel=ROOM, files=(picture,)),
        await server.react(ANNA, message, "eyes"),
        await server.unreact(ANNA, message, "eyes"),
        await server.open_home(ANNA),
        await server.join_team(ANNA),
        await server.change_profile(ANNA, locale="he-IL"),
    ]
    assert all(delivery.acknowledged for delivery in deliveries)
    await until(lambda: len(app.came) == len(deliveries))
    assert len({body["event_id"] for body in app.came}) == len(deliveries)
    events = [delivery.payload["event"] for delivery in deliveries]
    assert events[0]["text"] == "1 &lt; 2 &amp; <@U0BRUNO>"
    assert [event["type"] for event in events[1:3]] == ["app_mention", "message"]
    assert (events[4]["subtype"], events[4]["message"]["text"]) == ("message_changed", "2 &gt; 1")
    assert (events[5]["subtype"], events[5]["files"][0]["id"]) == ("file_share", picture.id)


async def test_a_press_says_where_it_was_made(server: SlackServer, client: AsyncWebClient, app: Listening) -> None:
    pickers = [button("go", value="7"), menu(option("a"), option("b")), {"type": "datepicker", "action_id": "d"}]
    await client.chat_postMessage(channel=ROOM, text="?", blocks=[actions(*pickers)])
    (message,) = server.posted
    pressed = await server.act(ANNA, message, "go")
    assert pressed.acknowledged
    assert pressed.payload["actions"][0]["value"] == "7"
    assert pressed.payload["container"]["message_ts"] == message.ts
    chosen = await server.act(ANNA, message, "menu", "b")
    assert chosen.payload["actions"][0]["selected_option"]["value"] == "b"
    picked = await server.act(ANNA, message, "d", "2026-12-24")
    assert picked.payload["actions"][0]["selected_date"] == "2026-12-24"
    for action_id, value in (("menu", "c"), ("none", None)):
        with pytest.raises(LookupError):
            await server.act(ANNA, message, action_id, value)
    assert (await server.act(ANNA, message, "old", element=button("old", value="x"))).acknowledged
    sender = AsyncWebhookClient(pressed.payload["response_url"])
    assert (await sender.send(text="Fatto", replace_original=True)).status_code == 200
    assert (message.text, message.blocks) == ("Fatto", [])
    for _ in range(4):
        await sender.send(text="Per te")
    assert (await sender.send(text="Per te")).status_code == 404
    assert len(server.ephemerals) == 4


async def test_a_modal_is_filled_in_refused_and_sent(
    server: SlackServer, client: AsyncWebClient, app: Listening
) -> None:
    outside = {"type": "external_select", "action_id": "party", "min_query_length": 1}
    begun = await server.shortcut(ANNA, "new_request")
    view = modal(question("note"), question("who", outside), callback_id="new")
    await client.views_open(trigger_id=begun.payload["trigger_id"], view=view)
    top = server.modal(ANNA)
    assert top
    app.answers["block_suggestion"] = {"options": [option("s7", "Rossi")]}
    assert (await server.suggest(ANNA, top, "party", "ros")).answer == {"options": [option("s7", "Rossi")]}
    with pytest.raises(ValueError, match="required"):
        await server.submit(ANNA, {"who": "s7"})
    app.answers["view_submission"] = {"response_action": "errors", "errors": {"note": "Troppo corto"}}
    refusal = await server.submit(ANNA, {"note": "x", "who": "s7"})
    assert (refusal.answer or {})["errors"] == {"note": "Troppo corto"}
    assert refusal.payload["view"]["state"]["values"]["who"]["party"]["selected_option"]["value"] == "s7"
    for answer, error in (
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, "invalid_errors"),
        ({"response_action": "update", "view": modal(title=plain("x" * 25))}, "invalid_arguments"),
    ):
        app.answers["view_submission"] = answer
        assert (await server.submit(ANNA)).refused == error
    assert top.open
    app.answers["view_submission"] = {}
    assert (await server.submit(ANNA)).refused is None
    assert server.modal(ANNA) is None


async def test_commands_shortcuts_and_closing_are_told(
    server: SlackServer, client: AsyncWebClient, app: Listening
) -> None:
    app.answers["command"] = {"text": "Ecco"}
    assert (await server.command(ANNA, "/pratica", "status")).answer == {"text": "Ecco"}
    assert server.ephemerals[0].text == "Ecco"
    await client.chat_postMessage(channel=ROOM, text="x")
    chosen = await server.message_shortcut(ANNA, "make_request", server.posted[0])
    assert (chosen.acknowledged, chosen.payload["message"]["text"]) == (True, "x")
    await client.views_open(trigger_id=chosen.payload["trigger_id"], view=modal(notify_on_close=True))
    closed = await server.close_modal(ANNA)
    assert closed
    assert (closed.acknowledged, closed.payload["is_cleared"]) == (True, False)


async def test_an_event_comes_again_with_its_marks(server: SlackServer, app: Listening) -> None:
    first = await server.say(ANNA, "ciao")
    again = await server.redeliver(first)
    assert (again.acknowledged, again.retries) == (True, 1)
    await until(lambda: len(app.came) == 2)
    assert app.came[0]["event_id"] == app.came[1]["event_id"]
    assert app.retries[-1] == "1"


async def test_wrong_and_old_signatures_are_not_taken_by_bolt(server: SlackServer) -> None:
    async with over_http(server, Listening(server).bolt):
        assert (await server.verify_url()).acknowledged
        server.skew = -3600
        assert (await server.say(ANNA, "ciao")).status == 401
        server.skew = 0
        server.workspace().signing_secret = "another"
        assert (await server.say(ANNA, "ciao")).status == 401
    assert len(server.unacknowledged) == 2


async def test_what_nobody_acknowledged_comes_over_the_next_connection(server: SlackServer) -> None:
    server.patience = 0.05
    waiting = await server.say(ANNA, "ciao")
    assert not waiting.acknowledged
    server.patience = 3
    app = Listening(server)
    async with over_socket(server, app.bolt):
        await until(lambda: waiting.acknowledged)
        assert waiting.retries == 0


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_a_connection_is_renewed_when_slack_says_so(server: SlackServer, reason: Any) -> None:
    app = Listening(server)
    async with over_socket(server, app.bolt):
        await until(lambda: len(server.links) == 1)
        old = server.links[0]
        await server.disconnect(reason)
        await until(lambda: len(server.links) == 1 and old not in server.links)
        assert (await server.say(ANNA, "ciao")).acknowledged


async def test_an_envelope_acknowledged_too_late_is_sent_again_over_the_next_connection(server: SlackServer) -> None:
    token = server.workspace().app_token
    url = (await client_of(server).apps_connections_open(app_token=token))["url"]
    server.patience = 0.1
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            delivery = await server.say(ANNA, "ciao")
            envelope = await socket.receive_json()
            assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
            await until(lambda: delivery.late == 1)
            server.cut_sockets()
            await until(lambda: not server.links)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
    server.patience = 3
    app = Listening(server)
    async with over_socket(server, app.bolt):
        await until(lambda: delivery.acknowledged)
    assert (delivery.retries, delivery.reason) == (1, "timeout")


async def test_an_app_that_does_not_answer_in_time_has_not_acknowledged(server: SlackServer) -> None:
    ended = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    listener = await asyncio.start_server(silent, "127.0.0.1", 0)
    server.workspace().request_url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/slack"
    server.patience = 0.05
    assert not (await server.say(ANNA, "ciao")).acknowledged
    ended.set()
    listener.close()
    assert not (await server.say(ANNA, "ciao")).acknowledged


async def test_slack_tells_nothing_of_a_channel_without_the_app(server: SlackServer) -> None:
    with pytest.raises(ValueError, match="not in"):
        await server.say(ANNA, "ciao", channel=HALL)
    with pytest.raises(ValueError, match="not in"):
        await server.say(BRUNO, "ciao", channel=ROOM)
    assert not server.deliveries


async def test_many_messages_at_once_are_all_acknowledged(server: SlackServer, app: Listening) -> None:
    deliveries = await asyncio.gather(*(server.say(ANNA, str(number)) for number in range(200)))
    assert all(delivery.acknowledged for delivery in deliveries)
    await until(lambda: len(app.came) == 200)
