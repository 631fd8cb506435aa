"""The request types and control acts as data; everything else is driven by them."""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from bot.model import FieldType, Language, NameRole, Value, Visibility

TEAMS = ("sales", "purchasing", "accounting", "hr", "it", "administration", "management")
_FITS: dict[str, tuple[FieldType, ...]] = {
    "role": ("party", "person"),
    "past": ("date",),
    "main": ("text",),
    "named": ("text",),
    "due": ("date",),
    "me": ("person",),
    "alone": ("person",),
    "concerned": ("person",),
}
HOURS_OF_A_DAY = 8
"""How many working hours count as a day of them."""
_FIGURES: tuple[FieldType, ...] = ("number", "percent", "money")

Words = Annotated[str, Field(min_length=1)]


class CatalogueError(Exception):
    """A file of the catalogue is wrong; says which, where and why."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}{f', line {line}' if line else ''}: {reason}")


class Wrong(ValueError):
    """What is wrong with a value, and the keys in it at which that is seen; a `CatalogueError` says the file."""

    def __init__(self, reason: str, *place: str | int) -> None:
        self.reason, self.place = reason, place
        super().__init__(reason)


def _an_id(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Wrong(f"{name!r} is no name for it: write small letters a to z, digits and _, such as site_visit")
    return name


class FieldSpec(Value):
    """A field of a type; `role` says what a party or person is to us, `past` that a date lies behind us.

    `main`: the message as a whole is about it; `named`: it is what the message names; `due`: the task is due on that
    day; `me`: the writer may be meant, with `alone` also where nobody is named; `concerned`: the colleague in it may
    see the task.
    """

    name: str
    type: FieldType
    required: bool = False
    role: NameRole | None = None
    past: bool = False
    main: bool = False
    due: bool = False
    me: bool = False
    alone: bool = False
    named: bool = False
    concerned: bool = False

    _name = field_validator("name")(_an_id)

    @model_validator(mode="after")
    def _flags_fit(self) -> Self:
        for flag, types in _FITS.items():
            if getattr(self, flag) and self.type not in types:
                raise Wrong(f"{flag!r} is for a field of type {' or '.join(types)}, not {self.type}", flag)
        return self


class ApprovalRule(Value):
    """When a manager has to approve: always, or when the figure in `field` is above the company's setting `above`.

    `by` says whose manager: that of the `team` that works the request, or the `line` manager of the colleague that
    it is about.
    """

    field: str | None = None
    above: str | None = None
    by: Literal["team", "line"] = "team"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.field is None) != (self.above is None):
            raise Wrong("an approval rule names both a field and, in above, the setting it is held against, or neither")
        return self


class Part(Value):
    """A task that is opened together with a request, for another team; its words are in `[opens.<name>]`."""

    name: str
    type: str

    _name = field_validator("name")(_an_id)


class Contract(Value):
    """The language-neutral part of a request type or act (its `type.toml`).

    `target_hours` and `answer_hours` are working hours until a task is resolved and until somebody has answered it.
    `page`: whoever is on call is told at once; `opens`: tasks for other teams that are parts of this one; `mirror`: the
    type that the same words mean when the party they name is on record as the other kind.
    """

    id: str
    kind: Literal["request", "act"] = "request"
    prefix: str | None = None
    team: str | None = None
    visibility: Visibility = "everyone"
    confirm: bool = False
    target_hours: Annotated[int, Field(ge=1)] | None = None
    answer_hours: Annotated[int, Field(ge=1)] | None = None
    approval: ApprovalRule | None = None
    page: bool = False
    mirror: str | None = None
    opens: tuple[Part, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    one_of: tuple[str, ...] = ()

    _id = field_validator("id")(_an_id)

    @field_validator("prefix")
    @classmethod
    def _prefix(cls, prefix: str | None) -> str | None:
        if prefix is not None and not re.fullmatch("[A-Z]{1,4}", prefix):
            raise Wrong(f"{prefix!r} cannot stand before a task's number: write up to four capital letters A to Z")
        return prefix

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.team is not None and self.team not in TEAMS:
            raise Wrong(f"there is no team {self.team!r}; there are {', '.join(TEAMS)}", "team")
        for key in ("prefix", "team", "target_hours"):
            if self.kind == "request" and getattr(self, key) is None:
                raise Wrong(f"the key {key!r} is missing; a request type needs prefix, team and target_hours")
        if self.answer_hours is not None and self.answer_hours > (self.target_hours or 0):
            raise Wrong("the first answer has more hours than target_hours gives for the whole", "answer_hours")
        return self

    @model_validator(mode="after")
    def _fields_fit(self) -> Self:
        names = [field.name for field in self.fields]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise Wrong(f"the field {name!r} stands in it twice", "fields", place, "name")
        for flag in ("main", "due"):
            if len(flagged := [n for n, field in enumerate(self.fields) if getattr(field, flag)]) > 1:
                raise Wrong(f"only one field can be {flag!r}", "fields", flagged[1], flag)
        for name in self.one_of:
            if name not in names:
                raise Wrong(f"it names the field {name!r}, which it does not have", "one_of")
        parts = [part.name for part in self.opens]
        for place, name in enumerate(parts):
            if name in parts[:place]:
                raise Wrong(f"the part {name!r} stands in it twice", "opens", place, "name")
        return self

    @model_validator(mode="after")
    def _approval_fits(self) -> Self:
        rule = self.approval
        if rule and rule.field is not None:
            if not self.has(rule.field):
                raise Wrong(f"it names the field {rule.field!r}, which it does not have", "approval", "field")
            if (kind := self.field(rule.field).type) not in _FIGURES:
                raise Wrong(
                    f"a field of type {kind} is no figure; one of {', '.join(_FIGURES)} is", "approval", "field"
                )
        if rule and rule.by == "line" and not any(field.type == "person" for field in self.fields):
            raise Wrong('with by = "line" it needs a field of type person, whose manager is asked', "approval", "by")
        return self

    @property
    def answer_within(self) -> int | None:
        """Working hours for the first answer; where none are said, half of those for the whole, at most a day's."""
        if self.answer_hours is not None or self.target_hours is None:
            return self.answer_hours
        return min(-(-self.target_hours // 2), HOURS_OF_A_DAY)

    def has(self, name: str | None) -> bool:
        """Whether it has a field of this name."""
        return any(field.name == name for field in self.fields)

    def field(self, name: str) -> FieldSpec:
        """The field of this name; raises KeyError."""
        return {field.name: field for field in self.fields}[name]


class FieldWords(Value):
    """How a field is called and asked for in a language; `hint` helps who is unsure."""

    label: Words
    question: Words
    hint: Words


class Wording(Value):
    """How a type or act is called in a language.

    `opens` says what each part is about; `{employee}` in it stands for what the request says of that field.
    `meanwhile` is what whoever asked should do until somebody looks at it.
    `title` stands at the head of a task; it is the name with a capital where nothing else is said.
    """

    name: Words
    title: str = ""
    summary: Words
    example: Words
    checklist: tuple[str, ...] = ()
    fields: dict[str, FieldWords] = {}
    opens: dict[str, str] = {}
    meanwhile: str = ""

    @model_validator(mode="before")
    @classmethod
    def _entitled(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(name := data.get("name"), str) and not data.get("title"):
            return {**data, "title": name[:1].upper() + name[1:]}
        return data


class Kind(Value):
    """A request type or control act, whole: its contract, its words and its example phrases per language.

    `own`: it is a company's own, which colleagues have to be told of.
    """

    contract: Contract
    wording: dict[Language, Wording]
    phrases: dict[Language, tuple[str, ...]]
    own: bool = False

    @property
    def id(self) -> str:
        """The id shared with data sets and evaluation."""
        return self.contract.id

    @property
    def opens_task(self) -> bool:
        """Whether it is a request, which becomes a task, rather than a control act."""
        return self.contract.kind == "request"

    def words(self, language: Language) -> Wording:
        """Its wording in a language, or the first it has (a company's own type may have only one)."""
        return self.wording.get(language) or next(iter(self.wording.values()))


class Catalogue(Value):
    """All kinds by id."""

    kinds: dict[str, Kind]

    def __getitem__(self, kind_id: str) -> Kind:
        return self.kinds[kind_id]

    def __contains__(self, kind_id: object) -> bool:
        return kind_id in self.kinds

    def requests(self) -> tuple[Kind, ...]:
        """The request types, in the order of the catalogue."""
        return tuple(kind for kind in self.kinds.values() if kind.opens_task)

    def by_prefix(self, prefix: str) -> Kind | None:
        """The request type whose tasks are numbered with this prefix."""
        return next((kind for kind in self.requests() if kind.contract.prefix == prefix), None)
