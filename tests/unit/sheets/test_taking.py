"""What the rows of a table do to the records: new, changed, as they were, or refused with the reason."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.model import CostCenter, Directory, Invoice, Money, Party, Payment, Person, Product
from bot.ports import Portion
from bot.sheets.cells import Cell
from bot.sheets.headers import recognise
from bot.sheets.layouts import layout
from bot.sheets.people import Defaults
from bot.sheets.reading import Reader
from bot.sheets.styles import Survey
from bot.sheets.taking import Taking, Tally

ALICE = Person(
    id="P-001", name="Alice", email="alice@example.com", role="clerk", team="sales", language="en", timezone="UTC"
)
ROSSI = Party(id="C-001", kind="customer", name="Rossi S.r.l.", country="IT", tax_id="08773640951", payment_days=60)
BIANCHI = Party(id="C-002", kind="customer", name="Bianchi", city="Pavia")
SEDUTEC = Party(id="S-001", kind="supplier", name="Sedutec S.r.l.", aliases=("Sedutec",), tax_id="09168370071")
CHAIR = Product(
    sku="CHR-1", names={"en": "Chair", "it": "Sedia", "he": "כיסא"}, stock=4, reorder_level=2,
    unit_price=Money(amount=Decimal("99.90"), currency="EUR"), vat_rate=Decimal(22), supplier_id="S-001",
)  # fmt: skip
COMPANY = Directory(version=1, company="Ulivo", people=(ALICE,), parties=(ROSSI, BIANCHI, SEDUTEC), products=(CHAIR,))
PAID = Payment(on=date(2026, 2, 1), amount=Decimal("40.00"))
INVOICE = Invoice(
    number="12/2026", direction="receivable", party_id="C-001", party="Rossi S.r.l.", issued=date(2026, 1, 2),
    due_date=date(2026, 2, 2), amount=Decimal("100.00"), paid=Decimal("40.00"), balance=Decimal("60.00"),
    currency="EUR", payments=(PAID,),
)  # fmt: skip
CENTER = CostCenter(
    code="CC-1", year=2026, names={"en": "Fairs", "it": "Fiere", "he": "תערוכות"}, owner_id="P-001", currency="EUR",
    budget=Decimal(500), spent=Decimal(20),
)  # fmt: skip


class Import:
    """A table taken in whole, and what came of it."""

    zone: str | None = "Europe/Rome"

    def __init__(self, kind: str, headers: Sequence[str], /, *rows: Sequence[Cell], **given: str) -> None:
        self.refused: dict[int, str] = {}
        of = layout(kind)
        recognised = recognise([(1, headers)], of, {}, given=given)
        survey = Survey(of, recognised)
        for number, cells in enumerate(rows, start=2):
            survey.look(number, cells)
        reader = Reader(of, recognised, survey.styles(), given)
        taking = Taking(kind, COMPANY, Defaults(timezone=self.zone), refuse=self._refuse)
        taking.known.take_in(Portion(invoices=(INVOICE,), cost_centers=(CENTER,)))
        read = [reader.read(number, tuple(cells), separated=True) for number, cells in enumerate(rows, start=2)]
        self.portion = taking.numbered(
            taking.take(read), lambda kind, count: tuple(f"{kind}-{n}" for n in range(count))
        )
        self.tally: Tally = taking.tally

    def _refuse(self, number: int, cells: tuple[Cell, ...], reason: str) -> None:
        self.refused[number] = reason

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return (self.tally.new, self.tally.changed, self.tally.same, self.tally.refused)


def changed(record: Any, **values: Any) -> Any:
    return record.model_copy(update=values)


def test_a_new_person_has_the_least_rights_unless_told() -> None:
    done = Import("people", ("Nome", "Cognome", "E-mail", "Reparto"), ("Bob", "Levi", "Bob@example.com", "vendite"))
    assert done.portion.people == (
        Person(
            id="person-0", name="Bob Levi", email="bob@example.com", role="requester", team="sales", language="en",
            timezone="Europe/Rome",
        ),
    )  # fmt: skip


def test_a_person_is_found_by_address_and_a_change_of_role_is_told() -> None:
    done = Import("people", ("email", "role"), ("alice@example.com", "manager"))
    assert done.portion.people == (changed(ALICE, role="manager"),)
    assert done.tally.notes == ["row 2: Alice (P-001): role clerk → manager"]


def test_an_address_cannot_be_that_of_somebody_else() -> None:
    done = Import("people", ("id", "email", "name", "team"), ("P-009", "alice@example.com", "Eve", "hr"))
    assert done.refused == {2: 'the e-mail address "alice@example.com" is that of Alice (P-001)'}


def test_a_new_person_that_lacks_something_is_refused() -> None:
    assert Import("people", ("email", "name"), ("bob@example.com", "Bob")).refused == {2: "it is new and lacks team"}


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        (("id", "city"), ("C-001", "Pavia")),
        (("tax_id", "city"), ("IT 08773640951", "Pavia")),
        (("name", "city"), ("rossi  s.r.l.", "Pavia")),
        (("name", "tax_id", "city"), ("Rossi S.r.l.", "8773640951", "Pavia")),
    ],
)
def test_a_party_is_found_by_id_tax_number_or_name(headers: tuple[str, ...], row: tuple[str, ...]) -> None:
    cells = [
        int(cell) if header == "tax_id" and cell.isdigit() else cell for header, cell in zip(headers, row, strict=True)
    ]
    (found,) = Import("parties", headers, cells, kind="customer").portion.parties
    assert (found.id, found.city, found.tax_id) == ("C-001", "Pavia", "08773640951")


def test_another_tax_number_under_the_same_name_is_another_party() -> None:
    done = Import("parties", ("name", "tax_id", "country"), ("Rossi S.r.l.", "07277760570", "IT"), kind="customer")
    assert (done.counts, done.portion.parties[0].id) == ((1, 0, 0, 0), "customer-0")


def test_an_empty_cell_leaves_what_is_there() -> None:
    done = Import("parties", ("id", "name", "city", "tax_id"), ("C-002", "", "", ""))
    assert done.counts == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("headers", "row", "reason"),
    [
        (
            ("name", "tax_id", "country"),
            ("Neri", "08773640952", "IT"),
            'the tax number "08773640952" fails its check digit',
        ),
        (("name", "tax_id", "country"), ("Neri", "123", "IT"), 'the tax number "123" has not the length of one of IT'),
        (
            ("id", "name", "kind"),
            ("C-001", "Rossi", "fornitore"),
            "C-001 is a customer already, and a party does not change its kind",
        ),
        (
            ("id", "name", "tax_id"),
            ("C-9", "Rossi 2", "08773640951"),
            'the tax number "08773640951" is that of Rossi S.r.l. (C-001)',
        ),
        (("name", "city"), ("", "Pavia"), "it has neither an id nor a tax number nor a name to find the party by"),
        (("tax_id", "city"), ("07277760570", "Pavia"), "it is new and lacks name"),
        (("name", "payment_days"), ("Rossi S.r.l.", "400"), "400 days to pay are more than a year"),
    ],
)
def test_a_party_that_cannot_be_right_is_refused(headers: tuple[str, ...], row: tuple[str, ...], reason: str) -> None:
    given = {} if "kind" in headers else {"kind": "customer"}
    assert Import("parties", headers, row, **given).refused == {2: reason}


def test_a_party_of_no_kind_is_refused() -> None:
    assert "say --kind customer" in Import("parties", ("name",), ("Neri",)).refused[2]


def test_two_rows_of_one_record_are_told_and_one_bad_row_stops_no_other() -> None:
    done = Import(
        "parties", ("name", "tax_id"), ("Neri", ""), ("Verdi", "1"), ("NERI", ""), ("Gialli", ""), kind="customer"
    )
    assert done.refused == {
        3: 'the tax number "1" has not the length of a tax number',
        4: "it is the same party as row 2",
    }
    assert [party.name for party in done.portion.parties] == ["Neri", "Gialli"]


def test_a_new_product_has_a_name_in_every_language_and_no_stock() -> None:
    headers = ("Codice", "Descrizione", "Prezzo", "IVA", "Fornitore")
    (new,) = Import("products", headers, ("T-1", "Tavolo", "€ 10,50", "22%", "sedutec")).portion.products
    assert new.names == {"en": "Tavolo", "it": "Tavolo", "he": "Tavolo"}
    assert (str(new.unit_price.amount), new.unit_price.currency, new.supplier_id) == ("10.50000000", "EUR", "S-001")
    assert (new.stock, new.reserved, new.reorder_level, new.cost) == (0, 0, 0, None)


def test_a_price_list_of_two_columns_changes_prices_alone() -> None:
    done = Import("products", ("sku", "price"), ("chr-1", "120"), ("CHR-9", "1"))
    assert done.portion.products == (changed(CHAIR, unit_price=Money(amount=Decimal(120), currency="EUR")),)
    assert done.refused == {3: "it is new and lacks vat_rate"}


@pytest.mark.parametrize(
    ("headers", "row", "reason"),
    [
        (("sku", "currency"), ("CHR-1", "ILS"), "its price is in EUR: give the price in ILS as well"),
        (("sku", "price", "currency"), ("CHR-1", "₪ 5", "EUR"), "its price is in ILS, its currency is EUR"),
        (
            ("sku", "price", "vat", "name"),
            ("N-1", "5", "22", "New"),
            "its price has no currency: add a column, or say --set currency=EUR for all rows",
        ),
        (
            ("sku", "price", "vat", "currency"),
            ("N-1", "5", "22", "EUR"),
            "it is new and lacks a name (name_en, name_it or name_he)",
        ),
        (
            ("sku", "supplier_id"),
            ("CHR-1", "C-001"),
            '"C-001" is the id of no supplier on record: import the suppliers first',
        ),
        (("sku", "supplier"), ("CHR-1", "Nobody"), '"Nobody" is no supplier on record: import the parties first'),
    ],
)
def test_a_product_that_cannot_be_right_is_refused(headers: tuple[str, ...], row: tuple[str, ...], reason: str) -> None:
    assert Import("products", headers, row).refused == {2: reason}


def test_stock_is_of_known_products_only() -> None:
    done = Import("stock", ("sku", "stock", "reserved"), ("CHR-1", "7", "2"), ("CHR-9", "7", ""), ("", "1", ""))
    assert done.portion.products == (changed(CHAIR, stock=7, reserved=2),)
    assert done.refused == {3: '"CHR-9" is no product on record: import the products first', 4: "it has no sku"}


def test_a_new_invoice_is_due_after_its_partys_days() -> None:
    headers = ("number", "customer", "invoice date", "amount", "currency", "balance")
    (new,) = Import(
        "invoices", headers, ("13", "Rossi S.r.l.", "31/01/2026", "1.000,00", "EUR", "250,00")
    ).portion.invoices
    assert (new.direction, new.party_id, new.due_date) == ("receivable", "C-001", date(2026, 4, 1))
    assert (new.paid, new.balance, new.payments) == (Decimal(750), Decimal(250), ())


def test_what_is_paid_on_a_day_becomes_a_payment() -> None:
    headers = ("number", "supplier", "issued", "amount", "paid", "paid_on", "currency")
    (new,) = Import(
        "invoices", headers, ("7", "Sedutec", "2026-01-31", "9.50", "9.50", "2026-02-01", "EUR")
    ).portion.invoices
    assert (new.direction, new.payments) == ("payable", (Payment(on=date(2026, 2, 1), amount=Decimal("9.50")),))


def test_an_invoice_on_record_keeps_its_payments() -> None:
    done = Import("invoices", ("number", "party_id", "amount"), ("12/2026", "C-001", "120.00"))
    assert done.portion.invoices == (changed(INVOICE, amount=Decimal("120.00"), balance=Decimal("80.00")),)


@pytest.mark.parametrize(
    ("headers", "row", "reason"),
    [
        (
            ("number", "party", "amount"),
            ("1", "Nobody", "5"),
            '"Nobody" is no customer or supplier on record: import the parties first',
        ),
        (("number", "party_id", "issued"), ("1", "C-001", "2026-01-01"), "it is new and lacks amount"),
        (
            ("number", "party_id", "due"),
            ("12/2026", "C-001", "2026-01-01"),
            "it is due on 2026-01-01, before it was issued on 2026-01-02",
        ),
        (
            ("number", "party_id", "paid"),
            ("12/2026", "C-001", "30,00"),
            "30.00 is said to be paid, and the payments on record make 40.00",
        ),
        (
            ("number", "party_id", "paid", "balance"),
            ("12/2026", "C-001", "50,00", "60,00"),
            "its balance 60.00 is not its amount 100.00 less 50.00 paid",
        ),
        (("number", "party_id", "currency"), ("12/2026", "C-001", "ILS"), "it is in EUR on record and in ILS here"),
    ],
)
def test_an_invoice_that_cannot_be_right_is_refused(
    headers: tuple[str, ...], row: tuple[str, ...], reason: str
) -> None:
    assert Import("invoices", headers, row).refused == {2: reason}


PAYMENT = ("number", "party_id", "paid_on", "amount", "payment_no")


def test_a_payment_that_is_there_is_not_counted_twice_and_a_new_one_moves_the_balance() -> None:
    done = Import(
        "payments", PAYMENT,
        ("12/2026", "C-001", "2026-02-01", "40.00", ""), ("12/2026", "C-001", "2026-03-01", "50.00", ""),
        ("12/2026", "C-001", "2026-02-15", "10.00", ""),
    )  # fmt: skip
    (invoice,) = done.portion.invoices
    assert (done.counts, invoice.paid, invoice.balance) == ((2, 0, 1, 0), Decimal(100), Decimal(0))
    assert [payment.on.isoformat() for payment in invoice.payments] == ["2026-02-01", "2026-02-15", "2026-03-01"]


def test_two_payments_of_one_day_and_amount_need_numbers() -> None:
    row = ("12/2026", "C-001", "2026-02-01", "40.00")
    done = Import("payments", PAYMENT, (*row, ""), (*row, ""))
    assert done.refused == {3: "it is the same payment as row 2; number them in a column payment_no if both were made"}
    numbered = Import("payments", PAYMENT, (*row, "1"), (*row, "2"))
    assert (numbered.counts, numbered.portion.invoices[0].paid) == ((1, 0, 1, 0), Decimal(80))


def test_a_payment_of_an_invoice_with_money_of_no_day_is_refused() -> None:
    done = Import("invoices", ("number", "party_id", "paid"), ("12/2026", "C-001", "90.00"))
    assert done.portion.invoices[0].balance == Decimal("10.00")
    taking = Taking("payments", COMPANY, Defaults(), refuse=lambda *_: None)
    taking.known.add(done.portion.invoices[0])
    of = layout("payments")
    recognised = recognise([(1, PAYMENT)], of, {})
    reader = Reader(of, recognised, Survey(of, recognised).styles(), {})
    assert taking.take([reader.read(2, ("12/2026", "C-001", "2026-03-01", "10.00"), separated=True)]) == []
    assert taking.tally.refused == 1


def test_a_payment_of_no_invoice_is_refused() -> None:
    done = Import("payments", PAYMENT, ("99", "C-001", "2026-02-01", "40.00", ""))
    assert done.refused == {2: 'there is no receivable invoice "99" of Rossi S.r.l. (C-001) on record: import it first'}


def test_a_cost_centre_has_an_owner_that_is_known() -> None:
    headers = ("Codice", "Descrizione", "Responsabile", "Budget", "Speso", "Valuta")
    done = Import(
        "cost-centers",
        headers,
        ("CC-1", "", "alice", "600", "", ""),
        ("CC-2", "Altro", "Eve", "1", "", "EUR"),
        ("CC-3", "Terzo", "", "1", "", "EUR"),
        year="2026",
    )
    assert done.portion.cost_centers[0] == changed(CENTER, budget=Decimal("600.00"))
    assert (done.portion.cost_centers[1].code, done.portion.cost_centers[1].spent) == ("CC-3", Decimal(0))
    assert done.refused == {3: '"Eve" is none of our people'}


def test_a_row_without_a_name_is_told_so_when_its_tax_number_stands_above() -> None:
    rows = (("Verdi", "09168370071"), ("", "09168370071"))
    done = Import("parties", ("name", "tax_id"), *rows, kind="customer")
    assert done.refused == {3: "it has no name, and its tax number is that of row 2"}


class Nowhere(Import):
    """The same for a company without an address."""

    zone = None


def test_people_without_a_time_zone_are_told_how_to_give_them_one() -> None:
    new = (("email", "name", "team"), ("bob@example.com", "Bob", "sales"))
    reason = "it is new and lacks timezone: --set timezone=Europe/Rome gives all rows one"
    assert Import("people", *new, timezone="Asia/Jerusalem").refused == {}
    assert Nowhere("people", *new).refused == {2: reason}
