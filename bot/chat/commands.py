"""Commands and presses as the wants they stand for, so that what follows is the same as for words.

`/done Q-0001` means the same on every channel; a platform's menu lists the commands in `COMMANDS`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.catalogue import Catalogue
from bot.chat.press import Press
from bot.model import FieldContent, FieldType, FieldValue, Language, Person, Source
from bot.understanding.fields import ME
from bot.understanding.request import Request
from bot.understanding.understand import Understanding

COMMANDS = ("new", "my", "team", "status", "done", "digest", "lang", "help")
"""What the menu of a chat platform shows; the texts are the platform's."""

_COMMAND = re.compile(r"/([a-z]{2,20})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_STOP = re.compile(
    r"(?:/?stop|cancel|end|no more|enough of|ferma|interrompi|annulla|basta(?: con)?"
    r"|להפסיק|לעצור|לבטל|עצור|תפסיקי?|די עם|מספיק עם)\s+(?:את\s+)?(R-\d{4,})[.!]?",
    re.IGNORECASE,
)
_ACTS = {
    "status": "task_status",
    "done": "complete",
    "take": "assign",
    "approve": "approve",
    "reject": "reject",
    "cancel": "cancel",
    "reopen": "reopen",
    "digest": "digest",
    "help": "help",
    "start": "help",
    "hello": "help",
}
_SCOPES = {"my": "mine", "team": "team", "overdue": "overdue", "approvals": "approvals"}
OWN = frozenset({"new", "lang", "link", "recurring", "stop", "unsupported"})
"""Commands that stand for no control act; `bot.chat.ordered` answers them."""
OF_BUTTONS = frozenset({"accepted", "unaccepted", "chase", "mute"})
"""What buttons below a task or a reminder do that is no control act."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what is written after it."""

    name: str
    rest: str = ""


def read_command(text: str) -> Command | None:
    """The command that a message is; None when it is none of ours."""
    if stopped := _STOP.fullmatch(text.strip()):
        return Command("stop", stopped.group(1))
    found = _COMMAND.fullmatch(text.strip())
    name = found.group(1) if found else ""
    if found is None or name not in {*_ACTS, *_SCOPES, *OWN, *OF_BUTTONS}:
        return None
    return Command(name, (found.group(2) or "").strip())


def wanted_by(
    order: Command | Press, types: Catalogue, person: Person, *, language: Language, now: datetime
) -> Understanding | None:
    """What a command or a press wants, as though it had been understood without doubt; None for one of its own kind."""
    if isinstance(order, Press):
        return _pressed(order, types, person, language=language, now=now)
    if order.name in _SCOPES:
        return _of("list_tasks", {"scope": _field("text", _SCOPES[order.name], order.name)}, language, order.name)
    if order.name in OF_BUTTONS:
        return _of("task_status", _about("", order.rest.upper(), person), language, order.rest)
    if order.name not in _ACTS:
        return None
    rest = "" if order.name in {"start", "hello"} else order.rest
    return _of(_ACTS[order.name], _about(order.name, rest, person), language, rest or order.name)


def _pressed(
    press: Press, types: Catalogue, person: Person, *, language: Language, now: datetime
) -> Understanding | None:
    if press.kind == "new" and press.of in types and types[press.of].opens_task:
        return _of(press.of, {}, language, "")
    if press.kind != "act":
        return None
    if press.of in _SCOPES:
        return _of("list_tasks", {"scope": _field("text", _SCOPES[press.of], press.of)}, language, press.of)
    if press.of == "snooze":
        day = _field("date", (now + timedelta(days=1)).date(), press.task)
        return _of("remind", {"date": day, **_about("", press.task, person)}, language, press.task)
    if press.of in OF_BUTTONS:
        return _of("task_status", _about("", press.task, person), language, press.task)
    act = "assign" if press.of == "take" else press.of
    if act not in types or types[act].opens_task:
        return None
    return _of(act, _about(press.of, press.task, person), language, press.task)


def _about(name: str, rest: str, person: Person) -> dict[str, FieldValue]:
    """The task that stands behind an order, and who takes it."""
    fields = {"task": _field("reference", rest, rest)} if rest else {}
    if name == "take":
        fields["assignee"] = _field("person", ME, rest).model_copy(update={"record": person.id})
    return fields


def _field(kind: FieldType, content: FieldContent, words: str) -> FieldValue:
    return FieldValue(type=kind, content=content, source=Source(words=words))


def _of(intent: str, fields: dict[str, FieldValue], language: Language, said: str) -> Understanding:
    return Understanding(language, (Request(intent, 1.0, fields, said),), "act")
