"""Names of folders as they travel: quoted, and in modified UTF-7 (RFC 3501, 5.1.3), which aioimaplib leaves to us."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64

_OUTSIDE = re.compile(r"[^\x20-\x7e]+")
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) +(?:"(?:\\.|[^"\\])*"|NIL) +(?P<name>"(?:\\.|[^"\\])*"|[^ ]+)$')


def quoted(text: str) -> str:
    """A string as an argument of a command; raises ValueError where it holds what ends a command."""
    if re.search(r"[\x00\r\n]", text):
        raise ValueError("a line break or NUL in an argument")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def encoded(name: str) -> str:
    """A folder's name as an argument: "Posta è" is "Posta &AOg-"."""
    return quoted(_OUTSIDE.sub(_shifted, name.replace("&", "&-")))


def _shifted(found: re.Match[str]) -> str:
    text = b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
    return f"&{text}-"


def decoded(name: str) -> str:
    """The name that a server gave, as people write it; what is no modified UTF-7 stays as it is."""
    return _SHIFTED.sub(_unshifted, name)


def _unshifted(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    text = found[1].replace(",", "/")
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True).decode("utf-16-be")
    except (NotBase64, UnicodeDecodeError):
        return found[0]


def listed(line: bytes) -> str | None:
    """The folder that a line of LIST names, None for one that holds no mails or a line of something else."""
    found = _LISTED.search(line)
    if found is None or b"\\noselect" in found["flags"].lower():
        return None
    name = found["name"].decode("utf-8", "replace")
    return decoded(re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith('"') else name)
