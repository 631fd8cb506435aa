"""Whatever a form, a page or a message holds, Slack takes what is made of it, and nothing of it is lost."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.forms import Adding, Asker, Form, FormField, FormKind, Home, HomeSection, Option
from bot.cleaning import storable
from bot.messages import Attached, Button, Reply
from integrations.slack.text import escaped
from integrations.slack.views.filled import mark, submitted
from integrations.slack.views.home import home
from integrations.slack.views.modal import modal
from integrations.slack.views.origin import Origin, origin_of
from integrations.slack.views.quoted import Quoted, read
from integrations.slack.views.suggesting import suggestions
from integrations.slack.views.values import cut
from tests.slack_server.blocks import check_view
from tests.slack_server.elements import check_options
from tests.slack_server.payloads import beginning, chosen

ASKER = Asker(channel="slack", account="T1", user="U1")
TEXTS = st.one_of(st.text(max_size=60), st.text(max_size=6).map(lambda text: text * 700))
OPTIONS = st.lists(st.builds(Option, value=TEXTS, label=TEXTS), max_size=4)
MANY = st.integers(99, 130).map(lambda most: [Option(value=f"v{n}", label=f"label {n}") for n in range(most)])
KINDS: tuple[FormKind, ...] = ("line", "lines", "number", "date", "choice", "record")
DAYS = st.one_of(st.just(""), st.dates(date(1900, 1, 1)).map(date.isoformat))


@st.composite
def fields(draw: st.DrawFn, name: str) -> FormField:
    kind = draw(st.sampled_from(KINDS))
    options = tuple(draw(st.one_of(OPTIONS, MANY))) if kind == "choice" else ()
    values = {"date": DAYS, "choice": st.sampled_from(["", *(option.value for option in options)])}
    return FormField(
        name=name,
        label=draw(TEXTS),
        hint=draw(TEXTS),
        kind=kind,
        required=draw(st.booleans()),
        value=draw(values.get(kind, TEXTS)),
        options=options,
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    names = draw(st.lists(st.text(min_size=1, max_size=40), max_size=12, unique=True))
    shown = tuple(draw(fields(name)) for name in names)
    title, submit, close, note = (draw(TEXTS) for _ in range(4))
    below = draw(st.none() | st.sampled_from(names)) if names else None
    adding = Adding(below=below, label=draw(TEXTS), rows=draw(st.integers(2, 20))) if below else None
    return Form(
        key=draw(st.sampled_from(("new", "new:quote", "draft:12"))),
        fields=shown,
        title=title,
        submit=submit,
        close=close,
        note=note,
        add=adding,
    )


def untouched(view: dict[str, Any]) -> dict[str, Any]:
    """The view as Slack sends it when somebody presses its button at once."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    values = {
        block: {element["action_id"]: chosen(element, beginning(element), [])} for block, element in elements.items()
    }
    return {**view, "state": {"values": values}}


def kept(form: Form) -> dict[str, str]:
    """What stands in the form, without blanks around it."""
    values = {field.name: storable(field.value).strip() for field in form.fields}
    return {name: value for name, value in values.items() if value}


@settings(deadline=None, max_examples=60)
@given(forms(), st.one_of(st.none(), st.builds(Quoted, text=TEXTS, author=TEXTS, link=TEXTS)), TEXTS)
def test_slack_takes_the_modal_of_any_form(form: Form, quoted: Quoted | None, note: str) -> None:
    files = (Attached(ref="F1", name="list.pdf", media_type="application/pdf"),)
    check_view(modal(form, Origin(key="new", files=files), quoted=quoted, note=note))


@settings(deadline=None, max_examples=60)
@given(forms())
def test_a_form_that_is_sent_untouched_says_what_it_said(form: Form) -> None:
    given_back = submitted(untouched(modal(form, Origin(key=form.key))), form)

    assert {name: storable(value).strip() for name, value in given_back.values.items()} == kept(form)
    assert given_back.key == form.key


def test_a_form_of_over_a_hundred_fields_or_a_quarter_megabyte_shows_the_required_ones() -> None:
    long = "שולחן " * 490
    shown = tuple(
        FormField(name=f"f{number}", label=long[:150], kind="lines", value=long, required=number % 10 == 0)
        for number in range(130)
    )
    form = Form(key="draft:1", title="Draft", submit="Send", close="Cancel", fields=shown)
    view = check_view(modal(form, Origin(key="draft:1")))

    inputs = {block["block_id"] for block in view["blocks"]}
    assert {f"field:f{number}" for number in range(0, 130, 10)} <= inputs
    assert len(inputs) < 130
    values = submitted(untouched(view), form).values
    assert {name: value.strip() for name, value in values.items()} == kept(form)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.builds(
            HomeSection,
            title=TEXTS,
            empty=TEXTS,
            cards=st.lists(
                st.builds(
                    Reply,
                    text=TEXTS,
                    standing=TEXTS,
                    buttons=st.lists(
                        st.builds(Button, value=TEXTS, label=TEXTS, press=TEXTS, opens=st.none() | TEXTS), max_size=30
                    ).map(tuple),
                ),
                max_size=4,
            ).map(lambda cards: tuple(cards * 20)),
        ),
        max_size=25,
    ),
    TEXTS,
)
def test_slack_takes_the_home_tab_of_any_page(sections: list[HomeSection], title: str) -> None:
    check_view(home(Home(person="P-1", title=title, sections=tuple(sections))), kinds=("home",))


def test_a_home_tab_says_how_many_cards_it_leaves_out_and_each_section_gets_its_share() -> None:
    cards = tuple(Reply(text=f"Q-{number:04}", standing="Open") for number in range(200))
    sections = (HomeSection(title="Mine", cards=cards), HomeSection(title="Waiting", cards=cards[:3]))
    view = check_view(home(Home(person="P-1", title="Alice", sections=sections)), kinds=("home",))

    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    left = [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]
    assert texts[-3:] == ["Q-0000", "Q-0001", "Q-0002"]
    assert f"+ {200 - (len(texts) - 3)} …" in left


def returned(block: dict[str, Any]) -> dict[str, Any]:
    """A block as Slack sends it back, with the three characters escaped that its markup uses."""
    held = [block["text"]] if "text" in block else block["elements"]
    texts = [{**text, "text": escaped(text["text"])} for text in held]
    return {**block, "text": texts[0]} if "text" in block else {**block, "elements": texts}


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=30).map(lambda text: text * 300), st.text(max_size=20), st.text(max_size=20))
def test_a_quoted_message_is_read_back_out_of_the_modal(text: str, author: str, link: str) -> None:
    blocks = Quoted(text=text, author=author, link=link).blocks()
    back = read({"blocks": [returned(block) for block in blocks]})

    assert back is not None
    assert "".join(back.text.split()) == "".join(cut(text, 18_000).split())


@pytest.mark.parametrize("count", [0, 1, 10, 200])
def test_as_many_files_go_along_as_slack_keeps_with_a_modal(count: int) -> None:
    files = tuple(
        Attached(ref=f"F{number:010}", name=f"offerta {number}.pdf", media_type="application/pdf", size=10_000)
        for number in range(count)
    )
    origin = Origin(key="new", place="T1/C1/1.2", conversation="slack:T1:C1:1.2:U1", room=True, files=files)
    kept_ones = Origin.model_validate_json(origin.kept())

    assert len(origin.kept()) <= 3_000
    assert kept_ones.files == files[: len(kept_ones.files)]
    assert len(kept_ones.files) >= min(count, 10)


def test_a_key_that_slack_cannot_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        Origin(key="x" * 3_001).kept()


class Wordy:
    """A desk that knows far too many records with far too long names."""

    def form(self, asker: Asker, key: str, *, rows: int = 1) -> Form:
        raise AssertionError(key)

    def errors(self, asker: Asker, submitted: object) -> dict[str, str]:
        raise AssertionError(submitted)

    def suggest(self, asker: Asker, key: str, field: str, typed: str) -> tuple[Option, ...]:
        return tuple(Option(value=f"{number}" * 80, label=f"{typed} {number} " * 40) for number in range(300))

    def home(self, asker: Asker) -> Home:
        raise AssertionError(asker)

    def say(self, asker: Asker, text_id: str) -> str:
        return text_id * 20


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=400))
def test_slack_takes_whatever_is_suggested(typed: str) -> None:
    view = {"private_metadata": Origin(key="new:quote").kept()}
    body = {"block_id": "field:customer", "action_id": "value:customer", "value": typed, "view": view}
    offered = suggestions(Wordy(), ASKER, body=body)

    if offered != {"options": []}:
        assert [*check_options(offered, "")] == []


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("A quote for a customer of ours", 24, "A quote for a customer…"),
        ("Rimborso", 24, "Rimborso"),
        ("Donaudampfschifffahrtsgesellschaft", 24, "Donaudampfschifffahrtsg…"),
        ("Order of twenty desks in", 24, "Order of twenty desks in"),
        ("Order of twenty desks no w", 24, "Order of twenty desks…"),
    ],
)
def test_a_title_is_cut_between_words(text: str, most: int, short: str) -> None:
    assert cut(text, most) == short


@pytest.mark.parametrize(
    ("channel", "container", "message", "place", "room"),
    [
        ("D1", {}, {}, "T1/D1", False),
        ("D1", {}, {"thread_ts": "1.0"}, "T1/D1/1.0", False),
        ("C1", {}, {}, "T1/C1/2.0", True),
        ("C1", {}, {"thread_ts": "1.0"}, "T1/C1/1.0", True),
        ("C1", {"is_ephemeral": True}, {}, "", False),
        ("C1", {"is_ephemeral": True, "thread_ts": "1.0"}, {}, "T1/C1/1.0", True),
    ],
)
def test_the_answer_to_a_form_goes_to_where_its_button_is(
    *, channel: str, container: dict[str, object], message: dict[str, object], place: str, room: bool
) -> None:
    where = {"type": "message", "channel_id": channel, "message_ts": "2.0", **container}
    body = {"team": {"id": "T1"}, "user": {"id": "U1"}, "container": where, "message": message}
    origin = origin_of(body, "draft:1")

    assert (origin.place, origin.room, origin.key) == (place, room, "draft:1")
    talk = place.replace("/", ":") + (":U1" if room else "")
    assert origin.conversation == (f"slack:{talk.replace(':D1', ':U1')}" if place else "")


def test_the_mark_of_a_form_hangs_on_its_key_and_values_alone() -> None:
    form = Form(key="new:quote", title="", submit="", close="", fields=())
    one = submitted({"state": {"values": {"field:a": {"x": {"value": "1"}}, "field:b": {"x": {"value": "2"}}}}}, form)
    same = submitted({"state": {"values": {"field:b": {"x": {"value": "2"}}, "field:a": {"x": {"value": "1"}}}}}, form)

    assert mark(one) == mark(same)
    assert mark(one) != mark(one.model_copy(update={"key": "new:repair"}))
