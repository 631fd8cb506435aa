"""What is wrapped into a mail: winmail.dat, signed files and mails (S/MIME, .p7m), mails within the mail.

Taking something out of its signature is not verifying it: nothing here says that a signature is good.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message

from integrations.mail_reader import tnef
from integrations.mail_reader.attachments import File, file_of
from integrations.mail_reader.cms import Sealed, inner_of
from integrations.mail_reader.headers import media_type_of, raw_of, text_of
from integrations.mail_reader.parsing import parsed
from integrations.mail_reader.structure import Contents, Part, contents_of, in_lines
from integrations.mail_reader.transfer import content_of, written

_MOST_WRAPPINGS = 4
_CMS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PATH = re.compile(r"[\\/]")
_ENTITY = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:", re.IGNORECASE)


@dataclass(slots=True)
class Unwrapped:
    """A mail without its wrappers: `texts` with whether each is HTML, `calendars` as bytes, the mails within it."""

    texts: list[tuple[str, bool]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)
    mails: list["Message[str, str]"] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def unwrapped(message: "Message[str, str]") -> Unwrapped:
    """Everything in the mail, taken out of its wrappers as far as they open."""
    found = Unwrapped()
    _unwrap(contents_of(message), found, depth=0)
    return found


def _unwrap(contents: Contents, found: Unwrapped, *, depth: int) -> None:
    for text in contents.texts:
        found.texts.append((text.read(), text.html))
        if text.problem:
            found.problems.append(text.problem)
    found.problems += contents.problems
    for part in contents.files:
        _opener(part)(part, found, depth)
        if part in contents.calendars:
            found.calendars.append(found.files[-1].content)


def _opener(part: Part) -> Callable[[Part, Unwrapped, int], None]:
    name = part.name.lower()
    if part.media_type in _TNEF or name == "winmail.dat":
        return _winmail
    if part.media_type in _CMS or name.endswith(".p7m"):
        return _signed
    if part.media_type.startswith("message/"):
        return _mail
    return _plain


def _plain(part: Part, found: Unwrapped, depth: int) -> None:
    found.files.append(file_of(part))


def _winmail(part: Part, found: Unwrapped, depth: int) -> None:
    """What Outlook packed takes the place of the package; its text counts where the mail has none of its own."""
    content = part.content()
    try:
        packed = tnef.unpacked(content)
        if not (packed.files or packed.text or packed.html):
            raise ValueError("there is nothing in it")  # noqa: TRY301  told as what else is wrong with it
    except ValueError as error:
        found.files.append(file_of(part, content))
        found.problems.append(f"winmail.dat: {error}")
        return
    found.files += [File(file.name, media_type_of(file.media_type), file.content) for file in packed.files]
    if not any(text.strip() for text, _ in found.texts):
        text, html = in_lines(packed.text), in_lines(packed.html)
        found.texts += [(text, False)] if text.strip() else [(html, True)] * bool(html)


def _signed(part: Part, found: Unwrapped, depth: int) -> None:
    """A signed mail gives way to what was signed; of a signed file both are kept."""
    content = part.content()
    name = part.name or "smime.p7m"
    try:
        inner = inner_of(content)
    except Sealed:
        found.files.append(File(name, part.media_type, content))
        found.problems.append(f"{name}: it is encrypted and cannot be read here")
        return
    except ValueError as error:
        found.files.append(File(name, part.media_type, content))
        found.problems.append(f"{name}: {error}")
        return
    if part.media_type in _CMS and name.lower() == "smime.p7m" and _ENTITY.match(inner) and depth < _MOST_WRAPPINGS:
        entity, problems = parsed(inner)
        found.problems += problems
        _unwrap(contents_of(entity), found, depth=depth + 1)
        return
    found.files.append(File(name, part.media_type, content))
    found.files.append(File(name[:-4] if name.lower().endswith(".p7m") else "", "application/octet-stream", inner))


def _mail(part: Part, found: Unwrapped, depth: int) -> None:
    payload = part.message.get_payload()
    inside = [piece for piece in payload if isinstance(piece, Message)] if isinstance(payload, list) else []
    if part.media_type != "message/rfc822" or not inside:
        found.files.append(file_of(part, b"\r\n".join(map(written, inside)) if inside else None))
        return
    inner, content = inside[0], b""
    if "base64" in "".join(raw_of(part.message, "content-transfer-encoding")).lower() and not inner.keys():
        inner["content-transfer-encoding"] = "base64"  # RFC 2046, 5.2.1 forbids it, some programs do it
        content = content_of(inner)
        inner = parsed(content)[0]
    subject = _PATH.sub("-", text_of(inner, "subject")[:80])
    name = part.name or (f"{subject}.eml" if subject else "")
    found.files.append(File(name, part.media_type, content or written(inner)))
    found.mails.append(inner)
