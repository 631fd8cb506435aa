"""The parts of a mail: which are its text, which are files, which a calendar's request (RFC 2045 to 2049, RFC 2387)."""

import re
from dataclasses import dataclass, field, replace
from email.message import Message
from itertools import islice

from integrations.mail_reader import transfer
from integrations.mail_reader.charsets import read
from integrations.mail_reader.headers import media_type_of, parameters, raw_of
from integrations.mail_reader.parsing import parsed

MOST_DEPTH = 30
LONGEST_TEXT = 500_000  # characters of a part that are looked at as text
_STUB = 400  # characters of a plain text that may be nothing but the advice to look at the other one
_STUB_WORDS = re.compile(
    r"\bhtml\b|browser|e-?mail client|mail reader|client di posta|formato html|programma di posta|דפדפן|תוכנת הדואר",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_LOST_BOUNDARY = re.compile(
    rb"^--([^\s\"-][^\r\n\"]{0,69}?)[ \t]{0,9}\r?\n(?=content-[\w-]+:)", re.IGNORECASE | re.MULTILINE
)
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_SHOWN = frozenset({"text/plain", "text/html", "text/enriched", "text/x-amp-html", "text/watch-html"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no others; `name` is what the mail calls it, "" where it does not."""

    message: "Message[str, str]"
    media_type: str
    parameters: dict[str, str]
    disposition: str
    name: str
    content_id: str
    related: bool

    def content(self) -> bytes:
        """Its bytes, with the transfer encoding taken off."""
        return transfer.content_of(self.message)


@dataclass(slots=True)
class Text:
    """A part that is shown; it is decoded once, when it is asked for."""

    part: Part
    problem: str | None = None
    _read: str | None = None

    @property
    def html(self) -> bool:
        return self.part.media_type != "text/plain"

    def read(self) -> str:
        """The text, its lines ending in a line feed, without control characters."""
        if self._read is None:
            raw = transfer.text_bytes(self.part.message)
            text, self.problem = read(raw[: LONGEST_TEXT * 4], self.part.parameters.get("charset"))
            if len(text) > LONGEST_TEXT:
                text, self.problem = text[:LONGEST_TEXT], "the text is too long: its end was not read"
            text = in_lines(text)
            if self.part.parameters.get("format", "").lower() == "flowed" and not self.html:
                text = transfer.unflowed(text, delsp=self.part.parameters.get("delsp", "").lower() == "yes")
            self._read = text
        return self._read


@dataclass(slots=True)
class Contents:
    """What a mail holds, in its own order; `calendars` are also among `files`."""

    texts: list[Text] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    calendars: list[Part] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, other: "Contents", *, texts: bool = True) -> None:
        """Take over what another found, with or without its texts."""
        self.texts += other.texts if texts else ()
        self.files += other.files
        self.calendars += other.calendars
        self.problems += other.problems


def in_lines(text: str) -> str:
    """The text with lines that end in a line feed, without control characters and what no database takes."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def contents_of(message: "Message[str, str]") -> Contents:
    """Every part of the mail in its place; a text that has a name is only read where there is no other."""
    found = _walked(message, depth=0, related=False)
    if not found.texts:
        named = (part for part in found.files if part.media_type in _SHOWN and part.disposition == "inline")
        found.texts += [Text(part) for part in islice(named, 1)]
    return found


def part_of(message: "Message[str, str]", *, related: bool = False) -> Part:
    """A part with what its headers say of it."""
    _, told = parameters(next(iter(raw_of(message, "content-type")), ""))
    disposition, placed = parameters(next(iter(raw_of(message, "content-disposition")), ""))
    return Part(
        message=message,
        media_type=media_type_of(message.get_content_type()),
        parameters=told,
        disposition=disposition,
        name=placed.get("filename") or placed.get("name") or told.get("name") or "",
        content_id="".join(raw_of(message, "content-id")[:1]).strip(" <>"),
        related=related,
    )


def _walked(message: "Message[str, str]", *, depth: int, related: bool) -> Contents:
    if depth > MOST_DEPTH:
        return Contents(problems=["parts within parts too deep: the innermost were not read"])
    media_type = message.get_content_type()
    payload = message.get_payload()
    if isinstance(payload, list) and not media_type.startswith("message/"):
        children = [child for child in payload if isinstance(child, Message)]
        if media_type == "multipart/alternative":
            return _alternative(children, depth=depth)
        found = _in_a_row(children, depth=depth, related=media_type == "multipart/related")
        if media_type == "multipart/encrypted":
            found.problems.append("it is encrypted and cannot be read here")
        return found
    if media_type.startswith("multipart/"):
        return _mended(message, depth=depth)
    return _single(part_of(message, related=related))


def _in_a_row(children: list["Message[str, str]"], *, depth: int, related: bool) -> Contents:
    """Parts that follow each other; of parts that belong together (RFC 2387) only the first is shown by itself."""
    found = Contents()
    for place, child in enumerate(children):
        found.add(_walked(child, depth=depth + 1, related=related and place > 0))
    return found


def _alternative(children: list["Message[str, str]"], *, depth: int) -> Contents:
    """One text in several forms: the plain one, unless nothing or only advice to look at another stands in it."""
    branches = [_walked(child, depth=depth + 1, related=False) for child in children]
    written = [branch for branch in branches if branch.texts]
    plain = [branch for branch in written if not any(text.html for text in branch.texts)]
    rich = [branch for branch in written if branch not in plain]
    chosen = next((branch for branch in plain if _says_something(branch, alone=not rich)), None)
    chosen = chosen or next(iter(rich or plain), None)
    found = Contents()
    for branch in branches:
        found.add(branch, texts=branch is chosen)
    return found


def _says_something(branch: Contents, *, alone: bool) -> bool:
    text = "\n".join(text.read() for text in branch.texts).strip()
    return bool(text) and (alone or len(text) > _STUB or not _STUB_WORDS.search(text))


def _single(part: Part) -> Contents:
    if part.media_type in _SIGNATURES and part.disposition != "inline":
        return Contents()
    if part.media_type in _CALENDARS:
        return Contents(files=[part], calendars=[part])
    named = bool(part.name) and part.disposition in {"inline", "attachment"}
    if part.media_type in _SHOWN and part.disposition != "attachment" and not named and not part.related:
        return Contents(texts=[Text(part)])
    return Contents(files=[part])


def _mended(message: "Message[str, str]", *, depth: int) -> Contents:
    """A mail that says it has parts, and whose boundary is missing or another than it says."""
    body = transfer.body_of(message)
    problem = "its parts are not parted as it says"
    boundary = _LOST_BOUNDARY.search(body)
    found = Contents(problems=[problem])
    if boundary is not None:
        head = f'Content-Type: {message.get_content_type()}; boundary="'.encode("ascii", "replace")
        again, problems = parsed(head + boundary[1] + b'"\n\n' + body[boundary.start() :])
        found.problems += problems
        if again.is_multipart():
            found.add(_walked(again, depth=depth + MOST_DEPTH // 3, related=False))  # each time all of it is read anew
            return found
    if body.strip():
        found.add(_single(replace(part_of(message), media_type="text/plain")))
    return found
