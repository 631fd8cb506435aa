"""What a mail says, shows and brings along as the parts of a body (RFC 2045, RFC 2046).

By the classes of `email.mime`, which take headers as they are: `EmailMessage` reads each and folds it again.
"""

import base64
import re
from collections.abc import Sequence
from email import message_from_string
from email.charset import BASE64, QP, Charset
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, compat32
from hashlib import sha256
from typing import TypeAlias

from bot.bidi import plain
from bot.model import Language
from integrations.mail_message.headers import FOLD, one_line

Part: TypeAlias = "Message[str, str]"
File = tuple[str, str, bytes]
"""Its name, its media type and its content."""

_POLICY = compat32.clone(max_line_length=None, linesep="\r\n", mangle_from_=False)
"""Every header is folded where it is written."""

_MEDIA_TYPE = re.compile(r"([\w!#$&^.+-]+)/([\w!#$&^.+-]+)", re.ASCII)
_PICTURE = re.compile(r"[\w.-]{1,200}", re.ASCII)


def _utf8(encoding: int) -> Charset:
    charset = Charset("utf-8")
    charset.body_encoding = encoding
    return charset


_BASE64, _QUOTED = _utf8(BASE64), _utf8(QP)


def write_body(
    text: str, html: str, *, pictures: Sequence[File], files: Sequence[File], language: Language, message_id: str
) -> Part:
    """Both versions with the pictures that the HTML shows as `cid:name` (RFC 2387, RFC 2392), and the files.

    Raises ValueError for a media type or a picture's name that is none.
    """
    for name, _, _ in pictures:
        html = html.replace(f'"cid:{name}"', f'"cid:{_content_id(name, message_id)}"')
    outer = 1 if files else 0
    shown: Part = _written(html, "html", language)
    if pictures:
        shown = _multipart("related", [shown, *(_picture(one, message_id) for one in pictures)], outer + 1, message_id)
    body = _multipart("alternative", [_written(text, "plain", language), shown], outer, message_id)
    whole = _multipart("mixed", [body, *map(_file, files)], 0, message_id) if files else body
    whole["Content-Language"] = language
    del whole["MIME-Version"]  # which stands with the other headers of the mail
    return whole


def _written(text: str, subtype: str, language: Language) -> Part:
    """The text so that no line of it can look like a boundary, which has `=_` in it."""
    charset, end = (_BASE64, "\r\n") if language == "he" else (_QUOTED, "\n")  # which is written as CRLF in the end
    lines = "".join(f"{line.decode()}{end}" for line in text.encode().splitlines()) or end
    return MIMEText(lines, subtype, charset, policy=_POLICY)  # type: ignore[arg-type]


def _multipart(kind: str, parts: Sequence[Part], number: int, message_id: str) -> Part:
    """Parts as one; the boundary follows from the message id, and from how many multiparts it stands in."""
    boundary = f"=_{sha256(f'{number} {message_id}'.encode()).hexdigest()[:40]}"
    for part in parts:
        del part["MIME-Version"]  # of a whole mail only: RFC 2045, 4
    whole = MIMEMultipart(kind, boundary, parts, policy=_POLICY)
    whole.replace_header("Content-Type", f'multipart/{kind};{FOLD}boundary="{boundary}"')
    return whole


def _content_id(name: str, message_id: str) -> str:
    """An id that no other message has."""
    return f"{name}.{sha256(message_id.encode()).hexdigest()[:16]}@pratica.invalid"


def _picture(picture: File, message_id: str) -> Part:
    name, media_type, content = picture
    if not _PICTURE.fullmatch(name):
        raise ValueError(f"not a name of a picture: {name!r}")
    kind = _kind(media_type)
    cid = f"<{_content_id(name, message_id)}>"
    return _attached(content, kind, disposition="inline", filename=f"{name}.{kind[1]}", cid=cid)


def _file(file: File) -> Part:
    name, media_type, content = file
    return _attached(content, _kind(media_type), disposition="attachment", filename=one_line(plain(name)))


def _attached(
    content: bytes, kind: tuple[str, str], *, disposition: str, filename: str, cid: str | None = None
) -> Part:
    """A file in base64; its name, which may be long and of any letters, is folded by `EmailMessage` (RFC 2231).

    A mail that is a file goes as bytes of no type: as a mail it could not be encoded (RFC 2046, 5.2.1).
    """
    maintype, subtype = ("application", "octet-stream") if kind[0] in {"message", "multipart"} else kind
    described = EmailMessage(policy=SMTP)
    described.set_content(b"", maintype, subtype, disposition=disposition, filename=filename, cid=cid)
    part = message_from_string(described.as_string(), policy=_POLICY)
    part.set_payload(base64.encodebytes(content).decode("ascii"))
    return part


def _kind(media_type: str) -> tuple[str, str]:
    kind = _MEDIA_TYPE.fullmatch(media_type)
    if kind is None:
        raise ValueError(f"not a media type: {media_type!r}")
    return kind[1], kind[2]
