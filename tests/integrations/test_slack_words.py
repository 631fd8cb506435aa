"""What a message of Slack's brings besides its text, which Slack puts in more places than one."""

from tests.chat_intake import Kept
from tests.slack_intake import ALICE, BOB, ROOM, last, office, road
from tests.slack_server import slack_server


async def test_emoji_come_as_the_signs_that_were_typed() -> None:
    """So that a thumb under a proposal is the approval that it is on every other channel."""
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        await server.say(ALICE, "👍🏽")
        await server.edit(ALICE, last(server, "DALICE"), "✅ 20 chairs")
    assert [message.text for message in taken.messages] == ["👍🏽", "✅ 20 chairs"]


async def test_a_message_that_is_shared_with_us_comes_with_its_text_its_author_and_its_files() -> None:
    """Slack puts all of it into an attachment, and leaves the text empty where nothing is written beside it."""
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        plan = server.file("plan.pdf", b"%PDF", user=BOB)
        await server.say(BOB, "*20* chairs & a desk 👍", channel=ROOM, files=(plan,))
        theirs = last(server, ROOM)
        await server.share(ALICE, theirs)
        await server.share(ALICE, theirs, "for Rossi please")
    alone, with_words = taken.messages
    source = f"— Bob Cohen, https://norland.slack.com/archives/{ROOM}/p{theirs.ts.replace('.', '')}"
    assert alone.text == f"20 chairs & a desk 👍\n\n{source}"
    assert with_words.text == f"for Rossi please\n\n20 chairs & a desk 👍\n\n{source}"
    assert [file.name for file in (*alone.attached, *with_words.attached)] == ["plan.pdf", "plan.pdf"]


async def test_files_of_a_mention_are_taken_though_one_of_its_events_leaves_them_out() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        plan = server.file("plan.pdf", b"%PDF", user=ALICE)
        await server.mention(ALICE, "20 chairs as on this plan", channel=ROOM, files=(plan,))
    (message,) = taken.messages
    assert [file.name for file in message.attached] == ["plan.pdf"]


async def test_a_mention_by_which_we_are_invited_is_taken_though_it_has_one_event_only() -> None:
    taken = Kept()
    async with slack_server() as server, road(office(server), intake=taken):
        server.channel("CNEW", [ALICE])
        await server.invite_by_mention(ALICE, "20 chairs", channel="CNEW")
    assert [message.text for message in taken.messages] == ["20 chairs"]
