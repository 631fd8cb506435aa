"""How somebody says that another type was meant."""

import pytest

from bot.understanding.kind_names import kinds_meant
from bot.understanding.lexicon import load_lexicon
from tests.builders import shipped


@pytest.mark.parametrize(
    ("current", "said", "meant"),
    [
        ("quote", "no, it's a purchase order", {"purchase_order"}),
        ("quote", "No, I meant a contract", {"contract"}),
        ("quote", "not a quote, a purchase order", {"purchase_order"}),
        ("quote", "a purchase order, not a quote!", {"purchase_order"}),
        ("quote", "it isn't a quote, it's a customer order", {"order_entry"}),
        ("it_support", "no, IT maintenance", {"it_maintenance"}),
        ("quote", "no, an order", {"purchase_order", "order_entry"}),
        ("purchase_order", "no, an order from a customer", {"order_entry"}),
        ("quote", "non un preventivo, un ordine", {"purchase_order", "order_entry"}),
        ("quote", "no, intendevo un ordine d’acquisto", {"purchase_order"}),
        ("purchase_order", "un'offerta, non un ordine a fornitore", {"quote"}),
        ("contract", "No, scusa, un contratto di lavoro", {"employment_contract"}),
        ("general", "volevo dire una richiesta di ferie", {"attendance"}),
        ("quote", "לא, הזמנת רכש", {"purchase_order"}),
        ("quote", "לא הצעת מחיר, הזמנת רכש", {"purchase_order"}),
        ("quote", "התכוונתי להזמנת הרכש", {"purchase_order"}),
        ("purchase_order", "זו לא הזמנת רכש אלא הצעת מחיר", {"quote"}),
        ("attendance", "לא, תלוש שכר", {"payroll"}),
    ],
)
def test_a_type_is_named_in_place_of_another(current: str, said: str, meant: set[str]) -> None:
    assert set(kinds_meant(said, current, shipped(), shown=False)) == meant


@pytest.mark.parametrize(
    ("current", "said"),
    [
        ("quote", "no"),
        ("quote", "no, 250"),
        ("quote", "no, a quote"),
        ("quote", "not a quote"),
        ("quote", "not a purchase order"),
        ("quote", "I need a purchase order"),
        ("quote", "a purchase order"),
        ("quote", "it's a purchase order"),
        ("quote", "no, a purchase order for 20 desks"),
        ("payment_status", "no, invoice 12"),
        ("quote", "vorrei un ordine d'acquisto"),
        ("quote", "לא, 250"),
        ("quote", "צריך הזמנת רכש"),
        ("quote", "no, " + "purchase order " * 20),
        ("nothing_we_know", "no, a quote"),
        ("quote", ""),
    ],
)
def test_anything_else_names_none(current: str, said: str) -> None:
    assert kinds_meant(said, current, shipped(), shown=False) == ()


@pytest.mark.parametrize(
    "said", ["it's a purchase order", "actually, a purchase order", "è un ordine fornitore", "זו הזמנת רכש"]
)
def test_less_is_enough_after_the_summary_was_shown(said: str) -> None:
    assert kinds_meant(said, "quote", shipped(), shown=True) == ("purchase_order",)


def test_the_name_of_a_field_is_no_type() -> None:
    for kind in shipped().requests():
        for language, words in kind.wording.items():
            for field in words.fields.values():
                assert kinds_meant(f"no {field.label}", kind.id, shipped(), shown=True) == (), (kind.id, language)


def test_every_type_has_everyday_names_and_is_known_by_its_own() -> None:
    for kind in shipped().requests():
        assert load_lexicon().words[f"kind_{kind.id}"]
        other = "quote" if kind.id != "quote" else "report"
        for words in kind.wording.values():
            assert kind.id in kinds_meant(f"no, {words.name}", other, shipped(), shown=False), words.name
