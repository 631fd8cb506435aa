"""Records taken in part by part: seen by nobody before they are announced, found by their keys, each as it was."""

from datetime import date
from decimal import Decimal

from bot.model import CostCenter, Directory
from bot.ports import Portion
from storage.engine import SqlStore, open_store
from tests.contract.samples import RECORDS, invoice, party, person, product


def directory(store: SqlStore) -> Directory:
    with store.read() as reading:
        return reading.records.directory()


def put(store: SqlStore, portion: Portion) -> None:
    with store.write() as uow:
        uow.records.put(portion)
        uow.commit()


def center(code: str = "CC-1", year: int = 2026, **changes: object) -> CostCenter:
    data = {"code": code, "year": year, "names": {"en": "Fairs"}, "owner_id": "bob", "currency": "JPY"}
    return CostCenter.model_validate({**data, "budget": "500", "spent": "-20"} | changes)


def test_what_is_put_is_in_the_directory_once_it_is_announced(store: SqlStore) -> None:
    before = directory(store)
    put(store, Portion(parties=(party("C-050"),), products=(product(stock=99),)))
    assert directory(store) is before
    with store.write() as uow:
        assert uow.records.held_version() == before.version
        assert "C-050" in {each.id for each in uow.records.directory().parties}
        uow.records.announce()
        uow.commit()
    after = directory(store)
    assert after.version == before.version + 1
    assert ({each.id for each in after.parties} - {each.id for each in before.parties}) == {"C-050"}
    assert after.products[0].stock == 99


def test_another_process_sees_what_was_announced(store: SqlStore) -> None:
    directory(store)
    other = open_store(store.url.render_as_string(hide_password=False))
    put(other, Portion(people=(person("dora"),)))
    with other.write() as uow:
        uow.records.announce()
        uow.commit()
    other.close()
    assert "dora" in {each.id for each in directory(store).people}


def test_a_store_with_no_records_has_no_version_to_hold(empty_store: SqlStore) -> None:
    with empty_store.write() as uow:
        assert uow.records.held_version() == 0
        uow.records.announce()
        assert uow.records.held_version() == 1
        uow.commit()


def test_new_ids_follow_the_highest_and_none_is_given_twice(store: SqlStore) -> None:
    put(store, Portion(people=(person("P-007"),), parties=(party("C-200"),)))
    with store.write() as uow:
        assert uow.records.next_ids("person", 2) == ("P-008", "P-009")
        assert uow.records.next_ids("customer", 3) == ("C-201", "C-202", "C-203")
        assert uow.records.next_party_id("customer") == "C-204"
        assert uow.records.next_ids("person", 1) == ("P-010",)


def test_invoices_are_found_by_what_they_are(store: SqlStore) -> None:
    twin = invoice("12/2026", party_id="C-025", party="Other")
    many = tuple(invoice(str(number), payments=(), paid="0", balance="100.10") for number in range(1200))
    put(store, Portion(invoices=(twin, *many)))
    with store.read() as reading:
        find = reading.records.invoices_of
        assert find([]) == ()
        assert find([("receivable", "C-025", "12/2026"), ("payable", "C-001", "12/2026")]) == (twin,)
        assert len(find({("receivable", "C-001", str(number)) for number in range(1200)})) == 1200


def test_all_invoices_come_page_by_page_with_their_payments(store: SqlStore) -> None:
    many = tuple(invoice(str(number)) for number in range(2500))
    put(store, Portion(invoices=many))
    with store.read() as reading:
        assert tuple(reading.records.all_invoices()) == (invoice(), *many)


def test_a_changed_invoice_keeps_its_place_and_loses_no_payment_of_others(store: SqlStore) -> None:
    put(store, Portion(invoices=(invoice("13"),)))
    put(store, Portion(invoices=(invoice(amount="200.10", balance="200.00", due_date=date(2026, 3, 3)),)))
    with store.read() as reading:
        first, second = reading.records.all_invoices()
    assert (first.amount, first.due_date, second) == (Decimal("200.10"), date(2026, 3, 3), invoice("13"))


def test_cost_centres_come_back_as_they_were_taken_in(store: SqlStore) -> None:
    centers = (center(), center(year=2027, spent="7"), center("CC-2", currency="EUR", budget="0.10", owner_id=None))
    put(store, Portion(cost_centers=centers))
    put(store, Portion(cost_centers=(center(spent="10"),)))
    with store.read() as reading:
        assert reading.records.cost_centers() == (center(spent="10"), *centers[1:])
        assert reading.records.cost_centers(["CC-2", "CC-9"]) == centers[2:]
        assert reading.records.cost_centers(()) == ()
    assert directory(store).parties == RECORDS.parties
