"""Names of attachments that can be written to any disk and do not look like what they are not."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 120  # characters
_MOST_BYTES = 240  # in UTF-8; file systems allow 255
_LONGEST_ENDING = 16
_LOOKED_AT = 2_000  # characters, the last, of what a mail calls a file
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DRIVE = re.compile(r"[A-Za-z]:(?=[\\/]|$)")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(?:\.|$)", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.ms-outlook": ".msg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/rtf": ".rtf",
    "application/pkcs7-mime": ".p7m",
    "application/ms-tnef": ".dat",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "text/rfc822-headers": ".txt",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    "image/svg+xml": ".svg",
}
_STEMS = {"image": "image", "message": "message", "text/calendar": "invitation", "text/vcard": "contact"}


def safe_name(said: str, media_type: str, taken: Container[str]) -> str:
    """A name without path, controls and marks of direction, not one that Windows reserves, no longer than `LONGEST`.

    Where the mail gives none, one for the kind. `taken` holds the other names of the mail, folded: no two are equal.
    """
    name = _plain(said)
    stem, ending = _parted(name)
    if not stem:
        ending = ending or _ENDINGS.get(media_type, ".bin")
        stem = _STEMS.get(media_type) or _STEMS.get(media_type.partition("/")[0], "attachment")
    for number in range(1, 10_000):
        counted = f" ({number})" if number > 1 else ""
        found = f"{_cut(stem, len(counted) + len(ending), ending)}{counted}{ending}"
        if found.casefold() not in taken:
            return found
    raise AssertionError("more attachments than parts of a mail")


def _plain(said: str) -> str:
    name = unicodedata.normalize("NFC", _DRIVE.sub("", said[-_LOOKED_AT:]))
    name = "".join(" " if char in "\t\r\n" else char for char in name if char in "\t\r\n" or _seen(char))
    name = _FORBIDDEN.sub("_", re.split(r"[\\/]", name.rstrip("\\/ ."))[-1])
    name = " ".join(name.split()).strip(". ")
    return f"_{name}" if _RESERVED.match(name) else name


def _seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN


def _parted(name: str) -> tuple[str, str]:
    """The name and its ending with the dot; a long ending is none, and a signed file has two (`.xml.p7m`)."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending or len(ending) > _LONGEST_ENDING or " " in ending:
        return name, ""
    return stem.rstrip(". "), f".{ending}"


def _cut(stem: str, others: int, ending: str) -> str:
    stem = stem[: LONGEST - others]
    room = _MOST_BYTES - len(ending.encode()) - 8
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") or "attachment"
