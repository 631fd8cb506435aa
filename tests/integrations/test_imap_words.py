"""What travels between us and an IMAP server: names of folders, and the shapes of answers."""

import pytest

from integrations.imap.answers import content_of, uids_of
from integrations.imap.names import decoded, encoded, listed, quoted


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("INBOX", '"INBOX"'),
        ("Posta è", '"Posta &AOg-"'),
        ("תיבה", '"&BeoF2QXRBdQ-"'),
        ("R&D/תיבה 2", '"R&-D/&BeoF2QXRBdQ- 2"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("😀", '"&2D3eAA-"'),
    ],
)
def test_names_of_folders_travel_in_modified_utf_7(name: str, argument: str) -> None:
    assert encoded(name) == argument
    assert listed(f'LIST (\\HasNoChildren) "/" {argument}'.encode()) == name


@pytest.mark.parametrize("odd", ["&", "&&", "&A-", "&!!-", "&2D0-", "plain"])
def test_a_name_that_is_not_encoded_stays_as_it_is(odd: str) -> None:
    assert decoded(odd) == odd


def test_an_argument_cannot_end_its_command() -> None:
    with pytest.raises(ValueError, match="line break"):
        quoted('x"\r\nA1 DELETE INBOX')


@pytest.mark.parametrize(
    ("lines", "content"),
    [
        ([b"1 FETCH (UID 5 BODY[] {3}", bytearray(b"abc"), b")", b"done"], b"abc"),
        ([b"1 FETCH (BODY[] {3}", bytearray(b"abc"), b" UID 5 FLAGS ())", b"done"], b"abc"),
        (
            [b"1 FETCH (UID 4 BODY[] {1}", bytearray(b"x"), b")", b"1 FETCH (UID 5 BODY[] {1}", bytearray(b"y"), b")"],
            b"y",
        ),
        ([b"9 FETCH (FLAGS (\\Seen))", b'1 FETCH (UID 5 BODY[HEADER] "a: \\"b\\"")', b"done"], b'a: "b"'),
        ([b"1 FETCH (UID 5 BODY[] NIL)", b"done"], None),
        ([b'1 FETCH (UID 5 BODY[] "")', b"done"], None),
        ([b"1 FETCH (UID 15 BODY[] {3}", bytearray(b"abc"), b")", b"done"], None),
        ([b"done"], None),
        ([], None),
    ],
)
def test_the_content_is_found_in_answers_of_several_shapes(lines: list[bytes], content: bytes | None) -> None:
    assert content_of(lines, 5) == content


def test_uids_are_sorted_and_the_remark_is_not_one_of_them() -> None:
    assert uids_of([b"3 1", b"2", b"12 mails found"]) == [1, 2, 3]
    assert uids_of([b"none"]) == []
