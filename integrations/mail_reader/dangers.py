"""Why an attachment should not simply be opened. Nothing is unpacked or run; it is looked at within bounds."""

import re

from integrations.mail_reader.sniffing import MOST_ENTRIES, entries

_RUN = frozenset(
    "exe com scr pif bat cmd cpl dll sys ocx drv msi msp mst msix appx appxbundle application gadget jar jnlp class "
    "apk ipa deb rpm run bin elf app dmg pkg command workflow xll wll hta chm hlp lnk url website scf inf reg iso img "
    "vhd vhdx udf search-ms library-ms settingcontent-ms appref-ms diagcab one desktop rdp".split()
)
_SCRIPTS = frozenset(
    "js jse mjs vbs vbe vb ws wsf wsh wsc sct ps1 ps1xml psm1 psd1 ps2 psc1 sh bash zsh csh ksh py pyc pyw pyz rb pl "
    "php phtml asp aspx jsp au3 ahk applescript scpt mhtml mht shtml xht".split()
)
_MACROS = frozenset("docm dotm xlsm xltm xlsb xlam pptm potm ppsm ppam sldm".split())
_HARMLESS = frozenset(
    "pdf doc docx xls xlsx ppt pptx odt ods rtf txt csv xml jpg jpeg png gif tif tiff webp heic htm html zip mp3 "
    "mp4".split()
)
_PROGRAMS = {
    "application/vnd.microsoft.portable-executable": "a program for Windows",
    "application/x-executable": "a program for Linux",
    "application/x-mach-binary": "a program for macOS",
    "application/java-vm": "a program in Java",
    "application/java-archive": "a program in Java",
    "application/vnd.android.package-archive": "a program for Android",
    "application/x-msi": "an installer for Windows",
    "application/x-ms-shortcut": "a shortcut that starts a program",
    "application/vnd.ms-htmlhelp": "a help file that can start programs",
    "application/onenote": "a notebook that can hold programs",
    "application/x-iso9660-image": "a disk image",
    "text/x-shellscript": "a script",
}
_PACKED = {
    "application/vnd.rar": "RAR",
    "application/x-7z-compressed": "7z",
    "application/vnd.ms-cab-compressed": "CAB",
}
_SCRIPTED = re.compile(
    rb"<script\b|\son[a-z]{3,20}\s*=|(?:java|vb)script:|<(?:iframe|object|embed|applet)\b"
    rb"|http-equiv\s*=\s*[\"']?refresh",
    re.IGNORECASE,
)
_XML_SCRIPTED = re.compile(rb"<(?:\w{1,20}:)?script\b|(?:java|vb)script:", re.IGNORECASE)
_PAGES = {
    "text/html": _SCRIPTED,
    "image/svg+xml": _SCRIPTED,
    "application/xhtml+xml": _SCRIPTED,
    "application/xml": _XML_SCRIPTED,
    "text/xml": _XML_SCRIPTED,
}
_OLE_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), b"Attribut\0e VB_")
_LOOKED_AT = 2_000_000  # bytes of a page in which scripts are looked for


def danger_of(name: str, media_type: str, content: bytes) -> str | None:
    """One reason, the plainest, or None where nothing speaks against the file."""
    return _by_bytes(media_type, name) or _by_name(name) or _within(media_type, content)


def _endings(name: str) -> list[str]:
    return [ending.strip() for ending in name.lower().split(".")[1:]]


def _by_bytes(media_type: str, name: str) -> str | None:
    what = _PROGRAMS.get(media_type)
    if what is None:
        return None
    ending = (_endings(name) or [""])[-1]
    return f"{what}, though its name ends in .{ending}" if ending in _HARMLESS else what


def _by_name(name: str) -> str | None:
    endings = _endings(name)
    last = endings[-1] if endings else ""
    if last not in _RUN | _SCRIPTS | _MACROS:
        return None
    if any(ending in _HARMLESS for ending in endings[:-1]):
        return f"its name ends twice, in truth in .{last}"
    if last in _MACROS:
        return "an Office file with macros"
    return f"a script (.{last})" if last in _SCRIPTS else f"a program or what starts one (.{last})"


def _within(media_type: str, content: bytes) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if media_type == "application/x-ole-encrypted":
            return "an Office file with a password"
        return "an Office file with macros" if any(mark in content for mark in _OLE_MACROS) else None
    if media_type == "application/rtf":
        return "a document with a file inside" if b"\\objdata" in content else None
    scripted = _PAGES.get(media_type)
    if scripted and scripted.search(content[:_LOOKED_AT].replace(b"\0", b"")):
        return "a page with a script"
    packed = _PACKED.get(media_type)
    return f"an archive that cannot be looked into ({packed})" if packed else None


def _archive(content: bytes) -> str | None:
    """What an archive's directory tells; archives in it are not opened."""
    try:
        found = list(entries(content))
    except ValueError:
        return "an archive that cannot be looked into"
    if len(found) >= MOST_ENTRIES:
        return "an archive of too many files to look through"
    for name, _ in found:
        if name.endswith("vbaProject.bin"):
            return "an Office file with macros"
        if _by_name(name) and not name.startswith(("xl/", "word/", "ppt/")):
            return "an archive that holds a program or a script"
    return "an archive with a password" if any(encrypted for _, encrypted in found) else None
