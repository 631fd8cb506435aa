"""A digest as a mail: text and HTML say the same, its charts are inside it, and it can be left."""

import json
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from html.parser import HTMLParser

import pytest

from bot.bidi import plain
from bot.chat.press import Press
from bot.digest.approvals import Waiting
from bot.digest.content import Day, Digest, make_digest
from bot.digest.rendering import Letter, chat_reply, chat_text, letter
from bot.digest.schedule import Span
from bot.digest.values import DAYS, Flow, Known, Line, Tally
from bot.model import LANGUAGES, Language
from integrations.digest_chart import draw_chart
from integrations.mail_message import Subscription, build_message
from integrations.mail_templates import RenderedMail, render_mail
from tests.builders import CHARLIE, NOW, speech, task

TODAY = NOW.date()
LEAVE = "mailto:office@example.com?subject=%2Fdigest%20off"


def _line(number: int) -> Line:
    said = json.dumps({"customer": {"type": "party", "content": 'אלקטרה בע"מ' if number % 2 else "Rossi & <Figli>"}})
    return Line(
        f"Q-000{number}", "quote", "open", "sales", "everyone", "alice", None, None, TODAY - timedelta(days=number),
        NOW - timedelta(days=3), NOW, said,
    )  # fmt: skip


def digest(late: int = 3) -> Digest:
    flow = Flow((1, 4, 2, *(0,) * (DAYS - 3)), (2, 3, 1, *(0,) * (DAYS - 3)))
    teams = {team: Tally(open=place + 2, late=place) for place, team in enumerate(("sales", "it", "hr"))}
    lines = tuple(_line(number) for number in range(1, late + 1))
    known = Known(whole=Tally(open=9, late=late + 4), whole_flow=flow, teams=teams, urgent=lines)
    day = Day(TODAY, "daily", Span(1, 2), {})
    held = {f"Q-000{number}": task(f"Q-000{number}", type="quote", status="awaiting_approval") for number in range(9)}
    waiting = Waiting(tuple(map(_line, range(3, 9))), 7).with_presses(held, CHARLIE)
    made = make_digest(CHARLIE, known, waiting, day)
    assert made is not None
    return made


def written(language: Language) -> tuple[Letter, RenderedMail]:
    made = letter(digest(), partial(speech().say, language=language), language)
    return made, render_mail("digest", language, **made.values)


class _Words(HTMLParser):
    """What a page says, pictures by their alternative."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._within: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.said.append(dict(attrs).get("alt") or "")
        elif tag not in {"meta", "br"}:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._within.remove(tag)

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self._within):
            self.said.append(data)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", plain(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_and_the_page_say_the_same(language: Language) -> None:
    _, mail = written(language)
    assert words(mail.text) == words(" ".join(_Words(mail.html).said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_runs_to_its_own_side_and_fits_a_phone(language: Language) -> None:
    _, mail = written(language)
    assert f'lang="{language}" dir="{"rtl" if language == "he" else "ltr"}"' in mail.html
    assert 'name="viewport"' in mail.html
    assert max(int(width) for width in re.findall(r'width="?:?(\d+)(?!%)', mail.html)) <= 560
    assert "Rossi &amp; &lt;Figli" in mail.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_are_drawn_the_same_twice_and_say_the_same_in_words(language: Language) -> None:
    made, mail = written(language)
    assert set(made.charts) == {"digest-days", "digest-teams"}
    for name, chart in made.charts.items():
        picture = draw_chart(chart)
        draw_chart.cache_clear()
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert draw_chart(chart) == picture
        assert len(picture) < 40_000
        assert f'src="cid:{name}"' in mail.html
        assert all(str(value) in chart.alt for bar in chart.bars for value in bar.values)


def _message(language: Language = "he") -> EmailMessage:
    made, mail = written(language)
    content = build_message(
        sender="Ulivo <office@example.com>",
        to="dana@example.com",
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        language=language,
        message_id="<1.abc@example.com>",
        date=datetime(2026, 11, 24, 7, tzinfo=UTC),
        attachments=(("plan.pdf", "application/pdf", b"%PDF"),),
        pictures=tuple((name, "image/png", draw_chart(chart)) for name, chart in made.charts.items()),
        automatic=True,
        subscription=Subscription("digest.pratica.invalid", str(made.values["list_name"]), (LEAVE,)),
    )
    return message_from_bytes(content, EmailMessage, policy=policy.default)


def test_a_chart_lies_beside_the_page_that_shows_it() -> None:
    message = _message()
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "image/png", "application/pdf",
    ]  # fmt: skip
    page = message.get_body(("html",))
    assert page is not None
    shown = re.findall(r'src="cid:([^"]+)"', page.get_content())
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert [str(part["Content-ID"]) for part in pictures] == [f"<{name}>" for name in shown]
    assert {part.get_content_disposition() for part in pictures} == {"inline"}
    assert len(set(shown)) == 2


def test_a_digest_can_be_left_by_a_mail_program() -> None:
    message = _message("it")
    assert message["List-Unsubscribe"] == f"<{LEAVE}>"
    assert message["List-Id"] == '"Riepilogo" <digest.pratica.invalid>'
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_picture_without_a_proper_name_is_refused() -> None:
    with pytest.raises(ValueError, match="not a name of a picture"):
        build_message(
            sender="a@example.com", to="b@example.com", subject="s", text="t", html="<p>t</p>", language="en",
            message_id="<1@example.com>", date=NOW, attachments=(), automatic=True,
            pictures=(("a b", "image/png", b""),),
        )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_chat_is_told_a_screenful_with_buttons_for_the_first_approvals(language: Language) -> None:
    say = partial(speech().say, language=language)
    reply = chat_reply(digest(late=5), say, language)
    assert len(reply.text.splitlines()) <= 36
    assert [button.value for button in reply.buttons] == [
        f"/{act} Q-000{number}" for number in (3, 4, 5, 6, 7) for act in ("approve", "reject")
    ]
    assert all(Press.parse(button.press).task in button.label for button in reply.buttons)
    opens = [button.opens for button in reply.buttons[:2]]
    assert opens == [None, f"reason:{reply.buttons[1].press.removeprefix('act:')}"]


def test_numbers_in_a_chat_are_those_of_the_tasks_as_they_stand() -> None:
    said, listed = chat_text(digest(), partial(speech().say, language="en"), numbered=True)
    assert listed == ("Q-0003", "Q-0004", "Q-0005", "Q-0006", "Q-0007", "Q-0008", "Q-0001", "Q-0002")
    assert [line.split(". ")[0] for line in said.splitlines() if re.match(r"\d+\.", line)] == list("12345678")
