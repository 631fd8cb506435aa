"""The company's records: exact money, a directory that is read again only when it has changed."""

from decimal import Decimal

import pytest

from bot.model import Directory
from bot.ports import Portion, Records
from storage.amounts import from_minor, to_minor
from storage.engine import SqlStore, open_store
from storage.errors import InexactAmount, RuleBroken
from storage.prepared import prepared
from tests.contract.samples import RECORDS, invoice, party, product


def directory(store: SqlStore) -> Directory:
    with store.read() as reading:
        return reading.records.directory()


def replace(store: SqlStore, records: Records) -> None:
    with store.write() as uow:
        uow.records.replace(records)
        uow.commit()


def empty(company: str = "Ulivo") -> Records:
    return Records(company=company, entities=(), people=(), parties=(), products=(), invoices=())


def test_records_come_back_as_they_were_taken_in(store: SqlStore) -> None:
    found = directory(store)
    assert (found.company, found.entities, found.people) == ("Ulivo", RECORDS.entities, RECORDS.people)
    assert (found.parties, found.products) == (RECORDS.parties, RECORDS.products)
    assert str(found.products[0].unit_price.amount) == "189.00"


def test_a_store_with_no_records_has_an_empty_directory(empty_store: SqlStore) -> None:
    assert directory(empty_store) == Directory(version=0, company="")


def test_taking_in_again_updates_what_has_the_same_id_and_deletes_nothing(store: SqlStore) -> None:
    replace(store, empty("Rimon").model_copy(update={"parties": (party("C-001", name="New name"),)}))
    found = directory(store)
    assert found.company == "Rimon"
    assert [each.name for each in found.parties] == ["New name", RECORDS.parties[1].name, RECORDS.parties[2].name]
    assert found.people == RECORDS.people


def test_the_directory_is_read_again_only_when_it_has_changed(store: SqlStore) -> None:
    first = directory(store)
    before = prepared.cache_info()
    assert directory(store) is first
    after = prepared.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)
    with store.write() as uow:
        uow.records.add_party(party("C-100"))
        uow.commit()
    assert directory(store).version == first.version + 1
    assert "C-100" in {each.id for each in directory(store).parties}


def test_another_process_sees_a_change_of_the_directory(store: SqlStore) -> None:
    directory(store)
    other = open_store(store.url.render_as_string(hide_password=False))
    replace(other, empty("Renamed"))
    other.close()
    assert directory(store).company == "Renamed"


def test_a_change_that_was_rolled_back_is_not_remembered(store: SqlStore) -> None:
    with store.write() as uow:
        uow.records.add_party(party("C-777"))
        assert "C-777" in {each.id for each in uow.records.directory().parties}
    with store.write() as uow:
        uow.records.add_party(party("C-888"))
        uow.commit()
    assert {"C-777", "C-888"} & {each.id for each in directory(store).parties} == {"C-888"}


def test_a_new_party_gets_the_number_after_the_highest(store: SqlStore) -> None:
    with store.write() as uow:
        assert uow.records.next_party_id("customer") == "C-026"
        assert uow.records.next_party_id("supplier") == "S-002"
        uow.records.add_party(party("C-300"))
        assert uow.records.next_party_id("customer") == "C-301"
        uow.records.replace(RECORDS)
        assert uow.records.next_party_id("customer") == "C-302"
        uow.commit()


def test_an_invoice_comes_back_as_it_was_taken_in(store: SqlStore) -> None:
    with store.read() as reading:
        (found,) = reading.records.invoices(numbers=("12/2026",))
    assert found == invoice()
    assert [str(amount) for amount in (found.amount, found.paid, found.balance)] == ["100.10", "0.10", "100.00"]


@pytest.mark.parametrize("number", ["12/2026", "12", " 12 / 2026 ", "ft 7", "FT7"])
def test_an_invoice_is_found_by_its_number_however_it_is_written(store: SqlStore, number: str) -> None:
    seven = invoice("FT 7", party_id="S-001", direction="payable", party="Sedutec")
    replace(store, empty().model_copy(update={"invoices": (seven, invoice("112/2026"))}))
    wanted = "FT 7" if "7" in number else "12/2026"
    with store.read() as reading:
        assert [each.number for each in reading.records.invoices(numbers=(number,))] == [wanted]


def test_invoices_are_found_by_party_the_newest_first(store: SqlStore) -> None:
    newer = invoice("13/2026", issued="2026-03-01", payments=())
    replace(store, empty().model_copy(update={"invoices": (newer, invoice("1", party_id="S-001"))}))
    with store.read() as reading:
        find = reading.records.invoices
        assert [each.number for each in find(party_ids=("C-001",))] == ["13/2026", "12/2026"]
        assert [each.number for each in find(party_ids=("C-001",), limit=1)] == ["13/2026"]
        assert find() == ()


def test_an_invoice_taken_in_again_has_its_new_payments_only(store: SqlStore) -> None:
    replace(store, empty().model_copy(update={"invoices": (invoice(paid="0", payments=()), invoice("14/2026"))}))
    with store.read() as reading:
        (found,) = reading.records.invoices(numbers=("12",))
    assert found.paid == Decimal(0)
    assert found.payments == ()


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0.10", "EUR"), ("99999999999999.99", "EUR"), ("-0.01", "ILS"), ("123456789012345", "JPY"), ("1.005", "KWD"),
        ("70368744177664.01", "USD"),
    ],
)  # fmt: skip
def test_money_is_exact(store: SqlStore, amount: str, currency: str) -> None:
    exact = invoice("9", amount=amount, balance=amount, paid="0", payments=(), currency=currency)
    replace(store, empty().model_copy(update={"invoices": (exact,)}))
    with store.read() as reading:
        (found,) = reading.records.invoices(numbers=("9",))
    assert (str(found.amount), found.balance) == (amount, Decimal(amount))


@pytest.mark.parametrize("price", ["0.00000001", "90071992547.40993", "0.1", "12", "3.14159265"])
def test_a_unit_price_keeps_eight_decimals(store: SqlStore, price: str) -> None:
    replace(store, empty().model_copy(update={"products": (product(price=price),)}))
    assert directory(store).products[0].unit_price.amount == Decimal(price)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("0.001", "EUR"), ("0.5", "JPY"), ("1E+30", "EUR"), ("1.0000000000000000000000000000000000001", "EUR")],
)
def test_an_amount_that_cannot_be_kept_exactly_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(InexactAmount, match="round it"):
        to_minor(Decimal(amount), currency)


def test_minor_units_follow_the_currency() -> None:
    assert [str(from_minor(12345, code)) for code in ("EUR", "JPY", "KWD", "CLF")] == [
        "123.45", "12345", "12.345", "1.2345",
    ]  # fmt: skip


def test_a_product_of_an_unknown_supplier_is_refused(store: SqlStore) -> None:
    unknown = empty().model_copy(update={"products": (product(supplier_id="S-999"),)})
    with pytest.raises(RuleBroken):
        replace(store, unknown)


def test_a_whole_company_is_taken_in_at_once_or_not_at_all(store: SqlStore) -> None:
    before = directory(store)
    records = empty("Half").model_copy(update={"parties": (party("C-500"),), "products": (product(supplier_id="x"),)})
    with pytest.raises(RuleBroken):
        replace(store, records)
    assert directory(store) == before


def test_writing_records_again_and_again_prepares_nothing_anew(store: SqlStore) -> None:
    def written() -> None:
        with store.write() as uow:
            uow.records.put(Portion(parties=(party(),)))
            uow.records.announce()
            uow.records.next_ids("person", 1)
            uow.commit()
        with store.read() as reading:
            reading.records.directory()

    written()
    before = prepared.cache_info().misses
    written()
    assert prepared.cache_info().misses == before
