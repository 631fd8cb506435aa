"""What is offered on the spot: records while a name is typed, and a colleague's own page."""

from datetime import date
from typing import Any

import pytest

from bot.bidi import plain
from bot.chat.home import MOST, Shown, home
from bot.chat.suggestions import suggest
from bot.model import LANGUAGES, FieldValue, Language, Party, Person
from bot.understanding.records import RecordNames
from tests.builders import ALICE, BOB, CHARLIE, NOW, draft, shipped, task
from tests.forms import (
    FIELDS,
    OFFICE,
    reader,
    say,
)

# Suggestions


def offered(kind: str, name: str, typed: str, language: Language = "en") -> list[tuple[str, str]]:
    spec = shipped()[kind].contract.field(name)
    options = suggest(spec, typed, reader(language), say(language), names=RecordNames(OFFICE))
    return [(option.value, plain(option.label)) for option in options]


def test_records_are_offered_by_how_they_begin_and_by_the_fields_role() -> None:
    assert offered("purchase_order", "supplier", "forn")[0] == ("id:S-002", "Fornitore Nuovo (not checked yet)")
    assert [value for value, _ in offered("purchase_order", "supplier", "forn")] == ["id:S-002", "id:S-001", "forn"]
    assert [value for value, _ in offered("quote", "customer", "forn")] == ["forn"]
    assert ("id:C-002", "Rossi srl, Milano") in offered("contract", "counterparty", "ros")
    assert offered("quote", "customer", "")[0][0] == "id:C-001"


def test_records_are_offered_across_alphabets_and_slips() -> None:
    assert "id:C-002" in dict(offered("quote", "customer", "רוסי", "he"))
    assert "id:C-001" in dict(offered("quote", "customer", "acme bakry"))
    assert offered("payroll", "employee", "bo")[0] == ("id:bob", "Bob")


def test_the_words_are_offered_last_unless_a_record_has_just_that_name() -> None:
    assert offered("quote", "customer", "Rossi srl") == [("id:C-002", "Rossi srl, Milano")]
    assert offered("quote", "customer", "Zeta")[-1] == ("Zeta", "“Zeta” as written")
    assert offered("quote", "customer", "12") == []
    assert offered("quote", "customer", "id:C-001") == []
    assert all(len(label) <= 75 for _, label in offered("quote", "customer", "y" * 10_000))


def test_two_records_that_read_the_same_are_told_apart_and_few_are_offered() -> None:
    twins = tuple(Party(id=f"C-{n:03}", kind="customer", name="Gemelli") for n in range(50))
    office = OFFICE.model_copy(update={"parties": twins, "version": 2})
    spec, names = shipped()["quote"].contract.field("customer"), RecordNames(office)
    options = suggest(spec, "gem", reader(directory=office), say(), names=names)
    assert len(options) == 20
    assert len({option.label for option in options}) == 20


# A colleague's page


def page(person: Person, shown: Shown, language: Language = "en") -> Any:
    kinds = shipped().kinds
    return home(person, shown, say(language), today=NOW.date(), types=kinds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_shows_what_is_ones_own_in_ones_language(language: Language) -> None:
    mine = task("IT-0001", due=date(2026, 11, 19), fields={"subject": FieldValue(type="text", content="fire")})
    others = task("IT-0002", requester_id=BOB.id)
    shown = page(ALICE, Shown(own=(mine, others), drafts=(draft(fields={"discount": FIELDS["discount"]}),)), language)
    assert [len(section.cards) for section in shown.sections] == [1, 1]
    (card,) = shown.sections[0].cards
    assert card.tasks == ("IT-0001",)
    assert "fire" in card.text
    assert card.standing
    (button,) = shown.sections[1].cards[0].buttons
    assert button.opens == "draft:d1"
    assert [one.opens for one in shown.buttons] == ["new"]


def test_a_manager_sees_what_waits_for_them_and_a_colleague_what_their_team_has_to_take() -> None:
    held = task("CT-0001", type="contract", status="awaiting_approval", team="administration")
    own = task("CT-0002", type="contract", status="awaiting_approval", requester_id=CHARLIE.id)
    free, taken = task("IT-0001"), task("IT-0002", assignee_id=ALICE.id)
    manager = page(CHARLIE, Shown(waiting=(held, own), team=(free,)))
    assert [[card.tasks for card in one.cards] for one in manager.sections] == [[], [("CT-0001",)], []]
    clerk = page(BOB, Shown(waiting=(held,), team=(free, taken)))
    assert [[card.tasks for card in one.cards] for one in clerk.sections] == [[], [("IT-0001",)]]
    assert all(one.empty for one in (*manager.sections, *clerk.sections))


def test_what_an_outsider_proposes_waits_for_whoever_may_take_it_over() -> None:
    proposed = task(proposals={"device": FieldValue(type="text", content="HP")}, status="waiting")
    for person in (ALICE, BOB):
        shown = page(person, Shown(own=(proposed,) if person is ALICE else (), team=(proposed,)))
        assert [card.tasks for card in shown.sections[1].cards] == [("IT-0001",)]
    closed = proposed.model_copy(update={"status": "awaiting_approval"})
    assert len(page(ALICE, Shown(own=(closed,))).sections) == 1


def test_a_long_page_is_cut_and_says_so() -> None:
    many = tuple(task(f"IT-{n:04}") for n in range(1, 40))
    (section,) = page(ALICE, Shown(own=many)).sections
    assert len(section.cards) == MOST + 1
    assert "29" in section.cards[-1].text
