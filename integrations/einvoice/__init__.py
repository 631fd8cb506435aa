"""Reads electronic invoices (FatturaPA, UBL, CII; also in a signed file) from the attachments of a mail."""

from bot.einvoice import EInvoice
from integrations.einvoice import cii, fatturapa, ubl
from integrations.einvoice.opening import LARGEST, NoInvoice, parsed, unwrapped

_READERS = {
    **dict.fromkeys(fatturapa.ROOTS, fatturapa.invoices),
    **dict.fromkeys(ubl.ROOTS, ubl.invoices),
    **dict.fromkeys(cii.ROOTS, cii.invoices),
}


def read_einvoices(name: str, content: bytes) -> tuple[EInvoice, ...]:
    """Every invoice in a file, () where it holds none that can be read; never raises. `name` is only kept.

    What is wrong with an invoice stands in its `problems`. The signature of a signed file is not checked.
    """
    if len(content) > LARGEST:
        return ()
    try:
        inner, wrapped = unwrapped(content)
        root = parsed(inner, frozenset(_READERS))
        return _READERS[root.tag](root, name, wrapped=wrapped)
    except NoInvoice:
        return ()


def read_einvoice(name: str, content: bytes) -> EInvoice | None:
    """The first invoice of a file as `read_einvoices` gives it; that there are more is among its problems."""
    found = read_einvoices(name, content)
    if len(found) < 2:
        return next(iter(found), None)
    more = f"the file holds {len(found)} invoices, and this is the first"
    return found[0].model_copy(update={"problems": (*found[0].problems, more)})
