"""The files of a mail as they are kept: named so that they can be written, their kind told from their bytes."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.mail.model import Attachment
from integrations.mail_reader.dangers import danger_of
from integrations.mail_reader.names import safe_name
from integrations.mail_reader.sniffing import sniffed
from integrations.mail_reader.structure import Part


@dataclass(frozen=True, slots=True)
class File:
    """A file before it is looked at: `name` is what the mail says, "" where it says none."""

    name: str
    declared: str
    content: bytes
    inline: bool = False


def file_of(part: Part, content: bytes | None = None) -> File:
    """The part as a file; `content` is given where it is another than what stands behind the transfer encoding."""
    return File(part.name, part.media_type, part.content() if content is None else content, is_inline(part))


def is_inline(part: Part) -> bool:
    """Whether it is a picture that belongs into the text, such as a logo, and nothing that somebody attached.

    Apple Mail calls attached pictures inline, too, but gives only those in the text an identifier.
    """
    if not part.media_type.startswith("image/") or part.disposition == "attachment":
        return part.related and bool(part.content_id) and part.media_type.startswith("image/")
    return bool(part.content_id) or part.related


def attachments_of(files: Iterable[File]) -> tuple[Attachment, ...]:
    """The files in their order, no two of one name."""
    found: list[Attachment] = []
    taken: set[str] = set()
    for file in files:
        media_type = sniffed(file.content, file.declared)
        name = safe_name(file.name, media_type, taken)
        taken.add(name.casefold())
        danger = danger_of(name, media_type, file.content)
        inline = file.inline and danger is None
        found.append(
            Attachment(
                name=name,
                media_type=media_type,
                declared=file.declared,
                inline=inline,
                content=file.content,
                danger=danger,
            )
        )
    return tuple(found)
