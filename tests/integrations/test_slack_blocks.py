"""Replies as blocks: within Slack's limits whatever they hold, which the double checks as the real platform does."""

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Button, Reply
from integrations.slack.blocks import ROW, blocks, fallback, shown
from tests.slack_server.blocks import check_message_blocks

WORDS = st.text(max_size=60) | st.sampled_from(["", " ", "\n", "*bold*", "<!channel>", "&" * 3_000, "א" * 9_000])
BUTTONS = st.builds(
    Button,
    value=WORDS,
    label=WORDS,
    press=WORDS,
    opens=st.none() | WORDS,
    look=st.sampled_from(["plain", "primary", "danger"]),
)
REPLIES = st.builds(
    Reply,
    text=st.lists(WORDS, max_size=12).map("\n".join),
    standing=WORDS,
    buttons=st.lists(BUTTONS, max_size=80).map(tuple),
    tasks=st.sampled_from([(), ("Q-0001",)]),
)


@given(REPLIES)
def test_slack_takes_every_reply(reply: Reply) -> None:
    message = shown(reply)
    check_message_blocks(message.blocks)
    assert message.blocks
    assert 0 < len(message.text) <= 4_000


def test_a_reply_is_text_then_how_it_stands_then_buttons() -> None:
    buttons = (
        Button(value="yes", label="Confirm", press="ask:a1:yes", look="primary"),
        Button(value="edit", label="Edit", press="ask:a1:edit", opens="draft:7"),
        Button(value="word", label="Only for terminals"),
        Button(value="no", label="Cancel", press="ask:a1:no", look="danger"),
    )
    section, context, actions = blocks(Reply(text="20 *chairs*?", standing="Waits for you", buttons=buttons))
    assert section["text"] == {"type": "plain_text", "text": "20 *chairs*?", "emoji": False}
    assert context["elements"] == [{"type": "plain_text", "text": "Waits for you", "emoji": False}]
    shown_ = [(one["action_id"], one["value"], one.get("style")) for one in actions["elements"]]
    assert shown_ == [
        ("press:0", "ask:a1:yes", "primary"),
        ("open:1", "draft:7", None),
        ("press:3", "ask:a1:no", "danger"),
    ]


def test_many_buttons_stand_five_a_row() -> None:
    buttons = tuple(Button(value=str(n), label=str(n), press=f"new:t{n}:") for n in range(12))
    rows = blocks(Reply(text="What is it?", buttons=buttons))[1:]
    assert [len(row["elements"]) for row in rows] == [ROW, ROW, 2]


def test_the_first_line_of_a_task_is_bold_unless_it_holds_what_could_be_markup() -> None:
    bold, rest = blocks(Reply(text="Q-0001 20 chairs\nfor Milan", tasks=("Q-0001",)))
    assert bold["text"]["text"] == "*Q-0001 20 chairs*"
    assert rest["text"]["text"] == "for Milan"
    for first in ("Q-0001 *20* chairs", "<!channel>", "\u2068Q-0001\u2069 כיסאות", "a :tada: b", "_x_"):
        (only,) = blocks(Reply(text=f"{first}\nfor Milan", tasks=("Q-0001",)))
        assert only["text"]["type"] == "plain_text"


def test_hebrew_keeps_its_isolates() -> None:
    (section,) = blocks(Reply(text="הזמנה \u2068Q-0001\u2069 בטיפול"))
    assert section["text"]["text"] == "הזמנה \u2068Q-0001\u2069 בטיפול"


def test_an_empty_reply_is_still_a_message() -> None:
    assert fallback(Reply(text=" ")) == "…"
    assert blocks(Reply(text=" "))[0]["type"] == "section"


def test_the_fallback_pings_nobody() -> None:
    assert fallback(Reply(text="<!channel> & co", standing="open")) == "&lt;!channel&gt; &amp; co\nopen"
