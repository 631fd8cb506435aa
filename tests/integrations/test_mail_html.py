"""HTML mails as text: the HTML bodies of `tests/new_text_cases.py`, and the rules one by one."""

from collections.abc import Iterator

import pytest

from bot.mail.new_text import NewText, split
from integrations.mail_reader.html import marked_text, text_of_html
from tests.effort import bounded
from tests.new_text_cases import MailCase, cases, words, wrong

TABLE = "<table><tr><th>Item</th><th>Pieces</th></tr><tr><td><p>Black chair</p></td><td>20</td><td></td></tr></table>"
LAYOUT = "<table><tr><td><p>Good morning,</p><p>we deliver on Friday.</p></td><td>Norland</td></tr></table>"


def sorted_out(case: MailCase) -> NewText:
    new, quoted = text_of_html(case.html or "")
    return split(new, set_apart=quoted, sender=case.sender)


def read(*, measured: bool) -> Iterator[tuple[MailCase, str]]:
    for case in cases():
        if case.html is not None and case.is_measured is measured:
            yield case, sorted_out(case).new


def test_the_new_text_is_right_in_the_half_that_was_developed_on() -> None:
    assert len(list(read(measured=False))) >= 60
    assert len(wrong(read(measured=False))) <= 1, wrong(read(measured=False))


def test_the_new_text_is_right_in_the_half_that_is_only_measured() -> None:
    assert len(list(read(measured=True))) >= 60
    assert len(wrong(read(measured=True))) <= 3, wrong(read(measured=True))


def test_no_word_that_is_shown_is_lost_or_doubled() -> None:
    for case in cases():
        if case.html is not None:
            found = sorted_out(case)
            assert words((found.new, found.quoted, found.signature)) == words((marked_text(case.html),)), case.id


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two<br>Three</div>", "One\nTwo\nThree"),
        ("<p class=MsoNormal>1</p><p class=MsoNormal>2</p><p class=MsoNormal>&nbsp;</p>3", "1\n2\n\n3"),
        ("One\n  <b>two</b>\n three<!-- no -->", "One two three"),
        ("a&nbsp;&amp;&nbsp;b &lt;c&gt;", "a & b <c>"),
        ("<ul><li>desk</li><li>lamp</li></ul><ol><li>one</li><li>two</li></ol>", "- desk\n- lamp\n\n1. one\n2. two"),
        ("<pre>a  b\n  c</pre>d", "a  b\nc\n\nd"),
        (TABLE, "Item  Pieces\nBlack chair  20"),
        (LAYOUT, "Good morning,\n\nwe deliver on Friday.\nNorland"),
        ('<a href="https://norland.example/price">our list</a>', "our list (https://norland.example/price)"),
        ('<a href="https://www.norland.example/">norland.example</a>', "norland.example"),
        ('<a href="mailto:john@norland.example">john@norland.example</a>', "john@norland.example"),
        ('<a href="javascript:alert(1)">here</a> <a href="#top">up</a>', "here up"),
        ('Well <img alt="😊" src="cid:1"><img src="https://norland.example/seen.gif">', "Well 😊"),
        ("<style>p{}</style><script>alert(1)</script><title>no</title>Yes", "Yes"),
        ('<div style="display:none">before</div><p style="mso-x:1;DISPLAY: none">it</p><p hidden>all</p>Yes', "Yes"),
        ('<p style="visibility:hidden">it</p><p style="max-height:0;overflow:hidden">all</p>Yes', "Yes"),
        ('<p style="max-height:0.5em;overflow:hidden">Yes</p>', "Yes"),
        ('<div dir="rtl">&rlm;המחיר 300 ש&quot;ח<br>כולל מע&quot;מ</div>', '\u200fהמחיר 300 ש"ח\nכולל מע"מ'),
        ("<p>not closed <b>bold <i>both", "not closed bold both"),
        ("no tags at all & no end", "no tags at all & no end"),
        ("", ""),
        ("<html><head></head><body></body></html>", ""),
    ],
)  # fmt: skip
def test_a_page_becomes_the_lines_that_are_seen(html: str, text: str) -> None:
    assert text_of_html(html) == (text, "")


@pytest.mark.parametrize(
    "quoted",
    [
        '<blockquote type="cite">When?</blockquote>',
        '<blockquote cite="mid:q1@pratica.example">When?</blockquote>',
        (
            '<div class="gmail_attr">Am Di., 3. Nov. 2026 um 10:12 schrieb D &lt;d@p.example&gt;:</div>'
            '<blockquote class="gmail_quote">When?</blockquote>'
        ),
        '<div class="gmail_quote"><div class="gmail_attr">---------- Weitergeleitet ---------</div>When?</div>',
        '<div class="moz-cite-prefix">On 03/11/2026 10:12, Dana wrote:</div><blockquote type="cite">When?</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Von:</b> Dana</div><div>When?</div>',
        (
            '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>De&nbsp;:</b> D<br>'
            "<b>Envoyé :</b> lundi<br><b>À :</b> J</p></div><p>When?</p>"
        ),
        '<div class="ydp1yahoo_quoted" id="ydp1yahoo_quoted_1"><div>When?</div></div>',
        "<div>On 03/11/2026 10:12, Dana &lt;d@p.example&gt; wrote:</div><blockquote>When?</blockquote>",
        '<table><tr><td><div id="divRplyFwdMsg">From: Dana</div></td></tr></table><p>When?</p>',
    ],
)
def test_what_mail_programs_quote_stands_apart(quoted: str) -> None:
    new, old = text_of_html(f"<div>On Friday.</div>{quoted}")
    assert new == "On Friday."
    assert "When?" in old


def test_answers_between_quotations_stay_new() -> None:
    html = (
        '<div class="gmail_quote"><div class="gmail_attr">On 3 Nov 2026 at 10:12, D &lt;d@p.example&gt; wrote:</div>'
        '<blockquote class="gmail_quote">How many?</blockquote><div>Twenty.</div>'
        '<blockquote class="gmail_quote">When?</blockquote><div>On Friday.</div></div>'
    )
    new, old = text_of_html(html)
    assert new == "Twenty.\nOn Friday."
    assert "How many?" in old


def test_a_paragraph_that_was_only_indented_is_new() -> None:
    html = "Our address:<blockquote style='margin:0 0 0 40px;border:none'><div>12 Mill Lane</div></blockquote>"
    assert text_of_html(html) == ("Our address:\n12 Mill Lane", "")


@pytest.mark.parametrize(
    "marked", ['class="gmail_signature" data-smartmail="x"', 'class="io-ox-signature"', 'id="Signature"']
)
def test_what_a_mail_program_marks_as_signature_is_one(marked: str) -> None:
    html = f"<div>On Friday.</div><div {marked}><div>John</div></div>"
    assert split(text_of_html(html)[0]) == NewText("On Friday.", "", "-- \nJohn")


def test_a_mail_of_which_all_is_hidden_still_has_a_text() -> None:
    assert text_of_html('<div style="display:none">Yes, on Friday.</div>') == ("Yes, on Friday.", "")


def test_a_page_that_hides_itself_whole_is_shown_but_never_its_scripts() -> None:
    assert text_of_html("<html hidden><script>alert(1)</script><p hidden>Yes.</p></html>") == ("Yes.", "")
    assert text_of_html("<script>alert(1)</script>") == ("", "")


def test_half_a_character_does_no_harm() -> None:
    assert "Yes" in text_of_html("<p>\ud800 Yes</p>")[0]


def test_only_two_hundred_links_show_their_address() -> None:
    html = "".join(f'<a href="https://norland.example/{number}">piece</a> ' for number in range(6_000))
    text = text_of_html(html)[0]
    assert text.count("https://") == 200
    assert text.count("piece") == 6_000


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5_000 + "Yes" + "</div>" * 5_000,
        "<div>" * 100_000 + "Yes",
        "<blockquote>" * 50_000 + "Yes",
        "<table><tr><td>" * 20_000 + "Yes",
        "<ul><li>" * 30_000 + "Yes",
        "<a href=x>" * 50_000 + "Yes",
        "<p>a</p>" * 100_000 + "Yes",
        "<br>" * 200_000 + "Yes",
        "<div style='border-top:1px'><b>a:</b>" * 10_000 + "Yes",
        f"<p title='{'x' * 900_000}'>Yes</p>",
        "<" * 300_000 + " Yes",
        "<p style='display:none'>" * 20_000 + "</p>" * 20_000 + "Yes",
        "\0<p>Yes\0",
    ],
)
def test_a_hostile_page_is_read_quickly_with_its_words(html: str) -> None:
    new, old = bounded(lambda: text_of_html(html))
    assert "Yes" in new + old


def test_what_lies_beyond_the_limit_comes_as_bare_words() -> None:
    html = "<p>First</p>" + "<div>" * 4_000 + "<p>second</p>" + "<script>x</script>" + "</div>" * 4_000 + "<p>third</p>"
    assert [word for word in text_of_html(html)[0].split() if word != "x"] == ["First", "second", "third"]
