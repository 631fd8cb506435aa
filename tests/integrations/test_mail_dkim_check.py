"""Our own check of a DKIM signature, with real signatures and keys from a real name server on this machine."""

import base64
import random
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from asn1crypto.core import Null  # type: ignore[import-untyped]
from asn1crypto.keys import PublicKeyInfo, RSAPrivateKey, RSAPublicKey  # type: ignore[import-untyped]
from dkim import DKIM  # type: ignore[import-untyped]

from bot.mail.model import Verdict
from integrations.mail_reader.dkim_check import checked, txt_record
from tests.effort import bounded


def _prime(bits: int, source: random.Random) -> int:
    while True:
        number = source.getrandbits(bits) | (3 << (bits - 2)) | 1
        if (
            all(number % small for small in (3, 5, 7, 11, 13))
            and pow(2, number - 1, number) == 1
            and number % 65537 != 1
        ):
            return number


@cache
def key() -> tuple[bytes, bytes]:
    """A private key in PEM, and the record with the public one; made for the tests, the same each time."""
    source = random.Random(6376)
    first, second = _prime(512, source), _prime(512, source)
    modulus, exponent = first * second, 65537
    private = pow(exponent, -1, (first - 1) * (second - 1))
    whole = RSAPrivateKey(
        {
            "version": 0,
            "modulus": modulus,
            "public_exponent": exponent,
            "private_exponent": private,
            "prime1": first,
            "prime2": second,
            "exponent1": private % (first - 1),
            "exponent2": private % (second - 1),
            "coefficient": pow(second, -1, first),
        }
    )
    public = RSAPublicKey({"modulus": modulus, "public_exponent": exponent})
    info = PublicKeyInfo({"algorithm": {"algorithm": "rsa", "parameters": Null()}, "public_key": public})
    pem = b"-----BEGIN RSA PRIVATE KEY-----\n" + base64.encodebytes(whole.dump()) + b"-----END RSA PRIVATE KEY-----\n"
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(info.dump())


MESSAGE = (
    b"From: Anna <anna@fornitura.example>\r\nTo: requests@norland.example\r\nSubject: Offer\r\n"
    b"Message-ID: <a@fornitura.example>\r\n\r\nThe price is 240 euro.\r\n"
)


def signed(
    domain: bytes = b"fornitura.example", *, message: bytes = MESSAGE, length: bool = False, body: bytes = b"simple"
) -> bytes:
    names = [b"from", b"subject"]
    signature = DKIM(message).sign(
        b"s1", domain, key()[0], length=length, include_headers=names, canonicalize=(b"relaxed", body)
    )
    return bytes(signature) + message


def record(name: str, seconds: float) -> bytes | None:
    assert 0 < seconds <= 10
    return key()[1] if name in ("s1._domainkey.fornitura.example", "s1._domainkey.mail.fornitura.example") else None


def own_check(raw: bytes) -> Verdict:
    return checked(raw, domain="fornitura.example", dns=record)


def test_a_signature_of_the_domain_of_from_holds() -> None:
    assert own_check(signed()) == "pass"
    assert own_check(signed(b"mail.fornitura.example")) == "pass"
    assert own_check(signed().replace(b"\r\n", b"\n")) == "pass"


def test_spaces_may_change_only_where_the_signer_lets_them() -> None:
    spaced = MESSAGE.replace(b"The price is", b"The\t price  is ") + b" \r\n\r\n"
    for raw in (signed(message=spaced, body=b"relaxed"), signed(body=b"relaxed").replace(b"price is", b"price \t is")):
        assert own_check(raw) == "pass"
    assert own_check(signed().replace(b"price is", b"price  is")) == "fail"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"240", b"940"),
        (b"Subject: Offer", b"Subject: Order"),
        (b"anna@", b"eve@"),
        (b"From: Anna", b"From: Boss <boss@fornitura.example>\r\nFrom: Anna"),
        (b"Subject: Offer", b"Subject: Approve Q-1\r\nSubject: Offer"),
        (b"s=s1", b"s=s2"),
        (b"bh=", b"bh=AAAA"),
    ],
)
def test_what_was_changed_after_signing_does_not_hold(old: bytes, new: bytes) -> None:
    raw = signed()
    assert old in raw
    assert own_check(raw.replace(old, new, 1)) == "fail"


def test_a_second_subject_that_was_put_on_top_does_not_hold() -> None:
    assert own_check(b"Subject: Approve Q-1\r\n" + signed()) == "fail"


def test_a_signature_of_a_part_of_the_body_is_refused() -> None:
    assert own_check(signed(length=True)) == "fail"
    assert own_check(signed(length=True) + b"Pay to another account.\r\n") == "fail"


@pytest.mark.parametrize(
    "raw",
    [
        MESSAGE,
        signed(b"evil.example"),
        signed().replace(b"rsa-sha256", b"rsa-sha1"),
        b"DKIM-Signature: nonsense\r\n" + MESSAGE,
        b"DKIM-Signature: v=1; a=rsa-sha256; d=fornitura.example; s=" + b"x" * 5_000 + b"\r\n" + MESSAGE,
        b"",
        b"\0" * 100,
    ],
)
def test_without_a_signature_of_that_domain_nothing_is_said(raw: bytes) -> None:
    assert own_check(raw) == "none"


def test_another_signature_beside_it_does_no_harm() -> None:
    other = signed(b"provider.example").partition(b"From:")[0]
    assert own_check(other + signed()) == "pass"


def silent(name: str, seconds: float) -> bytes | None:
    raise TimeoutError


def test_a_key_that_nobody_gives_in_time_says_nothing() -> None:
    assert checked(signed(), domain="fornitura.example", dns=silent) == "none"
    assert checked(signed(), domain="fornitura.example", dns=record, seconds=0) == "none"


@pytest.mark.parametrize("answer", [None, b"", b"v=DKIM1; p=", b"v=DKIM1; p=AAAA", b"\xff\xfe", b"p=" + b"A" * 5_000])
def test_a_broken_key_fails(answer: bytes | None) -> None:
    assert checked(signed(), domain="fornitura.example", dns=lambda name, seconds: answer) == "fail"


@pytest.mark.parametrize(
    "raw",
    [
        signed() + b" " * 3_000_000,
        signed(body=b"relaxed") + b" " * 3_000_000,
        signed(body=b"relaxed") + (b" " * 998 + b"x\r\n") * 3_000,
        signed() + b"a\r\n" * 1_000_000,
        b"X: y\r\n" * 200_000 + signed(),
        signed().replace(b"h=from", b"h=" + b"from:" * 700 + b"from"),
        signed().replace(b"b=", b"b=" + b"\r\n " * 1_000, 1),
    ],
)
def test_a_hostile_mail_takes_no_time(raw: bytes) -> None:
    bounded(lambda: own_check(raw))


class _Names(socketserver.BaseRequestHandler):
    """Knows one name, says of "slow" nothing at all, and of the others that they do not exist."""

    def handle(self) -> None:
        raw, connection = self.request
        question = dns.message.from_wire(raw)
        name = question.question[0].name.to_text(omit_final_dot=True)
        if name.startswith("slow"):
            return
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA | dns.flags.RA
        if name == "s1._domainkey.fornitura.example":
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", '"v=DKIM1; " "p=abc"'))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        connection.sendto(answer.to_wire(), self.client_address)


@contextmanager
def name_server() -> Iterator[int]:
    with socketserver.UDPServer(("127.0.0.1", 0), _Names) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def test_keys_are_asked_of_a_name_server() -> None:
    with name_server() as port:
        servers = ("127.0.0.1",)
        found = txt_record("s1._domainkey.fornitura.example", 5, servers=servers, port=port)
        assert found == b"v=DKIM1; p=abc"
        assert txt_record("s2._domainkey.fornitura.example", 5, servers=servers, port=port) is None
        with pytest.raises(OSError, match="no name server answered"):
            txt_record("slow.fornitura.example", 0.2, servers=servers, port=port)
