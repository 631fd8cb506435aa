"""Labelled messages are read with the catalogue's types, and understandings are scored by the rule of each type."""

import json
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from bot.catalogue import Catalogue, Contract, FieldSpec, Kind
from bot.evaluation import (
    CLOSED,
    NOTHING,
    OPEN,
    SEVERAL,
    Case,
    LabelError,
    Outcome,
    confusions,
    figures,
    judge,
    read_case,
    single,
    type_figures,
)
from bot.likeness import same_value, similarity
from bot.measures import FieldCount, Share
from bot.model import FieldType, FieldValue
from bot.understanding.request import Request
from bot.understanding.understand import Understanding


def _kind(kind_id: str, **fields: FieldType) -> Kind:
    specs = tuple(FieldSpec(name=name, type=kind) for name, kind in fields.items())
    return Kind(contract=Contract(id=kind_id, kind="act", fields=specs), wording={}, phrases={})


KINDS = (
    _kind("quote", customer="party", items="items", deadline="date", notes="text"),
    _kind("assign", task="reference", assignee="person"),
    _kind("out_of_scope"),
)
CATALOGUE = Catalogue(kinds={kind.id: kind for kind in KINDS})
MESSAGE = {"id": "1", "lang": "en", "now": "2026-03-02T09:00:00+00:00", "text": "a message"}
TWO = [{"intent": "quote", "fields": {"customer": "Alder"}}, {"intent": "assign", "fields": {"task": "Q-1"}}]


def read(**given: Any) -> Case:
    case = read_case(json.dumps(MESSAGE | given), CATALOGUE)
    assert case is not None
    return case


def value(kind: FieldType, content: Any) -> FieldValue:
    return FieldValue.model_validate({"type": kind, "content": content})


def items(*lines: tuple[Any, ...]) -> FieldValue:
    keys = ("quantity", "description", "unit_price")
    return value("items", [dict(zip(keys, line, strict=False)) for line in lines])


def understood(*requests: tuple[str, dict[str, FieldValue]], decision: Any = "act") -> Understanding:
    return Understanding("en", tuple(Request(intent, 0.9, fields, "") for intent, fields in requests), decision)


def outcome(wanted: str, got: str, *, decision: Any = "act", seconds: float = 0.001) -> Outcome:
    return judge(read(intent=wanted), understood((got, {}), decision=decision), seconds=seconds)


def counts(case: Case, *requests: tuple[str, dict[str, FieldValue]]) -> dict[FieldType, FieldCount]:
    return figures([judge(case, understood(*requests), seconds=0)]).by_type


def test_fields_of_a_label_get_the_types_of_the_catalogue() -> None:
    case = read(intent="quote", fields={"deadline": "2026-03-20", "items": [{"quantity": 2.5, "description": "rope"}]})
    assert case.wants[0].fields["deadline"].content == date(2026, 3, 20)
    assert case.wants[0].fields["items"] == items((Decimal("2.5"), "rope"))


def test_a_message_may_want_two_things() -> None:
    assert [want.intent for want in read(intents=TWO).wants] == ["quote", "assign"]


@pytest.mark.parametrize("intents", [[{"intent": "payroll"}], [*TWO, {"intent": "payroll", "fields": {"x": 1}}]])
def test_a_message_that_wants_what_the_catalogue_has_not_is_no_case(intents: list[dict[str, Any]]) -> None:
    assert read_case(json.dumps(MESSAGE | {"intents": intents}), CATALOGUE) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "it is not JSON"),
        ("[]", "valid dictionary"),
        (json.dumps(MESSAGE), "intents: Field required"),
        (json.dumps(MESSAGE | {"intents": []}), "it names no intent"),
        (json.dumps(MESSAGE | {"intent": "quote", "now": "2026-03-02"}), "now: "),
        (json.dumps(MESSAGE | {"intent": "quote", "lang": "fr"}), "lang: "),
        (json.dumps(MESSAGE | {"intent": "quote", "fields": None}), "intents.0.fields: "),
        (json.dumps(MESSAGE | {"intent": "quote", "fields": {"colour": "red"}}), "quote has no field 'colour'"),
        (json.dumps(MESSAGE | {"intent": "quote", "fields": {"deadline": "soon"}}), "quote.deadline is no date"),
    ],
)
def test_a_line_that_is_no_labelled_message_is_refused_with_the_reason(line: str, reason: str) -> None:
    with pytest.raises(LabelError, match=reason):
        read_case(line, CATALOGUE)


@pytest.mark.parametrize(
    ("kind", "wanted", "got"),
    [
        ("party", "Alder & Co Ltd", "alder co"),
        ("party", "Caffè Olmo", "CAFFE OLMO"),
        ("person", "דנה לוי", "לוי דנה"),
        ("reference", "q-0017", "#Q-00 17"),
        ("money", {"amount": "1250.00", "currency": "EUR"}, {"amount": "1250", "currency": "EUR"}),
        ("percent", "10.0", "10"),
        ("number", 3, "3.00"),
        ("iban", "IL62 0108 0000", "il6201080000"),
        ("phone", "+39-02-55 501", "+390255501"),
        ("tax_id", "IT.123/45", "it12345"),
        ("email", "Alice@Firm.example", "alice@firm.example"),
        ("period", {"start": "2026-07-01", "end": "2026-09-30"}, {"start": date(2026, 7, 1), "end": "2026-09-30"}),
    ],
)
def test_a_field_is_right_whatever_its_spelling(kind: FieldType, wanted: Any, got: Any) -> None:
    assert same_value(value(kind, wanted), value(kind, got))


@pytest.mark.parametrize(
    ("kind", "wanted", "got"),
    [
        ("party", "Alder", "Aspen"),
        ("person", "@me", "Alice"),
        ("reference", "Q-0017", "Q-0018"),
        ("money", {"amount": "5", "currency": "EUR"}, {"amount": "5", "currency": None}),
        ("money", {"amount": "5", "currency": None}, {"amount": "5.01", "currency": None}),
        ("date", "2026-03-20", "2026-03-21"),
        ("period", {"start": "2026-07-01", "end": "2026-09-30"}, {"start": "2026-07-01", "end": "2026-08-31"}),
        ("email", "a@firm.example", "b@firm.example"),
    ],
)
def test_another_value_is_wrong(kind: FieldType, wanted: Any, got: Any) -> None:
    assert not same_value(value(kind, wanted), value(kind, got))


def test_items_match_in_any_order_with_a_near_description() -> None:
    wanted = items((20, "oak desks", {"amount": "80", "currency": "EUR"}), (None, "chairs"))
    got = items((None, "chair"), (20, "desks of oak", {"amount": "80.00", "currency": "EUR"}))
    assert same_value(wanted, got)


def test_an_item_that_fits_two_leaves_the_other_its_only_partner() -> None:
    wanted = items((4, "toner"), (4, "black toner cartridge"))
    assert same_value(wanted, items((4, "black toner cartridge"), (4, "toner")))
    assert same_value(wanted, items((4, "toner"), (4, "black toner cartridge")))


@pytest.mark.parametrize(
    "got",
    [
        items((20, "desks")),
        items((20, "desks"), (40, "chairs"), (1, "lamp")),
        items((20, "desks"), (20, "desks")),
        items((20, "desks"), (41, "chairs")),
        items((20, "desks"), (None, "chairs")),
        items((20, "desks"), (40, "curtains")),
    ],
)
def test_items_are_wrong_when_one_has_no_partner_of_its_own(got: FieldValue) -> None:
    assert not same_value(items((20, "desks"), (40, "chairs")), got)


def test_a_price_counts_only_where_the_label_has_one() -> None:
    priced, bare = items((1, "lamp", {"amount": "9", "currency": "EUR"})), items((1, "lamp"))
    assert same_value(bare, priced)
    assert not same_value(priced, bare)


def test_nothing_is_like_a_name_but_names() -> None:
    assert similarity("Alder", "!!") == 0


def test_a_field_counts_as_missed_invented_wrong_or_right() -> None:
    case = read(intents=TWO)
    quote = {"customer": value("party", "Aspen"), "deadline": value("date", "2026-03-20")}
    assert counts(case, ("quote", quote), ("assign", {"task": value("reference", "Q-1")})) == {
        "party": FieldCount(labelled=1, given=1),
        "date": FieldCount(given=1),
        "reference": FieldCount(1, 1, 1),
    }


def test_the_fields_of_a_missed_intent_count_as_missed() -> None:
    case = read(intent="quote", fields={"customer": "Alder"})
    assert counts(case, ("assign", {"task": value("reference", "Q-1")})) == {"party": FieldCount(labelled=1)}


def test_every_field_type_but_text_is_closed_or_open() -> None:
    assert CLOSED | OPEN | {"text"} == set(get_args(FieldType))
    assert not CLOSED & OPEN


def test_closed_and_open_fields_are_counted_on_rightly_understood_requests_alone() -> None:
    case = read(intents=TWO)
    both = {"customer": value("party", "Alder"), "deadline": value("date", "2026-03-20")}
    some = figures(
        [judge(case, understood(("quote", both), ("remind", {"task": value("reference", "Q-1")})), seconds=0)]
    )
    assert some.open == FieldCount(1, 1, 1)
    assert some.closed == FieldCount(given=1)
    assert some.by_type["reference"] == FieldCount(labelled=1)


def test_texts_are_not_scored() -> None:
    case = read(intent="quote", fields={"notes": "wrap it"})
    assert counts(case, ("quote", {"notes": value("text", "something else")})) == {}


def test_two_requests_are_right_only_together_and_in_any_order() -> None:
    case = read(intents=TWO)
    assert judge(case, understood(("assign", {}), ("quote", {})), seconds=0).right
    assert not judge(case, understood(("quote", {})), seconds=0).right
    assert not judge(read(intent="quote"), understood(("quote", {}), ("assign", {})), seconds=0).right


def test_what_was_done_about_a_message_is_counted() -> None:
    some = figures(
        [
            outcome("quote", "quote"),
            outcome("quote", "assign"),
            outcome("quote", "assign", decision="ask"),
            outcome("quote", "out_of_scope", decision="reject"),
            outcome("out_of_scope", "out_of_scope", decision="reject"),
            outcome("out_of_scope", "out_of_scope", decision="ask"),
        ]
    )
    assert some.intent == Share(3, 6)
    assert some.acted_wrongly == Share(1, 6)
    assert some.asked == Share(2, 6)
    assert some.lost == Share(1, 4)
    assert some.rejected == Share(1, 2)
    assert some.language == Share(6, 6)


def test_latencies_are_in_milliseconds() -> None:
    some = figures([outcome("quote", "quote", seconds=seconds) for seconds in (0.001, 0.002, 0.9)])
    assert (some.latency_median, some.latency_p99) == (2.0, 900.0)


def test_confusions_stand_with_the_most_frequent_first() -> None:
    wrong = [outcome("assign", "quote"), *[outcome("quote", "assign")] * 2, outcome("quote", "quote")]
    assert [(one.wanted, one.got, one.count) for one in confusions(wrong)] == [
        ("quote", "assign", 2),
        ("assign", "quote", 1),
    ]


def test_each_type_is_counted_by_what_its_messages_wanted() -> None:
    outcomes = [
        outcome("quote", "quote"),
        outcome("quote", "assign"),
        outcome("quote", "assign", decision="ask"),
        outcome("assign", "assign"),
        judge(read(intents=TWO), understood(("quote", {})), seconds=0),
    ]
    assert [(one.type, one.right, one.acted_wrongly, one.asked) for one in type_figures(outcomes)] == [
        ("assign", Share(1, 1), Share(0, 1), Share(0, 1)),
        ("quote", Share(1, 3), Share(1, 3), Share(1, 3)),
        (SEVERAL, Share(0, 1), Share(1, 1), Share(0, 1)),
    ]


def test_one_word_stands_for_any_number_of_intents() -> None:
    assert [single(some) for some in ((), ("quote",), ("assign", "quote"))] == [NOTHING, "quote", SEVERAL]
