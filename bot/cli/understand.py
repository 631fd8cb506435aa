"""`pratica understand`: messages in, what they want out, JSON Lines on both sides."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ValidationError

from bot import app
from bot.cleaning import storable
from bot.cli.errors import Failure
from bot.cli.output import write
from bot.exchange import field_json, source_json
from bot.model import Language
from bot.settings import Settings
from bot.understanding.request import Request
from bot.understanding.understand import Understanding


class Message(BaseModel):
    """A line of input; what it does not know it ignores."""

    id: str | int | None = None
    text: str
    lang: Language | None = None
    now: AwareDatetime | None = None
    subject: str | None = None


def run(settings: Settings) -> None:
    """Understand each line of standard input; raises `Failure` at the end when a line could not be read."""
    understander = app.understander(settings, app.catalogue(settings), progress=_progress)
    if sys.stdin.isatty():
        _progress('Write an object a line, such as {"text": "quote for Rossi: 20 desks"}; Ctrl-D ends.')
    unread = 0
    for raw in sys.stdin.buffer:
        if not (line := raw.decode("utf-8", "replace").strip()):
            continue
        try:
            message = Message.model_validate_json(line.encode("utf-8", "replace"))
        except ValidationError as error:
            unread += 1
            write(json.dumps({"error": _reason(error)}, ensure_ascii=False))
            continue
        now = message.now or datetime.now(UTC)
        understood = understander.understand(
            storable(message.text),
            now=now,
            last=message.lang,
            subject=storable(message.subject) if message.subject else None,
        )
        write(json.dumps({"id": message.id, **understanding_json(understood)}, ensure_ascii=False))
    if unread:
        raise Failure(f"{unread} line(s) could not be read: each must be a JSON object with a text")


def understanding_json(understood: Understanding) -> dict[str, Any]:
    """An understanding as a line of output; two requests stand under `intents`."""
    head: dict[str, Any] = {
        "lang": understood.language,
        "decision": understood.decision,
        "choices": list(understood.choices),
    }
    requests = [_request_json(request) for request in understood.requests]
    if len(requests) == 1:
        return head | requests[0]
    return head | {"confidence": min(request["confidence"] for request in requests), "intents": requests}


def _request_json(request: Request) -> dict[str, Any]:
    return {
        "intent": request.intent,
        "confidence": round(request.confidence, 4),
        "fields": {name: field_json(value) for name, value in request.fields.items()},
        "sources": {name: source_json(value)["words"] for name, value in request.fields.items()},
    }


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return f"this line is not JSON ({first['ctx']['error']})"
    return f"{'.'.join(str(part) for part in first['loc']) or 'line'}: {first['msg']}"


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")
