"""Documents refuse what does not add up."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.documents import Issuer, OrderLine, PurchaseOrderDocument, Recipient

PRICED = OrderLine(description="Desk", quantity=Decimal(2), unit_price=Decimal("10.50"), net=Decimal("21.00"))
UNPRICED = OrderLine(description="Chair", quantity=Decimal(4))


def order(*lines: OrderLine, **changes: Any) -> PurchaseOrderDocument:
    values: dict[str, Any] = {
        "language": "en",
        "reference": "PO-0001",
        "issued": date(2026, 11, 20),
        "issuer": Issuer(name="Alpha", city="Milano", country="IT", tax_id="0", email="office@alpha.example"),
        "supplier": Recipient(name="Beta"),
        "lines": lines,
        "currency": "EUR",
        "ordered_by": "Alice",
        "ordered_by_mail": "alice@alpha.example",
    }
    return PurchaseOrderDocument.model_validate({**values, **changes})


def test_a_total_is_that_of_the_lines() -> None:
    assert order(PRICED, PRICED, net_total=Decimal(42)).net_total == 42
    with pytest.raises(ValidationError, match="do not add up"):
        order(PRICED, net_total=Decimal(42))


@pytest.mark.parametrize(
    ("lines", "total"), [((PRICED,), None), ((PRICED, UNPRICED), Decimal(21)), ((UNPRICED,), Decimal(0))]
)
def test_a_total_is_there_exactly_when_every_line_has_a_price(
    lines: tuple[OrderLine, ...], total: Decimal | None
) -> None:
    with pytest.raises(ValidationError, match="exactly when every line has a price"):
        order(*lines, net_total=total)


def test_an_order_may_leave_prices_open() -> None:
    assert order(PRICED, UNPRICED).net_total is None


@pytest.mark.parametrize("part", ["unit_price", "net"])
def test_a_line_has_both_amounts_or_neither(part: str) -> None:
    with pytest.raises(ValidationError, match="or neither"):
        OrderLine.model_validate({"description": "Desk", "quantity": Decimal(1), part: Decimal(5)})


def test_an_order_without_lines_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        order(net_total=Decimal(0))
