"""Who wrote a mail: the ladder from a colleague down to somebody unknown."""

import pytest

from bot.mail.domains import domain_of, is_free, is_public, organisation_of, same_organisation
from bot.mail.model import Address, Authentication, MailKind, Pec, PecKind, ReceivedMail
from bot.mail.senders import Sender, rung
from bot.model import Directory, Party, Person
from tests.builders import ALICE, CHARLIE

OWN = frozenset({"example.com"})
WOOD = Party(id="S-1", kind="supplier", name="Riva Legno", email="vendite@riva-legno.example")
BAKERY = Party(id="C-1", kind="customer", name="Acme Bakery", email="office@acme.example")
MILL = Party(id="S-2", kind="supplier", name="Old Mill", email="oldmill@libero.it")
NORTH = Party(id="S-3", kind="supplier", name="Galil North", email="north@rehitei-galil.example")
SOUTH = Party(id="S-4", kind="supplier", name="Galil South", email="south@rehitei-galil.example")
NEW = Party(id="S-5", kind="supplier", name="Sedutec", email="info@sedutec.example", state="pending")
NO_MAIL = Party(id="S-6", kind="supplier", name="By phone only")
DIRECTORY = Directory(
    version=1, company="Faggio", people=(ALICE, CHARLIE), parties=(WOOD, BAKERY, MILL, NORTH, SOUTH, NEW, NO_MAIL)
)


def mail(
    address: str,
    *,
    name: str = "",
    aligned: bool = True,
    domain: str | None = None,
    kind: MailKind = "message",
    reply_to: str | None = None,
    pec: Pec | None = None,
) -> ReceivedMail:
    checked = address.rpartition("@")[2] if domain is None else domain
    return ReceivedMail(
        sender=Address(address=address, name=name),
        reply_to=(Address(address=reply_to),) if reply_to else (),
        authentication=Authentication(
            domain=checked.lower(), aligned=aligned, reason="" if aligned else "DMARC failed"
        ),
        kind=kind,
        pec=pec,
    )


def told(received: ReceivedMail, directory: Directory = DIRECTORY) -> Sender:
    return rung(received, directory, own_domains=OWN)


def test_a_colleague_is_a_person_with_an_authenticated_address_of_ours() -> None:
    assert told(mail("charlie@example.com")) == Sender(rung="colleague", person=CHARLIE)
    assert told(mail("Charlie@Example.com")) == Sender(rung="colleague", person=CHARLIE)


def test_without_authentication_a_colleague_is_only_claimed() -> None:
    found = told(mail("charlie@example.com", aligned=False))
    assert found == Sender(claimed=CHARLIE, reason="not authenticated: DMARC failed")


def test_that_nobody_has_checked_is_the_default() -> None:
    found = told(ReceivedMail(sender=Address(address="charlie@example.com")))
    assert found == Sender(claimed=CHARLIE, reason="not authenticated: nobody has checked who sent it")


@pytest.mark.parametrize("kind", ["auto_reply", "out_of_office", "bounce", "complaint", "receipt", "list"])
def test_what_a_robot_wrote_is_no_colleagues(kind: MailKind) -> None:
    found = told(mail("charlie@example.com", kind=kind))
    assert (found.rung, found.claimed, found.reason) == ("unknown", CHARLIE, "it was not written by a person")


def test_a_persons_address_elsewhere_makes_no_colleague() -> None:
    outside = CHARLIE.model_copy(update={"email": "charlie@acme.example"})
    found = told(
        mail("charlie@acme.example"), Directory(version=1, company="Faggio", people=(outside,), parties=(BAKERY,))
    )
    assert (found.rung, found.claimed, found.reason) == ("unknown", outside, "acme.example is not one of our domains")


def test_an_address_of_ours_that_is_nobodys_is_unknown() -> None:
    assert told(mail("somebody@example.com")) == Sender(reason="nobody knows this address")


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("vendite@riva-legno.example", WOOD),
        ("office@acme.example", BAKERY),
        ("oldmill@libero.it", MILL),
        ("north@rehitei-galil.example", NORTH),
    ],
)
def test_a_party_is_known_by_its_address(address: str, party: Party) -> None:
    assert told(mail(address)) == Sender(rung=party.kind, party=party)
    assert told(mail(address, aligned=False)) == Sender(claimed=party, reason="not authenticated: DMARC failed")


def test_a_party_is_known_by_its_own_domain() -> None:
    found = told(mail("paolo@riva-legno.example"))
    assert found == Sender(rung="supplier", party=WOOD, reason="known by the domain riva-legno.example")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("another@libero.it", "nobody knows this address"),
        ("sales@rehitei-galil.example", "several parties write from rehitei-galil.example"),
        ("vendite@mail.riva-legno.example", "nobody knows this address"),
        ("vendite@riva-legno.example.evil.example", "nobody knows this address"),
        ("stranger@evil.example", "nobody knows this address"),
    ],
)
def test_another_address_is_unknown(address: str, reason: str) -> None:
    assert told(mail(address)) == Sender(reason=reason)


def test_a_domain_of_ours_is_no_partys() -> None:
    own = WOOD.model_copy(update={"email": "wood@example.com"})
    found = told(mail("somebody@example.com"), Directory(version=1, company="Faggio", parties=(own,)))
    assert found.rung == "unknown"


def test_an_address_of_two_parties_is_neithers() -> None:
    twin = BAKERY.model_copy(update={"id": "C-2"})
    found = told(mail("office@acme.example"), Directory(version=1, company="Faggio", parties=(BAKERY, twin)))
    assert found == Sender(reason="several parties have this address")


def test_that_a_party_is_unchecked_is_told() -> None:
    found = told(mail("info@sedutec.example"))
    assert (found.rung, found.party, found.reason) == ("supplier", NEW, "no colleague has checked this party yet")


def test_a_suppliers_out_of_office_is_the_suppliers() -> None:
    assert told(mail("vendite@riva-legno.example", kind="out_of_office")).rung == "supplier"


def test_only_the_domain_that_was_authenticated_counts() -> None:
    found = told(mail("charlie@example.com", domain="evil.example"))
    assert (found.rung, found.claimed) == ("unknown", CHARLIE)
    assert found.reason == "evil.example was authenticated, not the domain of charlie@example.com"


@pytest.mark.parametrize(
    ("name", "claimed"),
    [
        ("Charlie", CHARLIE),
        ("  charlie ", CHARLIE),
        ("charlie@example.com", CHARLIE),
        ("RIVA LEGNO", WOOD),
        ("Legno Riva", WOOD),
        ("Charlie Brown", None),
        ("", None),
    ],
)
def test_a_name_is_only_claimed(name: str, claimed: Person | Party | None) -> None:
    found = told(mail("evil@gmail.com", name=name))
    assert (found.rung, found.claimed) == ("unknown", claimed)
    assert told(mail("evil@gmail.com", name=name, aligned=False)).claimed == claimed


def test_a_reply_to_elsewhere_is_told_on_every_rung() -> None:
    for address in ("charlie@example.com", "vendite@riva-legno.example", "stranger@evil.example"):
        found = told(mail(address, reply_to="x@other.example"))
        assert f"Reply-To names another domain, other.example; answers go to {address} only" in found.reason
        assert found.rung == told(mail(address)).rung
    assert told(mail("charlie@example.com", reply_to="alice@example.com")).reason == ""


def certified(sender: str, *, provider: str, aligned: bool = True, kind: PecKind = "message") -> Sender:
    pec = Pec(kind=kind, sender=sender)
    return told(mail(f"posta-certificata@{provider}", domain=provider, aligned=aligned, pec=pec))


def test_certified_mail_is_its_senders_when_our_server_believes_the_provider() -> None:
    assert certified("vendite@riva-legno.example", provider="pec.aruba.it") == Sender(rung="supplier", party=WOOD)


@pytest.mark.parametrize(
    ("provider", "aligned", "reason"),
    [
        ("pec.aruba.it", False, "not authenticated: DMARC failed"),
        ("evil.example", True, "evil.example is no known provider of certified mail"),
        ("pec.aruba.it.evil.example", True, "pec.aruba.it.evil.example is no known provider of certified mail"),
        ("aruba.it", True, "aruba.it is no known provider of certified mail"),
    ],
)
def test_other_certified_mail_proves_nothing(provider: str, *, aligned: bool, reason: str) -> None:
    found = certified("vendite@riva-legno.example", provider=provider, aligned=aligned)
    assert found == Sender(claimed=WOOD, reason=found.reason)
    assert found.reason == reason


def test_certified_mail_makes_no_colleague() -> None:
    found = certified("charlie@example.com", provider="legalmail.it")
    assert (found.rung, found.claimed) == ("unknown", CHARLIE)
    own = told(mail("charlie@example.com", pec=Pec(kind="message", sender="charlie@example.com")))
    assert (own.rung, own.claimed) == ("unknown", CHARLIE)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("firm.example", "FIRM.example", True),
        ("mail.firm.example", "firm.example", True),
        ("firm.example", "a.b.firm.example", True),
        ("a.firm.example", "b.firm.example", False),
        ("evilfirm.example", "firm.example", False),
        ("firm.co.il", "co.il", False),
        ("comune.gov.it", "gov.it", False),
        ("firm.com", "com", False),
        ("evil.github.io", "github.io", False),
        ("", "", False),
    ],
)
def test_only_a_domain_under_another_is_of_one_organisation(one: str, other: str, *, same: bool) -> None:
    assert same_organisation(one, other) == same
    assert same_organisation(other, one) == same


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("a@firm.example", "firm.example"),
        ("A@FIRM.example", "firm.example"),
        ("@firm.example", "firm.example"),
        ("firm.example", "firm.example"),
        ("a@firm.example.", ""),
        ("a@localhost", ""),
        ("a@-firm.example", ""),
        ("a@fi rm.example", ""),
        ("a@firm..example", ""),
        ("a@" + "x" * 64 + ".example", ""),
        ("a", ""),
        ("", ""),
    ],
)
def test_the_domain_of_an_address(address: str, domain: str) -> None:
    assert domain_of(address) == domain


@pytest.mark.parametrize(
    ("domain", "organisation"),
    [("mx.firm.example", "firm.example"), ("a.mx.firm.co.il", "firm.co.il"), ("firm.com", "firm.com"), ("com", "com")],
)
def test_what_its_owner_registered(domain: str, organisation: str) -> None:
    assert organisation_of(domain) == organisation


def test_everybodys_domains_are_known() -> None:
    assert all(
        map(is_free, ("gmail.com", "libero.it", "walla.co.il", "Outlook.com", "yahoo.fr", "live.co.uk", "pec.it"))
    )
    assert not any(map(is_free, ("firm.example", "gmail.com.evil.example")))
    assert all(map(is_public, ("co.il", "co.uk", "gov.it", "com", "com.au")))
    assert not any(map(is_public, ("firm.co.il", "firm.com", "com.com")))
