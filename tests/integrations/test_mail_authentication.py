"""Whether a mail is from whom it says: the receiving server's word, our own check, and the rung that follows."""

import email
from email.message import Message
from email.policy import compat32
from pathlib import Path

import pytest
from authres import AuthResError, FeatureContext  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.model import Authentication, ReceivedMail
from bot.mail.senders import Sender, rung
from bot.model import Directory, Party, Person
from integrations.mail_reader.addresses import addresses, sender_of
from integrations.mail_reader.authentication import Unreadable, authentication_of, by_own_check, results_of
from tests.effort import bounded

HAZARDS = Path(__file__).parent.parent / "data" / "mail" / "hazards"
TRUSTED = frozenset({"mx.norland.example"})
OWN = frozenset({"norland.example"})

MARTA = Person(
    id="marta",
    name="Marta Villa",
    email="marta.villa@norland.example",
    role="manager",
    team="purchasing",
    language="it",
    timezone="Europe/Rome",
)
FORNITURA = Party(id="S-1", kind="supplier", name="Fornitura S.r.l.", email="vendite@fornitura.example")
DIRECTORY = Directory(version=1, company="Norland", people=(MARTA,), parties=(FORNITURA,))

RECEIVED = "Received: from out.sender.example by mx.norland.example with ESMTPS; Mon, 23 Nov 2026 14:00:00 +0100"
FOREIGN = "Received: from somewhere by mail.sender.example; Mon, 23 Nov 2026 13:59:00 +0100"
PASSED = "Authentication-Results: mx.norland.example; dmarc=pass header.from=fornitura.example"
NOTHING = "Authentication-Results: mx.norland.example; spf=none"
FAILED = "Authentication-Results: mx.norland.example; dmarc=fail header.from=fornitura.example"


def hazard(name: str) -> "Message[str, str]":
    return email.message_from_bytes((HAZARDS / f"{name}.eml").read_bytes(), policy=compat32)


def mail(*lines: str, sender: str = "From: Anna <anna@fornitura.example>") -> "Message[str, str]":
    raw = "\n".join((*lines, sender, "Subject: Offer", "", "Hello", ""))
    return email.message_from_bytes(raw.replace("\n", "\r\n").encode("utf-8", "surrogateescape"), policy=compat32)


def checked_by(*lines: str, sender: str = "From: Anna <anna@fornitura.example>") -> Authentication:
    return authentication_of(mail(*lines, sender=sender), TRUSTED)


def results(value: str, sender: str = "From: Anna <anna@fornitura.example>") -> Authentication:
    return checked_by(f"Authentication-Results: mx.norland.example; {value}", sender=sender)


def sender(message: "Message[str, str]") -> Sender:
    """The rung of a mail as the reader would see it."""
    received = ReceivedMail(
        sender=sender_of(message)[0],
        reply_to=addresses(message, "reply-to"),
        authentication=authentication_of(message, TRUSTED),
    )
    return rung(received, DIRECTORY, own_domains=OWN)


def test_hazard_07_a_colleague_is_one_whom_our_server_has_checked() -> None:
    found = authentication_of(hazard("07a-genuine-colleague"), TRUSTED)
    assert found == Authentication(
        domain="norland.example", server="mx.norland.example", spf="pass", dkim="pass", dmarc="pass", aligned=True
    )
    assert sender(hazard("07a-genuine-colleague")) == Sender(rung="colleague", person=MARTA)


def test_hazard_07_a_forged_line_under_our_servers_is_not_believed() -> None:
    found = authentication_of(hazard("07b-spoofed-colleague"), TRUSTED)
    assert (found.aligned, found.dmarc, found.reason) == (False, "fail", "DMARC failed")
    told = sender(hazard("07b-spoofed-colleague"))
    assert (told.rung, told.person, told.claimed) == ("unknown", None, MARTA)


def test_hazard_07_a_line_behind_a_foreign_server_is_not_believed() -> None:
    found = authentication_of(hazard("07c-spoofed-supplier"), TRUSTED)
    assert (found.aligned, found.server, found.dmarc) == (False, None, "none")
    told = sender(hazard("07c-spoofed-supplier"))
    assert (told.rung, told.party, told.claimed) == ("unknown", None, FORNITURA)


def test_hazard_08_a_reply_to_elsewhere_is_told_and_changes_no_one() -> None:
    told = sender(hazard("08a-reply-to-elsewhere"))
    assert (told.rung, told.party) == ("supplier", FORNITURA)
    assert "Reply-To names another domain, fornitura-srl.example" in told.reason
    assert "answers go to marco.ferri@fornitura.example only" in told.reason


def test_hazard_08_the_name_of_a_colleague_makes_no_colleague() -> None:
    told = sender(hazard("08b-name-of-a-colleague"))
    assert (told.rung, told.person, told.claimed) == ("unknown", None, MARTA)
    assert "shows the name of Marta Villa over another address" in told.reason


@pytest.mark.parametrize("name", ["17c-colleague-before-the-brackets", "17d-two-addresses-after-a-name"])
def test_hazard_17_two_addresses_in_from_are_nobodys(name: str) -> None:
    found = authentication_of(hazard(name), TRUSTED)
    assert found.dmarc == "pass"
    assert (found.aligned, found.reason) == (False, "From is not one plain address")
    assert sender(hazard(name)).rung == "unknown"


@pytest.mark.parametrize(
    "lines",
    [
        (PASSED, RECEIVED),
        (RECEIVED, PASSED),
        (PASSED, FAILED.replace("mx.norland", "mx.sender"), RECEIVED),
        ("Received: by 2002:a05:6000:1::1 with SMTP id 1; Mon", RECEIVED, PASSED, FOREIGN),
        ("Received: from mx by imap.norland.example with LMTP", PASSED, RECEIVED, FAILED),
        ("Received: from x by backend.local with LMTP", RECEIVED, PASSED),
        (RECEIVED, PASSED, FAILED),
        (PASSED.replace("mx.norland", "MX.Norland"), RECEIVED),
        (PASSED.replace(": mx", ":\n mx").replace("; dmarc", " 1;\n\tdmarc"), RECEIVED),
        (PASSED.replace("mx.norland.example", "mx.norland.example (our own; server)"), RECEIVED),
        (NOTHING, PASSED, RECEIVED),
        (f"ARC-{FAILED}", PASSED, RECEIVED),
    ],
)
def test_the_line_of_our_server_is_believed(lines: tuple[str, ...]) -> None:
    found = checked_by(*lines)
    assert (found.aligned, found.dmarc, found.reason) == (True, "pass", "")


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (RECEIVED,),
        (RECEIVED, FOREIGN, PASSED),
        (FOREIGN, PASSED),
        (RECEIVED, FAILED, PASSED),
        (FAILED, PASSED, RECEIVED),
        (NOTHING, PASSED),
        (NOTHING, PASSED, FOREIGN),
        (NOTHING, PASSED, "Received: from x; Mon, 23 Nov 2026 14:00:00 +0100"),
        (RECEIVED, FAILED.replace("mx.norland", "mx.sender"), PASSED),
        ("Authentication-Results: mx.norland.example; none", RECEIVED, PASSED),
        ("Authentication-Results: mx.norland.example; dmarc=(pass", RECEIVED, PASSED),
        (f"ARC-{PASSED}", RECEIVED),
        (f"X-{PASSED}", RECEIVED),
        (PASSED.replace("mx.norland.example", "norland.example"), RECEIVED),
        (PASSED.replace("mx.norland.example", "mx.norland.example.evil.example"), RECEIVED),
        (PASSED.replace("mx.norland.example", "mx.norland.example 2"), RECEIVED),
        (PASSED.replace("mx.norland.example", "mx.nörland.example"), RECEIVED),
        (PASSED.replace("mx.norland.example", "evil.example (mx.norland.example)"), RECEIVED),
        (PASSED.replace("mx.norland.example;", ""), RECEIVED),
    ],
)
def test_no_other_line_is_believed(lines: tuple[str, ...]) -> None:
    found = checked_by(*lines)
    assert not found.aligned
    assert found.reason


def test_without_a_trusted_server_nothing_is_believed() -> None:
    found = authentication_of(mail(PASSED, RECEIVED), frozenset())
    assert (found.aligned, found.reason) == (False, "no trusted server has checked who sent it")


EXCHANGE_ONLINE = """\
Received: from AM0PR04MB1.eurprd04.prod.outlook.com by DB9PR04MB2.eurprd04.prod.outlook.com with HTTPS
Received: from VE1EUR03FT001.eop-EUR03.prod.protection.outlook.com (2603:10a6::1)
 by AM0PR08CA0001.outlook.office365.com (2603:10a6::2) with Microsoft SMTP Server
Authentication-Results: spf=pass (sender IP is 192.0.2.1)
 smtp.mailfrom=fornitura.example; dkim=none (message not signed)
 header.d=none;dmarc=pass action=none
 header.from=fornitura.example;compauth=pass reason=100
Received: from mail.fornitura.example (192.0.2.1)
 by VE1EUR03FT001.mail.protection.outlook.com with Microsoft SMTP Server"""


def test_the_hosts_of_a_firm_under_a_registrys_domain_are_its_own() -> None:
    lines = ("Received: from x by imap.firm.co.il with LMTP", PASSED.replace("norland.example", "firm.co.il"))
    assert authentication_of(mail(*lines), frozenset({"mx.firm.co.il"})).aligned
    assert not authentication_of(mail(lines[0].replace("firm", "evil"), lines[1]), frozenset({"mx.firm.co.il"})).aligned


def test_exchange_online_which_names_no_server_is_known_by_its_host() -> None:
    found = authentication_of(mail(EXCHANGE_ONLINE), frozenset({"protection.outlook.com"}))
    assert (found.aligned, found.server, found.spf) == (True, "protection.outlook.com", "pass")
    assert not authentication_of(mail(EXCHANGE_ONLINE), TRUSTED).aligned


@pytest.mark.parametrize(
    ("value", "aligned"),
    [
        ("spf=pass smtp.mailfrom=anna@fornitura.example", True),
        ("spf=pass smtp.mailfrom=bounces.fornitura.example", True),
        ("spf=pass smtp.mailfrom=evil.example", False),
        ("spf=pass smtp.helo=fornitura.example", False),
        ("spf=softfail smtp.mailfrom=fornitura.example", False),
        ("spf=pass smtp.mailfrom=fornitura.example.evil.example", False),
        ("spf=pass smtp.mailfrom=evilfornitura.example", False),
        ("dkim=pass header.d=fornitura.example", True),
        ("dkim=pass header.i=@mail.fornitura.example", True),
        ("dkim=pass header.d=evil.example header.i=@fornitura.example", False),
        ("dkim=pass header.d=evil.example; dkim=pass header.d=fornitura.example", True),
        ("dkim=fail header.d=fornitura.example; dkim=pass header.d=provider.example", False),
        ("dmarc=pass header.from=fornitura.example", True),
        ("dmarc=pass header.from=norland.example", False),
        ("dmarc=fail header.from=fornitura.example; spf=pass smtp.mailfrom=fornitura.example", False),
        ("dmarc=none header.from=fornitura.example; dkim=pass header.d=fornitura.example", True),
        ("dmarc=bestguesspass header.from=fornitura.example", False),
        ("dmarc=pass", False),
        ("dmarc=pass; dkim=pass header.d=fornitura.example", True),
        ("dmarc=fail header.from=fornitura.example; dmarc=pass header.from=fornitura.example", False),
        ("spf=pass smtp.mailfrom=fornitura.example; spf=fail smtp.mailfrom=evil.example", False),
        ("spf=fail (dkim=pass header.d=fornitura.example) smtp.mailfrom=evil.example", False),
        ('spf=fail smtp.mailfrom="x;dkim=pass header.d=fornitura.example"@evil.example', False),
        ("spf=pass smtp.mailfrom=", False),
    ],
)
def test_only_what_passed_for_the_domain_of_from_counts(value: str, *, aligned: bool) -> None:
    assert results(value).aligned == aligned


@pytest.mark.parametrize(
    ("domain", "other", "aligned"),
    [
        ("firm.co.il", "mail.firm.co.il", True),
        ("firm.co.il", "co.il", False),
        ("firm.co.uk", "other.co.uk", False),
        ("comune.gov.it", "gov.it", False),
        ("firm.example", "example", False),
    ],
)
def test_domains_of_one_registry_are_not_one_organisation(domain: str, other: str, *, aligned: bool) -> None:
    assert results(f"spf=pass smtp.mailfrom={other}", f"From: a@{domain}").aligned == aligned


@pytest.mark.parametrize(
    "line",
    [
        "From: anna@fornitura.example\nFrom: boss@norland.example",
        "From: anna@fornitura.example, boss@norland.example",
        "From: boss@norland.example <anna@fornitura.example>",
        'From: "boss@norland.example" <anna@fornitura.example>',
        "From: Staff: anna@fornitura.example;",
        "From: anna@fornitura.example\nSubject: Another",
        "From: <anna@fornitura.example",
        "From:",
        "X-From: anna@fornitura.example",
    ],
)
def test_whatever_two_programs_could_read_differently_is_not_authenticated(line: str) -> None:
    found = results("dmarc=pass header.from=fornitura.example", line)
    assert not found.aligned
    assert found.reason


LINES = """\
mx.a.example; dkim=pass header.i=@a.example header.s=s1 header.b=abc123; dmarc=pass (p=REJECT) header.from=a.example
mx.a.example; spf=pass (mx: domain of x@a.example designates 192.0.2.1 as permitted) smtp.mailfrom=x@a.example
mx.a.example 1; none
mx.a.example; dkim=pass (2048-bit key; unprotected) header.b="x/y=+"; arc=none; iprev=pass policy.iprev=192.0.2.1
mx.a.example; dkim=fail reason="bad; signature" header.d=a.example; spf=neutral smtp.mailfrom=""
""".splitlines()
TOKENS = [
    *'; = ( ) @ , 1 \\ "'.split(),
    " ",
    *"dkim pass fail header.d a.example spf smtp.mailfrom dmarc none reason".split(),
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_as_the_reference_library_reads_it(line: str) -> None:
    expected = FeatureContext().parse_value(line)
    read = results_of(line)
    assert [one.method for one in read] == [one.method for one in expected.results]
    for ours, theirs in zip(read, expected.results, strict=True):
        named = {f"{one.type}.{one.name}": one.value for one in theirs.properties}
        assert {name: value for name, value in ours.properties.items() if name in named} == named
        assert (ours.verdict == "pass") == (theirs.result == "pass")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
def test_nothing_passes_here_that_the_reference_library_does_not_see(tail: str) -> None:
    line = f"mx.example; spf=none{tail}"
    try:
        passed = {one.method for one in results_of(line) if one.verdict == "pass"}
    except Unreadable:
        return
    try:
        read = FeatureContext().parse_value(line).results
        theirs = {one.method for one in read if getattr(one, "result", "") == "pass"}
    except AuthResError:
        return  # it refuses some lines of real servers that are read here
    assert passed <= theirs


@pytest.mark.parametrize(
    "line",
    [
        "(" * 8_000,
        '"' * 8_000,
        "\\" * 8_000,
        "a=b " * 2_000,
        " " * 8_000,
        "x." * 4_000,
        "a=b c.d=" + "e" * 7_900,
        ";" * 8_000,
    ],
)
def test_a_hostile_line_takes_no_time(line: str) -> None:
    bounded(lambda: results(line))
    bounded(lambda: checked_by(*[f"Authentication-Results: x; {line}"] * 200))


def test_our_own_check_counts_only_for_a_sound_from() -> None:
    assert by_own_check(mail(), "pass").aligned
    assert by_own_check(mail(), "none").reason == "it is not signed for the domain of From"
    assert not by_own_check(mail(sender="From: boss@norland.example <anna@fornitura.example>"), "pass").aligned
