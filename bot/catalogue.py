"""The request types and control acts as data; everything else is driven by them."""

from typing import Literal, Self

from pydantic import model_validator

from bot.model import FieldType, Language, NameRole, Value, Visibility

TEAMS = ("sales", "purchasing", "accounting", "hr", "it", "administration", "management")


class CatalogueError(Exception):
    """A file of the catalogue is wrong; says which, where and why."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}{f', line {line}' if line else ''}: {reason}")


class FieldSpec(Value):
    """A field of a type; `role` says what a party or person is to us, `past` that a date lies behind us.

    `main`: the message as a whole is about it; `due`: the task is due on that day; `me`: the writer may be meant.
    """

    name: str
    type: FieldType
    required: bool = False
    role: NameRole | None = None
    past: bool = False
    main: bool = False
    due: bool = False
    me: bool = False


class ApprovalRule(Value):
    """Approval by a manager is needed when the number in `field` is above the company's setting `above`."""

    field: str
    above: str


class Contract(Value):
    """The language-neutral part of a request type or act (its `type.toml`)."""

    id: str
    kind: Literal["request", "act"]
    prefix: str | None = None
    team: str | None = None
    visibility: Visibility = "everyone"
    confirm: bool = False
    target_hours: int | None = None
    approval: ApprovalRule | None = None
    fields: tuple[FieldSpec, ...] = ()
    one_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = [field.name for field in self.fields]
        for name in {*self.one_of, *((self.approval.field,) if self.approval else ())} - set(names):
            message = f"it names the field {name!r}, which it does not have"
            raise ValueError(message)
        if len(set(names)) < len(names):
            message = "a field stands in it twice"
            raise ValueError(message)
        if self.team and self.team not in TEAMS:
            message = f"there is no team {self.team!r}; there are {', '.join(TEAMS)}"
            raise ValueError(message)
        if self.kind == "request" and not (self.prefix and self.team and self.target_hours):
            message = "a request type needs prefix, team and target_hours"
            raise ValueError(message)
        return self

    def has(self, name: str | None) -> bool:
        """Whether it has a field of this name."""
        return any(field.name == name for field in self.fields)

    def field(self, name: str) -> FieldSpec:
        """The field of this name; raises KeyError."""
        return {field.name: field for field in self.fields}[name]


class FieldWords(Value):
    """How a field is called and asked for in a language; `hint` helps who is unsure."""

    label: str
    question: str
    hint: str


class Wording(Value):
    """How a type or act is called in a language."""

    name: str
    title: str = ""
    summary: str
    example: str
    checklist: tuple[str, ...] = ()
    fields: dict[str, FieldWords] = {}


class Kind(Value):
    """A request type or control act, whole: its contract, its words and its example phrases per language."""

    contract: Contract
    wording: dict[Language, Wording]
    phrases: dict[Language, tuple[str, ...]]

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
