"""What the updates of Telegram are for us, from payloads as core.telegram.org/bots/api documents them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.messages import InboundMessage
from integrations.telegram.people import Acquainted, language_of
from integrations.telegram.places import Place, answered, message_of, place_of
from integrations.telegram.reading import Left, Moved, Read, Taken, Unreadable, read
from integrations.telegram.wire import User
from integrations.telegram.words import Me
from tests.telegram_office import NOW

BOT = {"id": 7000000001, "is_bot": True, "first_name": "Pratica", "username": "pratica_bot"}
ME = Me(7000000001, "pratica_bot")
DANA = {"id": 42, "is_bot": False, "first_name": "Dana", "last_name": "Levi", "language_code": "he"}
PRIVATE = {"id": 42, "first_name": "Dana", "type": "private"}
GROUP = {"id": -1001234567890, "title": "Purchasing", "type": "supergroup"}
FORUM = {**GROUP, "is_forum": True}
SENT_AT = 1795339800  # 2026-11-22 09:30 UTC


def message(text: str | None = None, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    said = {} if text is None else {"text": text}
    return {"message_id": 17, "from": DANA, "chat": chat, "date": SENT_AT, **said, **more}


def update(kind: str, content: Any, number: int = 900) -> dict[str, Any]:
    return {"update_id": number, kind: content}


def marked(text: str, part: str, kind: str, **more: Any) -> dict[str, Any]:
    """An entity over a part of the text, counted in UTF-16 as Telegram does."""
    begin = len(text[: text.index(part)].encode("utf-16-le")) // 2
    return {"type": kind, "offset": begin, "length": len(part.encode("utf-16-le")) // 2, **more}


def found(raw: Any, **more: Any) -> Read:
    return read(raw, ME, now=NOW, **more)


def taken(raw: Any, **more: Any) -> InboundMessage:
    what = found(raw, **more).what
    assert isinstance(what, Taken), what
    return what.message


def said_in_group(text: str, *entities: dict[str, Any], **more: Any) -> dict[str, Any]:
    return update("message", message(text, chat=GROUP, entities=list(entities), **more))


def test_a_private_message_is_taken_with_everything_that_is_known_of_it() -> None:
    assert taken(update("message", message("quote for Rossi: 20 desks"))) == InboundMessage(
        channel="telegram",
        account="7000000001",
        external_id="42:17",
        conversation="telegram:7000000001:42",
        sender_id="telegram:7000000001/42",
        text="quote for Rossi: 20 desks",
        user="42",
        place="42",
        received_at=NOW,
    )


def test_the_librarys_own_value_is_read_like_the_payload() -> None:
    raw = update("message", message("quote for Rossi: 20 desks"))
    assert taken(Update.de_json(raw, None)) == taken(raw)


def test_in_a_group_each_person_has_a_conversation_of_their_own() -> None:
    text = "@pratica_bot quote for Rossi"
    read_so = taken(said_in_group(text, marked(text, "@pratica_bot", "mention")))
    assert (read_so.conversation, read_so.room, read_so.place, read_so.text) == (
        "telegram:7000000001:-1001234567890::42",
        True,
        "-1001234567890",
        "quote for Rossi",
    )


def test_a_topic_of_a_forum_is_a_place_and_a_conversation_of_its_own() -> None:
    raw = message(
        "/my", chat=FORUM, message_thread_id=5, is_topic_message=True, entities=[marked("/my", "/my", "bot_command")]
    )
    read_so = taken(update("message", raw))
    assert (read_so.place, read_so.conversation) == ("-1001234567890/5", "telegram:7000000001:-1001234567890:5:42")


def test_a_thread_of_answers_in_an_ordinary_group_is_no_topic() -> None:
    raw = message("/my", chat=GROUP, message_thread_id=5, entities=[marked("/my", "/my", "bot_command")])
    assert taken(update("message", raw)).place == "-1001234567890"


@pytest.mark.parametrize(
    ("text", "part", "read_as"),
    [
        ("/status@pratica_bot Q-0001", "/status@pratica_bot", "/status Q-0001"),
        ("/status@PRATICA_BOT  Q-0001", "/status@PRATICA_BOT", "/status Q-0001"),
        ("/START abc_DEF-1", "/START", "/start abc_DEF-1"),
        ("/new", "/new", "/new"),
    ],
)
def test_a_command_loses_the_name_of_the_bot(text: str, part: str, read_as: str) -> None:
    entity = marked(text, part, "bot_command")
    assert taken(update("message", message(text, entities=[entity]))).text == read_as
    assert taken(said_in_group(text, entity)).text == read_as


@pytest.mark.parametrize("speaks", [GROUP, {"id": -100777, "type": "channel", "title": "News"}])
def test_what_a_group_or_a_channel_says_is_nobodys(speaks: dict[str, Any]) -> None:
    """A channel's post comes to its group under the name of user 777000, who is no bot."""
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    text = "ask @pratica_bot"
    marks = marked(text, "@pratica_bot", "mention")
    assert (
        found(said_in_group(text, marks, sender_chat=speaks, is_automatic_forward=True, **{"from": telegram})) == Read()
    )


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        (
            {"type": "user", "sender_user": {"id": 7, "first_name": "Ugo", "last_name": "Rossi", "is_bot": False}},
            "Ugo Rossi",
        ),
        ({"type": "hidden_user", "sender_user_name": "Ugo\u202e"}, "Ugo"),
        ({"type": "chat", "sender_chat": GROUP}, "Purchasing"),
        ({"type": "channel", "chat": {"id": -100777, "type": "channel", "title": "News"}, "message_id": 3}, "News"),
    ],
)
def test_what_somebody_else_wrote_is_forwarded_with_their_name_and_is_no_answer_of_ours(
    origin: dict[str, Any], name: str
) -> None:
    """A customer's "yes" that is passed on must not agree to what waits, nor their "/done" be a command."""
    assert taken(update("message", message("yes", forward_origin=origin))).text == f"yes\n\n— {name}"
    command = message("/done Q-0001", forward_origin=origin, entities=[marked("/done", "/done", "bot_command")])
    assert taken(update("message", command)).text == f"done Q-0001\n\n— {name}"


def test_ones_own_words_that_are_forwarded_are_ones_own() -> None:
    own = {"type": "user", "sender_user": {"id": 42, "is_bot": False, "first_name": "Dana"}}
    assert taken(update("message", message("20 desks", forward_origin=own))).text == "20 desks"


def test_a_code_that_is_forwarded_lets_in() -> None:
    theirs = {"type": "hidden_user", "sender_user_name": "Ugo"}
    assert taken(update("message", message("3F09AC-77D210", forward_origin=theirs))).text == "3F09AC-77D210"


def test_a_command_for_another_bot_is_none_of_ours() -> None:
    text = "/status@weather_bot"
    assert found(said_in_group(text, marked(text, text, "bot_command"))) == Read()


@pytest.mark.parametrize(
    ("text", "name", "read_as"),
    [
        ("@pratica_bot, quote for Rossi", "@pratica_bot", "quote for Rossi"),
        ("quote for Rossi please @Pratica_Bot", "@Pratica_Bot", "quote for Rossi please"),
        ("👍👍 @pratica_bot: הצעת מחיר", "@pratica_bot", "👍👍 הצעת מחיר"),
        ("@pratica_bot", "@pratica_bot", ""),
        ("ask @anna, @pratica_bot, what she needs", "@pratica_bot", "ask @anna, what she needs"),
    ],
)
def test_a_mention_of_us_is_taken_out_and_others_stay(text: str, name: str, read_as: str) -> None:
    assert taken(said_in_group(text, marked(text, name, "mention"))).text == read_as


def test_a_mention_by_name_counts_as_well() -> None:
    text = "Pratica, what is open?"
    assert taken(said_in_group(text, marked(text, "Pratica", "text_mention", user=BOT))).text == "what is open?"


def test_an_answer_to_our_message_is_for_us_and_says_which() -> None:
    ours = {"message_id": 11, "from": BOT, "chat": GROUP, "date": SENT_AT, "text": "Which customer?"}
    what = found(said_in_group("Rossi", reply_to_message=ours)).what
    assert isinstance(what, Taken)
    assert (what.message.text, what.answers) == ("Rossi", "-1001234567890:11")


def test_what_colleagues_say_to_each_other_is_not_taken() -> None:
    theirs = {"message_id": 11, "from": {**DANA, "id": 43}, "chat": GROUP, "date": SENT_AT, "text": "20 desks?"}
    text = "@anna yes"
    assert found(said_in_group(text, marked(text, "@anna", "mention"), reply_to_message=theirs)) == Read()
    assert found(said_in_group("no, 30")) == Read()


@pytest.mark.parametrize(
    "raw",
    [
        update("message", message("hello", **{"from": BOT})),
        update("message", message("hello", **{"from": {"id": 9, "is_bot": True, "first_name": "Weather"}})),
        update("channel_post", {"message_id": 1, "chat": {"id": -100, "type": "channel"}, "date": 1, "text": "news"}),
        update("message", message("news", chat={"id": -100, "type": "channel", "title": "News"})),
        update("message", message(chat=GROUP, pinned_message=message("old", chat=GROUP))),
        update("message", message(chat=GROUP, new_chat_members=[BOT])),
        update("poll", {"id": "1", "question": "?", "options": []}),
        update("edited_message", message(edit_date=SENT_AT, location={"latitude": 32.1, "longitude": 34.8})),
        {"update_id": 900},
    ],
)
def test_what_is_not_said_to_us_is_passed_by(raw: dict[str, Any]) -> None:
    assert found(raw) == Read()


def test_an_edit_stands_in_the_place_of_its_message() -> None:
    edit = taken(update("edited_message", message("30 desks", edit_date=SENT_AT + 60), 901))
    assert (edit.external_id, edit.edits, edit.text) == ("42:17:901", "42:17", "30 desks")
    assert (edit.received_at - NOW).total_seconds() == 60


def test_a_photo_comes_in_its_largest_size_with_its_caption() -> None:
    sizes = [
        {"file_id": "large", "file_unique_id": "l", "width": 1280, "height": 960, "file_size": 90_000},
        {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 67, "file_size": 900},
    ]
    read_so = taken(update("message", message(photo=sizes, caption="the broken chair")))
    (file,) = read_so.attached
    assert read_so.text == "the broken chair"
    assert (file.ref, file.name, file.media_type, file.size) == ("large", "photo-17.jpg", "image/jpeg", 90_000)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Offerta 2026.pdf", "Offerta 2026.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("c:\\temp\\x.exe", "c__temp_x.exe"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("הצעת מחיר.xlsx", "הצעת מחיר.xlsx"),
        ("", "file-17"),
        (" . ", "file-17"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_a_document_gets_a_name_that_is_safe(said: str, name: str) -> None:
    file = {"file_id": "doc", "file_unique_id": "d", "file_name": said, "mime_type": "application/pdf", "file_size": 5}
    (attached,) = taken(update("message", message(document=file))).attached
    assert (attached.ref, attached.name, attached.media_type) == ("doc", name, "application/pdf")


def test_the_pictures_of_an_album_belong_together_also_in_a_group() -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    caption = "@pratica_bot these are broken"
    first = message(chat=GROUP, photo=photo, media_group_id="777", caption=caption)
    first["caption_entities"] = [marked(caption, "@pratica_bot", "mention")]
    rest = message(chat=GROUP, photo=photo, media_group_id="777")
    begun = taken(update("message", first))
    assert (begun.album, begun.text) == ("-1001234567890:777", "these are broken")
    assert found(update("message", rest)) == Read()
    follows = taken(update("message", rest), of_our_album={begun.album}.__contains__)
    assert (follows.album, follows.text) == (begun.album, "")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, "voice"),
        ({"video_note": {"file_id": "v", "file_unique_id": "v", "duration": 3, "length": 9}}, "video_note"),
        ({"sticker": {"file_id": "s"}}, "sticker"),
        ({"location": {"latitude": 32.1, "longitude": 34.8}}, "location"),
        ({"contact": {"phone_number": "+39", "first_name": "Anna"}}, "contact"),
        ({"hologram": {"depth": 3}}, "other"),
    ],
)
def test_what_cannot_be_read_is_named_so_that_it_is_answered_kindly(content: dict[str, Any], kind: str) -> None:
    read_so = taken(update("message", message(**content)))
    assert (read_so.text, read_so.kind, read_so.attached) == (f"/unsupported {kind}", "text", ())


def test_a_press_is_taken_with_the_message_that_its_button_is_on() -> None:
    on = {
        "message_id": 11,
        "from": BOT,
        "chat": FORUM,
        "date": SENT_AT,
        "message_thread_id": 5,
        "is_topic_message": True,
    }
    raw = update(
        "callback_query", {"id": "4444", "from": DANA, "chat_instance": "1", "message": on, "data": "ask:a1:yes"}
    )
    read_so = found(raw)
    assert isinstance(read_so.what, Taken)
    said = read_so.what.message
    assert (said.kind, said.text, said.external_id, said.received_at) == ("press", "ask:a1:yes", "press:4444", NOW)
    assert (said.place, said.conversation) == ("-1001234567890/5", "telegram:7000000001:-1001234567890:5:42")
    assert (read_so.press, read_so.what.answers) == ("4444", "-1001234567890:11")


def test_a_press_on_a_message_that_is_too_old_to_be_shown_is_taken() -> None:
    old = {"message_id": 11, "chat": PRIVATE, "date": 0}
    said = taken(
        update("callback_query", {"id": "5", "from": DANA, "chat_instance": "1", "message": old, "data": "new:quote:"})
    )
    assert (said.text, said.place) == ("new:quote:", "42")


def test_a_press_that_nobody_understands_is_put_aside_and_answered_all_the_same() -> None:
    on = {"message_id": 11, "chat": PRIVATE, "date": 0}
    read_so = found(
        update("callback_query", {"id": "5", "from": DANA, "chat_instance": "1", "message": on, "data": "v1|yes"})
    )
    assert isinstance(read_so.what, Unreadable)
    assert (read_so.press, read_so.what.message.external_id) == ("5", "update:900")


def changed(chat: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    standings = {"old_chat_member": {"user": BOT, "status": before}, "new_chat_member": {"user": BOT, "status": after}}
    return update("my_chat_member", {"chat": chat, "from": DANA, "date": SENT_AT, **standings})


def test_whoever_blocks_the_bot_has_left() -> None:
    assert found(changed(PRIVATE, "member", "kicked")) == Read(Left("42"))


@pytest.mark.parametrize(("chat", "after"), [(PRIVATE, "member"), (GROUP, "member"), (GROUP, "administrator")])
def test_whoever_lets_the_bot_in_is_greeted(chat: dict[str, Any], after: str) -> None:
    said = taken(changed(chat, "kicked", after))
    assert (said.text, said.external_id, said.room) == ("/hello", "member:900", chat is GROUP)


@pytest.mark.parametrize(
    "raw",
    [
        changed(GROUP, "member", "kicked"),
        changed(GROUP, "member", "administrator"),
        changed({"id": -9, "type": "channel"}, "left", "member"),
    ],
)
def test_other_changes_of_our_standing_are_passed_by(raw: dict[str, Any]) -> None:
    assert found(raw) == Read()


def test_a_group_that_becomes_a_supergroup_has_moved_by_either_notice() -> None:
    group = {"id": -4000, "title": "Purchasing", "type": "group"}
    assert found(update("message", message(chat=group, migrate_to_chat_id=-1001234567890))) == Read(
        Moved("-4000", "-1001234567890")
    )
    assert found(update("message", message(chat=GROUP, migrate_from_chat_id=-4000))) == Read(
        Moved("-4000", "-1001234567890")
    )


@pytest.mark.parametrize(
    "raw",
    [
        update("message", {"text": "no chat, no date"}),
        update("message", message("far", date=10**18)),
        update("message", "hello"),
        update("thought", {"of": DANA}),
        update("message", message("x", entities=[{"type": "mention", "offset": -1, "length": 4}])),
        {"message": message("no number")},
        ["a list"],
        "a text",
        None,
    ],
)
def test_what_has_a_shape_that_cannot_be_read_is_put_aside_whole(raw: Any) -> None:
    what = found(raw).what
    assert isinstance(what, Unreadable)
    assert what.reason
    assert what.message.text == (raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False))
    assert what.message.external_id.startswith("update:")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    "update_id message edited_message callback_query my_chat_member from chat id date text".split()
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_no_payload_makes_the_reading_fail(raw: Any) -> None:
    assert isinstance(found(raw), Read)


def test_an_entity_beyond_the_text_does_no_harm() -> None:
    raw = message("hello", entities=[{"type": "mention", "offset": 3, "length": 99}])
    assert taken(update("message", raw)).text == "hello"


def test_halves_of_characters_become_storable() -> None:
    assert taken(update("message", message("a\ud83d b\0"))).text == "a\ufffd b\ufffd"


def test_the_language_of_the_app_is_remembered_of_whoever_wrote() -> None:
    acquainted = Acquainted()
    acquainted.meet(User.model_validate(DANA))
    known = acquainted.get("42")
    assert known is not None
    assert (known.name, known.language, known.robot, known.email) == ("Dana Levi", "he", False, None)
    assert acquainted.get("43") is None


def test_only_so_many_people_are_remembered() -> None:
    acquainted = Acquainted()
    for number in range(10_001):
        acquainted.meet(User(id=number, first_name="A"))
    assert acquainted.get("0") is None
    assert acquainted.get("10000") is not None


@pytest.mark.parametrize(
    ("code", "language"), [("he", "he"), ("iw", "he"), ("it-IT", "it"), ("EN", "en"), ("de", None), (None, None)]
)
def test_a_language_tag_is_read_as_far_as_we_speak_it(code: str | None, language: str | None) -> None:
    assert language_of(code) == language


def test_places_and_messages_are_written_as_they_are_read() -> None:
    assert [str(place_of(said)) for said in ("42", "-100/5")] == ["42", "-100/5"]
    assert place_of("-100/5") == Place(-100, 5)
    assert message_of("-100:7") == (-100, 7)
    for wrong in ("", "T1/C1", "42/", "42/-1", "9" * 30):
        with pytest.raises(ValueError, match="no chat"):
            place_of(wrong)
    with pytest.raises(ValueError, match="no message"):
        message_of("-100")


@pytest.mark.parametrize(
    ("external_id", "number"),
    [
        ("-100:7", 7),
        ("-100:7:901", 7),
        ("42:7", None),
        ("press:7", None),
        ("member:900", None),
        ("", None),
        (None, None),
    ],
)
def test_an_answer_knows_the_message_that_it_answers(external_id: str | None, number: int | None) -> None:
    assert answered(external_id, -100) == number
