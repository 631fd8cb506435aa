"""What the real Bot API refuses and in which words, and the HTML that it takes or not: tables for the tests."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from tests.telegram_server.client import buttons
from tests.telegram_server.people import Person
from tests.telegram_server.values import Chat

Ask = Callable[[Bot, Person, Chat], Awaitable[Any]]


def many(count: int, width: int) -> InlineKeyboardMarkup:
    cells = [InlineKeyboardButton(str(number), callback_data=str(number)) for number in range(count)]
    return InlineKeyboardMarkup([cells[start : start + width] for start in range(0, count, width)])


REFUSED: list[tuple[Ask, str]] = [
    (lambda bot, anna, _: bot.send_message(5, "x"), "Chat not found"),
    (lambda bot, anna, _: bot.send_message("@nobody_here", "x"), "Chat not found"),
    (lambda bot, anna, _: bot.send_message("", "x"), "Chat_id is empty"),
    (lambda bot, anna, _: bot.send_message(anna.id, ""), "Message text is empty"),
    (lambda bot, anna, _: bot.send_message(anna.id, " \n "), "Message text is empty"),
    (lambda bot, anna, _: bot.send_message(anna.id, "<b> </b>", parse_mode="HTML"), "Message text is empty"),
    (lambda bot, anna, _: bot.send_message(anna.id, "x" * 4097), "Message is too long"),
    (lambda bot, anna, _: bot.send_message(anna.id, "😀" * 2049), "Message is too long"),
    (lambda bot, anna, _: bot.send_message(anna.id, "x", parse_mode="Wiki"), "Unsupported parse_mode"),
    (lambda bot, anna, _: bot.send_document(anna.id, b"x", caption="x" * 1025), "Message caption is too long"),
    (lambda bot, anna, _: bot.send_document(anna.id, b""), "File must be non-empty"),
    (lambda bot, anna, _: bot.send_document(anna.id, "nosuchid"), "Wrong file identifier/http url specified"),
    (lambda bot, anna, _: bot.send_photo(anna.id, b"no picture"), "Image_process_failed"),
    (lambda bot, anna, _: bot.send_chat_action(anna.id, "dancing"), "Wrong parameter action in request"),
    (lambda bot, anna, _: bot.get_file("nosuchid"), "Invalid file_id"),
    (lambda bot, anna, _: bot.edit_message_text("x", anna.id, 999), "Message to edit not found"),
    (lambda bot, anna, _: bot.edit_message_text("x", anna.id, 1), "Message can't be edited"),
    (lambda bot, anna, _: bot.edit_message_text("x"), "Message identifier is not specified"),
    (lambda bot, anna, _: bot.delete_message(anna.id, 999), "Message to delete not found"),
    (lambda bot, anna, _: bot.set_message_reaction(anna.id, 1, "🧾"), "Reaction_invalid"),
    (lambda bot, anna, _: bot.set_message_reaction(anna.id, 99, "👍"), "Message to react not found"),
    (
        lambda bot, anna, _: bot.send_message(anna.id, "x", reply_parameters=ReplyParameters(999)),
        "Message to be replied not found",
    ),
    (lambda bot, anna, group: bot.send_message(group.id, "x", message_thread_id=99), "Message thread not found"),
    (lambda bot, anna, group: bot.send_message(group.id, "x", message_thread_id=1), "Message thread not found"),
    (lambda bot, anna, _: bot.send_message(anna.id, "x", reply_markup=buttons(("a", "x" * 65))), "Button_data_invalid"),
    (lambda bot, anna, _: bot.send_message(anna.id, "x", reply_markup=buttons(("a", "è" * 33))), "Button_data_invalid"),
    (lambda bot, anna, _: bot.send_message(anna.id, "x", reply_markup=buttons(("a", ""))), "Button_data_invalid"),
    (
        lambda bot, anna, _: bot.send_message(anna.id, "x", reply_markup=buttons((" ", "a"))),
        "Inline keyboard button text must be non-empty",
    ),
    (
        lambda bot, anna, _: bot.send_message(
            anna.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("a")]])
        ),
        "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
    (lambda bot, anna, _: bot.send_message(anna.id, "x", reply_markup=many(101, 8)), "Reply markup is too long"),
    (lambda bot, anna, _: bot.send_message(anna.id, "x", reply_markup=many(9, 9)), "Reply markup is too long"),
    (
        lambda bot, anna, _: bot.answer_callback_query("123"),
        "Query is too old and response timeout expired or query id is invalid",
    ),
    (lambda bot, anna, _: bot.answer_callback_query("123", "x" * 201), "Message_too_long"),
    (lambda bot, anna, _: bot.set_my_commands([("New", "x")]), "Bot_command_invalid"),
    (lambda bot, anna, _: bot.set_my_commands([("x" * 33, "x")]), "Command length must not exceed 32"),
    (lambda bot, anna, _: bot.set_my_commands([("new", "")]), "Command description must be non-empty"),
    (lambda bot, anna, _: bot.set_my_commands([("new", "x" * 257)]), "Command description length must not exceed 256"),
    (lambda bot, anna, _: bot.set_my_commands([(f"c{n}", "x") for n in range(101)]), "Bot_commands_too_much"),
    (lambda bot, anna, _: bot.set_my_commands([("new", "x")], language_code="ita"), "Invalid language code specified"),
    (
        lambda bot, anna, _: bot.set_webhook("http://x.example"),
        "Bad webhook: an https url must be provided for webhook",
    ),
    (lambda bot, anna, _: bot.set_webhook("https://x.example", secret_token="a b"), "Secret token contains unallowed"),
    (lambda bot, anna, _: bot.set_webhook("https://x.example", secret_token="a" * 257), "Secret token is too long"),
    (lambda bot, anna, group: bot.get_chat_member(group.id, 5), "Invalid user_id specified"),
    (lambda bot, anna, _: bot.leave_chat(anna.id), "Chat member status can't be changed in private chats"),
]


UNPARSABLE = [
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("à <br>", 'Unsupported start tag "br" at byte offset 3'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("x <b", "Unclosed start tag at byte offset 2"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("Smith & Sons", 'Unescaped "&" at byte offset 6'),
    ("a&nbsp;b", 'Unescaped "&" at byte offset 1'),
]


PARSED: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
    ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
    ("🏟 <i>🏟 &lt;<b>x</b></i>", "🏟 🏟 <x", [("italic", 3, 5), ("bold", 7, 1)]),
    ("<code>a</code><pre>b</pre>", "ab", [("code", 0, 1), ("pre", 1, 1)]),
    ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ('<a href="https://x.example/?a=1&b=2">a</a>', "a", [("text_link", 0, 1)]),
    ('<tg-emoji emoji-id="123">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
    ("&lt;&gt;&amp;&quot;&#39;&#x5d0;", "<>&\"'א", []),
]
