"""Who wrote a mail, on a ladder: a colleague, a supplier, a customer, or somebody unknown.

Everybody can write any name and any address over a mail. Only what was authenticated counts as somebody's; what is
only claimed is told as such. Answers go to From alone, whatever Reply-To says.
"""

from collections.abc import Iterable
from typing import Literal

from bot.mail.domains import domain_of, is_free
from bot.mail.model import ReceivedMail
from bot.model import Directory, Party, Person, Value

Rung = Literal["colleague", "supplier", "customer", "unknown"]

# The domains from which large providers of certified mail send (the list of all is AgID's). Other ones are not wrong,
# they only prove nothing here.
PEC_PROVIDERS = frozenset({
    "pec.aruba.it", "legalmail.it", "postecert.it", "sicurezzapostale.it", "pec.actalis.it", "telecompost.it",
})  # fmt: skip


class Sender(Value):
    """Who wrote a mail: `person` on the rung "colleague", `party` on "supplier" and "customer".

    `claimed` is whom an unknown sender says to be. `reason` says why somebody stands no higher, or what is odd, in
    English, for the log and for those who look into a case.
    """

    rung: Rung = "unknown"
    person: Person | None = None
    party: Party | None = None
    claimed: Person | Party | None = None
    reason: str = ""


def rung(
    mail: ReceivedMail,
    directory: Directory,
    *,
    own_domains: frozenset[str],
    pec_providers: frozenset[str] = PEC_PROVIDERS,
) -> Sender:
    """The highest rung that a mail proves; nothing privileged may be asked for below "colleague".

    A colleague is one whose own address in one of `own_domains` is authenticated, in a mail that no robot wrote. A
    party is known by its address, or by the domain of it where not anybody can have an address there. The sender of
    certified mail (PEC) is believed when the trusted server says that the mail is from one of `pec_providers`, who
    vouch for him; he is never a colleague, since the provider knows who pays, not who works with us.
    """
    own = frozenset(domain.lower() for domain in own_domains)
    address = _address(mail)
    person = _person(directory, address)
    party, which = (None, "") if person else _party(directory.parties, address, own)
    odd = _odd_reply_to(mail, address)
    doubt = _doubt(mail, address, pec_providers)
    if doubt:
        claimed = person or party or _named(mail, directory)
        return Sender(claimed=claimed, reason=_joined(doubt, odd))
    if person:
        lacking = _lacking(mail, address, own)
        if lacking:
            return Sender(claimed=person, reason=_joined(lacking, odd))
        return Sender(rung="colleague", person=person, reason=odd)
    if party:
        pending = "no colleague has checked this party yet" if party.state == "pending" else ""
        return Sender(rung=party.kind, party=party, reason=_joined(which, pending, odd))
    return _stranger(mail, directory, _joined(which, odd))


def party_of(address: str, parties: Iterable[Party], *, own_domains: frozenset[str]) -> Party | None:
    """The party that an address belongs to, by itself or by a domain that not anybody can write from."""
    return _party(parties, address.lower(), frozenset(domain.lower() for domain in own_domains))[0]


def _address(mail: ReceivedMail) -> str:
    certified = mail.pec.sender if mail.pec and mail.pec.kind == "message" else ""
    return (certified or mail.sender.address).lower()


def _person(directory: Directory, address: str) -> Person | None:
    return next((person for person in directory.people if address and person.email.lower() == address), None)


def _party(parties: Iterable[Party], address: str, own: frozenset[str]) -> tuple[Party | None, str]:
    """The party that an address belongs to, and what is to be said about it; None where several could be meant."""
    with_mail = [(party, party.email.lower()) for party in parties if party.email]
    exact = [party for party, email in with_mail if email == address]
    if exact:
        return (exact[0], "") if len(exact) == 1 else (None, "several parties have this address")
    domain = domain_of(address)
    if not domain or is_free(domain) or domain in own:
        return None, ""
    same = [party for party, email in with_mail if domain_of(email) == domain]
    if len(same) > 1:
        return None, f"several parties write from {domain}"
    return (same[0], f"known by the domain {domain}") if same else (None, "")


def _doubt(mail: ReceivedMail, address: str, pec_providers: frozenset[str]) -> str:
    """Why the address proves nothing; "" where it is authenticated."""
    checked = mail.authentication
    if not address:
        return "it names no sender"
    if not checked.aligned:
        return f"not authenticated: {checked.reason or 'nobody has checked who sent it'}"
    if domain_of(address) == checked.domain:
        return ""
    if mail.pec and mail.pec.kind == "message":
        vouched = any(f".{checked.domain}".endswith(f".{provider}") for provider in pec_providers)
        return "" if vouched else f"{checked.domain} is no known provider of certified mail"
    return f"{checked.domain} was authenticated, not the domain of {address}"


def _lacking(mail: ReceivedMail, address: str, own: frozenset[str]) -> str:
    """What a person of ours lacks to be taken for a colleague."""
    if domain_of(address) not in own:
        return f"{domain_of(address)} is not one of our domains"
    if mail.pec:
        return "certified mail does not prove a colleague"
    return "" if mail.kind == "message" else "it was not written by a person"


def _stranger(mail: ReceivedMail, directory: Directory, reason: str) -> Sender:
    claimed = _named(mail, directory)
    if claimed:
        return Sender(
            claimed=claimed, reason=_joined(f"it shows the name of {claimed.name} over another address", reason)
        )
    return Sender(reason=reason or "nobody knows this address")


def _named(mail: ReceivedMail, directory: Directory) -> Person | Party | None:
    """Whose name, in whatever order, or address is shown as the sender's name."""
    shown = mail.sender.name.casefold()
    words = frozenset(shown.split())
    if not words:
        return None
    known: tuple[Person | Party, ...] = (*directory.people, *directory.parties)
    for one in known:
        if words == frozenset(one.name.casefold().split()) or (one.email and one.email.lower() in shown):
            return one
    return None


def _odd_reply_to(mail: ReceivedMail, address: str) -> str:
    domain = domain_of(address)
    others = sorted({domain_of(one.address) for one in mail.reply_to} - {domain, ""})
    if not others:
        return ""
    return f"Reply-To names another domain, {', '.join(others)}; answers go to {address or 'nobody'} only"


def _joined(*reasons: str) -> str:
    return "; ".join(filter(None, reasons))
