"""What Telegram shows of a reply: escaped HTML within its limits, and in the right direction."""

import pytest

from bot.bidi import isolate
from bot.chat.commands import COMMANDS
from bot.messages import Button, Reply
from bot.model import LANGUAGES
from integrations.telegram.alone import texts
from integrations.telegram.commands import menu
from integrations.telegram.keyboard import LONGEST_LABEL, keyboard
from integrations.telegram.text import LONGEST, MOST_CAPTION_UNITS, MOST_UNITS, cut, render, right_to_left, units
from tests.telegram_office import button
from tests.telegram_server.html_mode import parse_html

RLM, LRM = "\u200f", "\u200e"
EVERY_SIGN = "<b>&amp; & < > \" ' _*[]()~`>#+-=|{}.! \\ </b> <script>alert(1)</script> <a href='x'>"


def shown(html: str) -> str:
    """What a reader sees; raises when the real server would refuse it."""
    return parse_html(html)[0]


def labels(*buttons: Button) -> list[list[str]]:
    markup = keyboard(buttons)
    return [[one.text for one in row] for row in markup.inline_keyboard] if markup else []


def test_every_sign_of_a_markup_is_shown_as_it_was_written() -> None:
    rendered = render(Reply(text=EVERY_SIGN, standing=EVERY_SIGN))
    assert shown(rendered.html) == f"{EVERY_SIGN}\n\n{EVERY_SIGN}" == rendered.plain


def test_the_first_line_about_a_task_is_bold_and_its_standing_below_in_italics() -> None:
    rendered = render(Reply(text="Quote Q-0001\nRossi, 20 desks", standing="approved by Dana", tasks=("Q-0001",)))
    assert rendered.html == "<b>Quote Q-0001</b>\nRossi, 20 desks\n\n<i>approved by Dana</i>"


@pytest.mark.parametrize(
    "reply", [Reply(text="Noted.", tasks=("Q-0001",)), Reply(text="Which one?\n1. Rossi\n2. Bianchi")]
)
def test_a_single_line_and_what_is_about_no_task_stay_plain(reply: Reply) -> None:
    assert render(reply).html == reply.text


@pytest.mark.parametrize("text", ["", "   \n ", "\u2068\u2069\u200f"])
def test_a_reply_that_nobody_could_see_still_says_something(text: str) -> None:
    assert render(Reply(text=text)).plain == "…"


@pytest.mark.parametrize("letter", ["a", "ש", "😀", "&", "<", "\n😀", "😀\n", "a\nש", "12\nש"])
def test_a_text_of_the_longest_length_is_never_cut_whatever_it_is_made_of(letter: str) -> None:
    text = (letter * LONGEST)[:LONGEST]
    rendered = render(Reply(text=text, standing="שונה " * 80, tasks=("Q-0001",)))
    assert units(shown(rendered.html)) <= MOST_UNITS
    visible = shown(rendered.html).replace(RLM, "").replace(LRM, "")
    assert visible.startswith(text.strip())


def test_a_text_of_4097_characters_is_cut_and_not_refused() -> None:
    rendered = render(Reply(text="x" * 4_097))
    assert units(shown(rendered.html)) == MOST_UNITS
    assert rendered.plain == "x" * 4_095 + "…"


def test_a_caption_keeps_to_its_own_limit() -> None:
    assert units(render(Reply(text="😀" * 600, standing="late"), most=MOST_CAPTION_UNITS).plain) <= MOST_CAPTION_UNITS


def test_no_character_is_cut_in_two() -> None:
    assert cut("😀😀😀", 4) == "😀…"


def test_half_a_character_and_a_nul_are_replaced_and_not_fatal() -> None:
    assert render(Reply(text="a\0b\ud83d c")).plain.encode() == "a\ufffdb\ufffd c".encode()


def test_a_hebrew_line_that_begins_with_a_latin_name_is_still_laid_out_from_the_right() -> None:
    text = f"{isolate('Q-0001')} · הצעת מחיר\nהלקוח: {isolate('Rossi')}\n12:30"
    first, second, third = render(Reply(text=text)).plain.split("\n")
    assert (first[0], second[0], third[0]) == (RLM, "ה", RLM)
    assert isolate("Q-0001") in first


def test_a_hebrew_reply_of_latin_words_alone_is_laid_out_from_the_right() -> None:
    assert render(Reply(text="office@firm.example", language="he")).plain.startswith(RLM)
    assert render(Reply(text="office@firm.example", language="en")).plain == "office@firm.example"


def test_an_english_line_that_begins_with_a_hebrew_name_is_laid_out_from_the_left() -> None:
    text = f"Which one?\n{isolate('רהיטי הגליל')}: 20 desks"
    assert render(Reply(text=text)).plain.split("\n")[1].startswith(LRM)


def test_what_language_a_text_is_in_is_told_by_what_stands_outside_of_names() -> None:
    assert right_to_left(f"פתחתי את {isolate('Quote for a very long Latin name')}")
    assert not right_to_left(f"Opened {isolate('הצעת מחיר לרהיטי הגליל בעמ')}")
    assert not right_to_left("12:30")


def test_short_buttons_stand_two_in_a_row_and_long_ones_alone() -> None:
    given = [button("Yes"), button("Change"), button("Show me the whole quotation"), button("Cancel")]
    assert labels(*given) == [["Yes", "Change"], ["Show me the whole quotation"], ["Cancel"]]


def test_a_long_label_is_cut() -> None:
    ((label,),) = labels(button("very long " * 20))
    assert len(label) <= LONGEST_LABEL
    assert label.endswith("…")


def test_what_cannot_be_pressed_is_no_button() -> None:
    assert labels(button("Yes", press=""), button("  "), button("Too much", press="ask:12345678:" + "x" * 60)) == []


def test_a_button_carries_64_bytes_and_its_look() -> None:
    press = "ask:1:" + "ש" * 29
    assert len(press.encode()) == 64
    markup = keyboard([button("Reject", press=press, look="danger")])
    assert markup is not None
    ((shown_button,),) = markup.inline_keyboard
    assert (shown_button.callback_data, shown_button.style) == (press, "danger")


def test_the_request_to_open_a_chat_is_there_in_every_language() -> None:
    assert set(texts()) == set(LANGUAGES)
    assert all(set(said) == {"text", "button"} and all(said.values()) for said in texts().values())


def test_the_menu_has_the_same_commands_in_every_language() -> None:
    names = [[command.command for command in menu()[language]] for language in LANGUAGES]
    assert names == [list(COMMANDS)] * 3
    assert all(1 <= len(command.description) <= 256 for language in LANGUAGES for command in menu()[language])
