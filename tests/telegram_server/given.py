"""The parameters of a call: from the query, a form, a multipart body or JSON, read as the Bot API reads them."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.telegram_server.refusals import Refused, bad

LARGEST_UPLOAD = 50 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Given:
    """What a call gives, by name."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "yes", "1"}

    def parsed(self, name: str, what: str | None = None) -> Any:
        """A value that is JSON, also inside a form; nothing where it is missing or empty."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise bad(f"can't parse {what or name} JSON object") from None


async def read(request: web.Request) -> Given:
    """Everything that the request gives; 413 when it is more than what may be uploaded."""
    given = Given(dict(request.query))
    if request.content_type == "application/json":
        try:
            given.values |= await request.json()
        except (ValueError, TypeError):
            raise bad("can't parse JSON object") from None
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader):
                await _take(part, given)
    else:
        given.values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return given


async def _take(part: BodyPartReader, given: Given) -> None:
    content = bytes(await part.read())
    if len(content) > LARGEST_UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    if part.filename is None:
        given.values[part.name or ""] = content.decode()
    else:
        mime = part.headers.get("Content-Type", "application/octet-stream")
        given.files[part.name or ""] = Upload(part.filename, mime, content)
