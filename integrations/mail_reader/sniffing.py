"""What a file is, told from its bytes: the few kinds that come with business mail and those that can do harm.

Signatures are those of the formats' own specifications, as Gary Kessler has gathered them
(garykessler.net/library/file_sigs.html).
"""

import re
import struct
from collections.abc import Iterator

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"ITSF", "application/vnd.ms-htmlhelp"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (b"{\\rtf", "application/rtf"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"-----BEGIN PKCS7-----", "application/pkcs7-mime"),
    (b"#!", "text/x-shellscript"),
)
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/(?:vnd\.oasis\.opendocument\.[a-z-]{1,40}|epub\+zip))")
_OFFICE = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("AndroidManifest.xml", "application/vnd.android.package-archive"),
    ("META-INF/MANIFEST.MF", "application/java-archive"),
)
_MEDIA = {
    b"WEBP": "image/webp",
    b"WAVE": "audio/wav",
    b"AVI ": "video/x-msvideo",
    b"heic": "image/heic",
    b"mif1": "image/heic",
    b"avif": "image/avif",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    ("WordDocument".encode("utf-16-le"), "application/msword"),
    ("Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    ("PowerPoint Document".encode("utf-16-le"), "application/vnd.ms-powerpoint"),
    ("__substg1.0_".encode("utf-16-le"), "application/vnd.ms-outlook"),
    (b"\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", "application/x-msi"),
    ("EncryptedPackage".encode("utf-16-le"), "application/x-ole-encrypted"),
)
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # the object identifiers of PKCS #7 (RFC 5652, 4)
_CODED_SIGNED_DATA = re.compile(
    rb"\s*MI[A-Za-z0-9+/]{1,7}(?:GCSqGSIb3DQEHA|YJKoZIhvcNAQcC|BgkqhkiG9w0BBw)"
)  # that in base64
_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE | re.DOTALL
)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_MAIL = re.compile(
    rb"(?:(?:return-path|received|from|to|subject|date|message-id|mime-version|delivered-to|x-[\w-]+):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TOLD_BY_SIGNATURE = frozenset({
    "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "application/zip", "application/msword",
    "application/vnd.ms-excel", *(kind for _, kind in _OFFICE),
})  # fmt: skip
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
MOST_ENTRIES = 2_000


def sniffed(content: bytes, declared: str) -> str:
    """The media type; where the bytes do not tell, what was declared, unless text and not text were mixed up."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content.startswith(b"MZ") and b"\0" in content[:64]:
        return "application/vnd.microsoft.portable-executable"
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(_OLE):
        return next((kind for mark, kind in _OLE_KINDS if mark in content), "application/x-ole-storage")
    if content.startswith(b"RIFF") or content[4:8] == b"ftyp":
        return _MEDIA.get(content[8:12], "video/mp4" if content[4:8] == b"ftyp" else declared)
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    if content[:1] == b"\x30" and _SIGNED_DATA in content[:24]:
        return "application/pkcs7-mime"
    if content[0x8001:0x8006] == b"CD001":
        return "application/x-iso9660-image"
    return _written(content, declared)


def entries(content: bytes) -> Iterator[tuple[str, bool]]:
    """The names in an archive and whether each is encrypted, by its directory (APPNOTE 4.3.12); nothing is unpacked.

    Raises ValueError where the directory cannot be read.
    """
    end = content.rfind(_END, max(0, len(content) - 66_000))
    if end < 0 or len(content) < end + 22:
        raise ValueError("no directory")
    count, size, place = struct.unpack_from("<HII", content, end + 10)
    place = min(place, end - size)
    for _ in range(min(count, MOST_ENTRIES)):
        if place < 0 or content[place : place + 4] != _ENTRY or len(content) < place + 46:
            raise ValueError("a broken directory")
        (flags,) = struct.unpack_from("<H", content, place + 8)
        lengths = struct.unpack_from("<HHH", content, place + 28)
        name = content[place + 46 : place + 46 + lengths[0]]
        yield name.decode("utf-8" if flags & 0x800 else "cp437", "replace"), bool(flags & 1)
        place += 46 + sum(lengths)


def _zipped(content: bytes) -> str:
    if document := _OPEN_DOCUMENT.match(content[30:120]):
        return document[1].decode()
    try:
        names = [name for name, _ in entries(content)]
    except ValueError:
        return "application/zip"
    return next((kind for start, kind in _OFFICE if any(name.startswith(start) for name in names)), "application/zip")


def _written(content: bytes, declared: str) -> str:
    """What a text is; `declared` where it is one that text, or bytes without a signature, can be."""
    start = content[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")[2:]
    if start.startswith(b"\xef\xbb\xbf"):
        start = start[3:]
    told = declared in _TOLD_BY_SIGNATURE
    if _NOT_TEXT.search(start):
        return "application/octet-stream" if told or declared.startswith("text/") else declared
    if _HTML.match(start):
        return "text/html"
    if _SVG.search(start) and start.lstrip().startswith(b"<"):
        return "image/svg+xml"
    if start.lstrip().startswith(b"<?xml"):
        return "application/xml"
    if _MAIL.match(start):
        return "message/rfc822"
    if declared.startswith(("text/", "message/")) or declared in {"application/json", "application/pkcs7-mime"}:
        return declared
    if _CODED_SIGNED_DATA.match(start):
        return "application/pkcs7-mime"
    return "text/plain" if content and (told or declared == "application/octet-stream") else declared
