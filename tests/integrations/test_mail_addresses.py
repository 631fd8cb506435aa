"""From whom and to whom a mail is: names that are only names, addresses that can exist, nothing beside them."""

import pytest

from bot.mail.model import Address
from integrations.mail_message import Mailbox
from tests.built_mail import MARKER, answer, build, came_in, content, read

USUAL = {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Language"}
BREAKS = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029", "\n\n", "\x00\n"]
ENCODED_BREAKS = ["=0A", "=0D=0A", "=0D", "=C2=85"]


@pytest.mark.parametrize("field", ["sender", "to", "cc", "reply_to", "subject"])
@pytest.mark.parametrize("end", BREAKS)
def test_hazard_37_a_line_break_in_a_header_starts_no_other_header(field: str, end: str) -> None:
    value = f"Bob{end}Bcc: charlie@gamma.example <bob@beta.example>"
    message = read(build(**{field: [value] if field == "cc" else value}))
    assert message["Bcc"] is None
    assert not message.defects
    assert content(message, "plain").startswith("Dear Bob")


@pytest.mark.parametrize("field", ["sender", "to", "subject"])
@pytest.mark.parametrize("break_", ENCODED_BREAKS)
def test_hazard_37_a_line_break_in_an_encoded_word_starts_no_other_header(field: str, break_: str) -> None:
    message = read(build(**{field: f"=?utf-8?q?Bob{break_}Bcc:_charlie=40gamma.example?= <bob@beta.example>"}))
    assert message["Bcc"] is None
    assert content(message, "plain").startswith("Dear Bob")


@pytest.mark.parametrize("end", BREAKS)
def test_hazard_37_an_address_with_a_line_break_is_none(end: str) -> None:
    for wrong in (f"bob@beta.example{end}Bcc: charlie@gamma.example", Address(address=f"bob@beta.example{end}x")):
        with pytest.raises(ValueError, match="there can be no mail address"):
            build(to=wrong)


def test_hazard_37_what_a_sender_wrote_into_name_and_subject_stays_there() -> None:
    came = came_in("37-headers-in-name-and-subject")
    message = read(answer(came))
    assert set(message.keys()) == USUAL | {"In-Reply-To", "References"}
    (found,) = message["To"].addresses
    assert (found.addr_spec, found.display_name) == ("mario@fornitura.example", came.sender.name)
    assert message["Subject"] == f"Re: {came.subject}"
    assert "7 * 7" in message["Subject"]
    assert content(message, "plain").startswith("Dear Bob")


def test_hazard_37_a_template_or_markup_in_a_name_is_only_a_name() -> None:
    name = '{{ 7 * 7 }} ${x} %(y)s <b onclick="z">'
    message = read(build(sender=Address(address="office@alpha.example", name=name), subject=name))
    assert message["From"].addresses[0].display_name == name
    assert message["Subject"] == name


NAMES = [
    "Alpha S.r.l.",
    "Rossi, Mario (ufficio acquisti)",
    'Società "La Nuova" & Figli',
    "boss@firm.example",
    "מזכירות, רהיטי הגליל",
    "back\\slash",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_stands_before_its_own_address(name: str) -> None:
    message = read(build(sender=Address(address="office@alpha.example", name=name), to=Address(address="a@b.example")))
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "office@alpha.example")
    assert not message["From"].defects


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("bob@beta.example", "", "bob@beta.example"),
        ("<bob@beta.example>", "", "bob@beta.example"),
        ('"Bob \\"the best\\", Ltd" <bob@beta.example>', 'Bob "the best", Ltd', "bob@beta.example"),
        ("Rossi, Mario <bob@beta.example>", "Rossi, Mario", "bob@beta.example"),
        ("boss@firm.example <bob@beta.example>", "boss@firm.example", "bob@beta.example"),
        ("Bob <boss@firm.example> <bob@beta.example>", "Bob <boss@firm.example>", "bob@beta.example"),
        ("office+r-abc@beta.example", "", "office+r-abc@beta.example"),
        ("Bob <bob@מכללה.example>", "Bob", "bob@xn--8dbndah.example"),
    ],
)
def test_the_address_is_what_stands_last(written: str, name: str, address: str) -> None:
    (found,) = read(build(to=written))["To"].addresses
    assert (found.display_name, found.addr_spec) == (name, address)


@pytest.mark.parametrize(
    "address",
    [
        "", "bob", "bob@", "@beta.example", "bob@beta", "bob@@beta.example", "bob@beta..example", "bob@.example",
        "bob.@beta.example", "b..b@beta.example", "bob smith@beta.example", "bob@beta.example, charlie@gamma.example",
        "bob@10.0.0.1", "bob@-beta.example", f"{'b' * 65}@beta.example", f"bob@{'b' * 64}.example",
        "b\u202eob@beta.example", "bob@be\u200bta.example", "bob@be_ta.example", "b\ud800b@beta.example",
        "Bob <bob@beta.example", "Bob <>", "bob@straße.example",
    ],
)  # fmt: skip
def test_an_address_that_cannot_exist_is_refused(address: str) -> None:
    for wrong in (address, Address(address=address)):
        with pytest.raises(ValueError, match="mail address"):
            build(to=wrong)


def test_somebody_has_to_get_it() -> None:
    with pytest.raises(ValueError, match="somebody"):
        build(to=())


def test_several_read_it_and_answers_go_to_the_token() -> None:
    to: list[Mailbox] = ["Bob <bob@beta.example>", Address(address="ruth@beta.example", name="רות לוי")]
    message = read(build(to=to, cc=["Dan <dan@alpha.example>"], reply_to=f"office+{MARKER}@alpha.example"))
    assert [address.addr_spec for address in message["To"].addresses] == ["bob@beta.example", "ruth@beta.example"]
    assert [address.display_name for address in message["Cc"].addresses] == ["Dan"]
    assert [address.addr_spec for address in message["Reply-To"].addresses] == [f"office+{MARKER}@alpha.example"]


def test_an_address_in_other_letters_stands_in_them_and_nothing_else_does() -> None:
    raw = build(to=Address(address="משרד@beta.example", name="משרד"), subject="הצעה")
    assert "\r\nTo: =?utf-8?b?157Xqdeo15M=?=\r\n <משרד@beta.example>\r\n".encode() in raw
    assert raw.partition(b"\r\nTo: ")[0].isascii()
    assert raw.partition(b"\r\nSubject: ")[2].isascii()
