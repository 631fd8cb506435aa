"""Slack's markup on its way in, and ours on its way out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.slack.text import escaped, mentioned, pictured, plain, shortened

US = "UBOT"
NAMES = {"UALICE": "Alice Rossi", "UDANA": "דנה כהן"}


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("<@UBOT> 20 chairs", "20 chairs"),
        ("<@UBOT|pratica>, please, 20 chairs", "please, 20 chairs"),
        ("hey <@UBOT> 20 chairs", "hey 20 chairs"),
        ("20 chairs\n<@UBOT>", "20 chairs"),
        ("ask <@UALICE>", "ask @Alice Rossi"),
        ("לשאול את <@UDANA>", "לשאול את @דנה כהן"),
        ("ask <@UNOBODY|carl> and <@W123>", "ask @carl and @W123"),
        ("in <#C123|purchasing> or <#C456>", "in #purchasing or #C456"),
        ("<!here> <!channel|channel> <!subteam^S1|@buyers>", "@here @channel @buyers"),
        ("<!date^1392734382^{date}|18 February 2014>", "18 February 2014"),
        ("see <https://norland.example/a?b=1&amp;c=2>", "see https://norland.example/a?b=1&c=2"),
        ("see <http://norland.example|norland.example>", "see norland.example"),
        ("see <https://norland.example|the shop>", "see the shop (https://norland.example)"),
        ("write to <mailto:info@norland.example|info@norland.example>", "write to info@norland.example"),
        ("call <tel:+390215550100|02 1555 0100>", "call 02 1555 0100"),
        ("5 &lt; 6 &amp; 7 &gt; 6", "5 < 6 & 7 > 6"),
        ("&amp;lt; stays what was written", "&lt; stays what was written"),
        ("*20* chairs, _blue_, `SKU-1`", "20 chairs, blue, SKU-1"),
        ("5*3*2 and file_name_x and 2 * 3 * 4", "5*3*2 and file_name_x and 2 * 3 * 4"),
        ("thanks :tada:", "thanks :tada:"),
        ("nul \x00 here", "nul \ufffd here"),
        ("<@UBOT>", ""),
    ],
)
def test_what_people_write_is_read_without_markup(written: str, means: str) -> None:
    assert plain(written, us=US, names=NAMES) == means


EMOJI = {"type": "emoji", "name": "+1", "unicode": "1f44d"}
PARTY = {"type": "emoji", "name": "norland_party"}


@pytest.mark.parametrize(
    ("written", "elements", "means"),
    [
        (":+1:", [EMOJI], "👍"),
        ("ok :+1::skin-tone-4: :+1:", [{**EMOJI, "unicode": "1f44d-1f3fd", "skin_tone": 4}, EMOJI], "ok 👍🏽 👍"),
        ("10:30:+1::norland_party:", [EMOJI, PARTY], "10:30👍:norland_party:"),
        ("`:+1:`", [], "`:+1:`"),
        (":+1:", [{**EMOJI, "unicode": "?"}], ":+1:"),
    ],
)
def test_emoji_are_read_as_the_signs_that_they_are(written: str, elements: list[object], means: str) -> None:
    section = {"type": "rich_text_section", "elements": elements}
    assert pictured(written, [{"type": "rich_text", "elements": [section]}]) == means
    assert pictured(written, None) == written


def test_those_who_are_mentioned_are_known_before_their_names_are() -> None:
    assert mentioned("<@UALICE> and <@W1|dana>, not <#C1> or @UX") == {"UALICE", "W1"}


def test_nobody_can_be_pinged_by_what_we_write() -> None:
    assert escaped("<!channel> & <@UALICE>") == "&lt;!channel&gt; &amp; &lt;@UALICE&gt;"


@given(st.text())
def test_what_is_escaped_is_read_as_it_was_written(text: str) -> None:
    assert escaped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
    assert not {"<", ">"} & set(escaped(text))


@given(st.text())
def test_whatever_comes_in_can_be_read(text: str) -> None:
    plain(text, us=US, names={})


def test_a_shortened_text_says_so() -> None:
    assert shortened("20 chairs", 9) == "20 chairs"
    assert shortened("20 chairs", 8) == "20 chai…"
