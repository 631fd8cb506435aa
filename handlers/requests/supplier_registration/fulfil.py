"""A new supplier: identifiers checked while asking, duplicates noticed, and a mail that asks for what is missing."""

from collections.abc import Iterator

from bot.conversation import Choice, Draft
from bot.effects import AddEvent, AddParty, Effect, PutParty, Say, SendMail
from bot.lifecycle import event
from bot.model import FieldValue, Language, Party, Task
from bot.notices import field_line, field_lines, tell_team
from bot.texts import Arg, Lines, Listing, Word, text
from bot.turn import Question, Stop, Turn
from bot.understanding.readers.identifiers import iban_problem, tax_id_country, tax_id_problem
from bot.understanding.records import NEAR_TWIN

WANTED = ("tax_id", "iban", "contact_name", "phone")
_LANGUAGES: dict[str, Language] = {"IT": "it", "IL": "he", **dict.fromkeys(("GB", "UK", "IE", "US"), "en")}


def look(draft: Draft, turn: Turn) -> tuple[Draft, Question | Stop | None]:
    """The draft with wrong identifiers taken out and asked again, and a question when we know the supplier already."""
    for name, problem in _problems(draft):
        value = str(draft.fields[name].content)
        fields = {key: field for key, field in draft.fields.items() if key != name}
        draft = draft.model_copy(update={"fields": fields})
        said = text(f"wrong-{name.replace('_', '-')}", value=value, reason=text(f"reason-{problem}"))
        return draft, Question(name, said, first=True)
    if draft.settled.get("twin") == "same":
        known = find_twin(draft, turn)
        name = known[0].name if known else str(draft.fields["supplier"].content)
        return draft, Stop(text("already-supplier", name=name))
    if "supplier" in draft.fields and "twin" not in draft.settled and (twin := find_twin(draft, turn)):
        party, why = twin
        choices = (
            Choice(value="same", label=turn.say(text("same-supplier"))),
            Choice(value="other", label=turn.say(text("other-supplier"))),
        )
        said = text("supplier-twin", name=party.name, number=party.id, why=text(f"twin-{why}"))
        return draft, Question("supplier", said, choices)
    return draft, None


def choose(draft: Draft, turn: Turn, field: str, line: int | None, value: str) -> Draft:
    """The draft after it was said whether the known supplier is the same."""
    return draft.model_copy(update={"settled": {**draft.settled, "twin": value}})


def summary(draft: Draft, turn: Turn) -> Arg:
    """What will be registered, and what the supplier will be asked for."""
    lines: list[Arg] = [text("supplier-new")]
    lines += [field_line(draft.type, name, value) for name, value in draft.fields.items()]
    absent = missing(draft.fields)
    if absent:
        asked = Listing(tuple(Word(draft.type, "label", name) for name in absent))
        address = str(draft.fields["email"].content)
        language = text(f"in-{language_for(draft.fields, turn)}")
        lines.append(text("supplier-will-be-asked", address=address, missing=asked, language=language))
    return Lines((*lines, text("supplier-go-ahead")))


def details(task: Task, turn: Turn) -> Arg:
    """The task's fields."""
    return field_lines(task)


def start(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """The supplier on record as pending; mailed for what is missing, else left to the team to check."""
    party = _party(task, turn)
    absent = missing(task.fields)
    task = task.model_copy(update={"fields": {**task.fields, "supplier": _with_record(task, party)}})
    if not absent:
        said = text("supplier-complete", reference=task.reference, name=party.name, team=text(f"team-{task.team}"))
        return task, (AddParty(party), *tell_team(task, turn), Say(said))
    address = str(task.fields["email"].content)
    asked = Listing(tuple(Word(task.type, "label", name) for name in absent))
    waiting = task.model_copy(update={"status": "waiting", "waiting_for": "supplier"})
    mail = SendMail(
        template="supplier_data",
        sender=_sender(turn),
        to=address,
        language=language_for(task.fields, turn),
        values={
            "supplier": party.name,
            "missing": list(absent),
            "reference": task.reference,
            "colleague": turn.person.name,
            "colleague_email": turn.person.email,
            "company": turn.directory.company,
        },
        reference=task.reference,
        key=f"supplier_data:{task.reference}:{task.revision}",
    )
    queued = event(
        waiting, "mail_queued", actor=None, channel=turn.channel, now=turn.now, to=address, missing=list(absent)
    )
    said = text("supplier-asked", reference=task.reference, name=party.name, address=address, missing=asked)
    return waiting, (AddParty(party), mail, AddEvent(queued), *tell_team(waiting, turn), Say(said))


def complete(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """The supplier's record with what was taken over of its answer; its team is told when nothing is missing any more.

    What has come on record meanwhile stays, an account above all: the task then goes without the one by mail.
    """
    record = task.fields["supplier"].record
    known = next((party for party in turn.directory.parties if party.id == record), None)
    if known is None:
        return task, ()
    before = turn.facts.tasks[task.reference].fields
    taken = {name: value for name, value in task.fields.items() if before.get(name) != value}
    stays: tuple[Effect, ...] = ()
    if "iban" in taken and known.iban and _plain(known.iban) != _plain(taken["iban"].content):
        fields = {name: value for name, value in task.fields.items() if name != "iban"}
        task, taken = task.model_copy(update={"fields": fields}), {n: v for n, v in taken.items() if n != "iban"}
        stays = (Say(text("account-on-record", name=known.name)),)
    told = () if missing(task.fields) else tell_team(task, turn)
    return task, (*stays, PutParty(_bettered(known, taken)), *told)


def _bettered(known: Party, taken: dict[str, FieldValue]) -> Party:
    """The record with these fields and nothing else changed; with a new account it has to be checked again."""
    update: dict[str, object] = {n: str(taken[n].content) for n in ("tax_id", "iban", "email") if n in taken}
    state = "pending" if "iban" in taken else known.state
    return known.model_copy(update={"country": known.country or _country(taken), "state": state, **update})


def missing(fields: dict[str, FieldValue]) -> tuple[str, ...]:
    """What a supplier's record needs and nobody has said yet."""
    return tuple(name for name in WANTED if name not in fields)


def language_for(fields: dict[str, FieldValue], turn: Turn) -> Language:
    """The language for a new supplier: of its country by tax id, IBAN or address, of its letters, else the writer's.

    One whose tax id or IBAN is of a country with another language is written to in that of the setting.
    """
    address = str(fields["email"].content) if "email" in fields else ""
    known = _country(fields)
    country = known or address.rpartition(".")[2].upper()
    hebrew = "supplier" in fields and any("א" <= char <= "ת" for char in str(fields["supplier"].content))
    usual = turn.rules.default_language if known else turn.person.language
    return _LANGUAGES.get(country, "he" if hebrew else usual)


def find_twin(draft: Draft, turn: Turn) -> tuple[Party, str] | None:
    """A supplier on record that is probably this one, and by what: tax id, IBAN, email or name."""
    suppliers = [party for party in turn.directory.parties if party.kind == "supplier" and party.id != draft.revises]
    for name, why in (("tax_id", "tax-id"), ("iban", "iban"), ("email", "email")):
        said = _plain(draft.fields[name].content) if name in draft.fields else None
        if twin := next((p for p in suppliers if said and _plain(getattr(p, name) or "") == said), None):
            return twin, why
    matches = turn.names.parties(str(draft.fields["supplier"].content), "supplier")
    known = {party.id: party for party in suppliers}
    if matches and matches[0].score >= NEAR_TWIN and matches[0].id in known:
        return known[matches[0].id], "name"
    return None


def _problems(draft: Draft) -> Iterator[tuple[str, str]]:
    """The fields whose check digits or form are wrong, with the reason's code."""
    fields = draft.fields
    if "tax_id" in fields and (problem := tax_id_problem(str(fields["tax_id"].content))):
        yield "tax_id", problem
    if "iban" in fields and (problem := iban_problem(str(fields["iban"].content))):
        yield "iban", problem


def _country(fields: dict[str, FieldValue]) -> str | None:
    if "tax_id" in fields and (country := tax_id_country(str(fields["tax_id"].content))):
        return country
    return str(fields["iban"].content)[:2] if "iban" in fields else None


def _party(task: Task, turn: Turn) -> Party:
    """The supplier as it goes on record, pending until purchasing has checked it."""

    def said(name: str) -> str | None:
        return str(task.fields[name].content) if name in task.fields else None

    return Party(
        id=task.reference,
        kind="supplier",
        name=said("supplier") or task.reference,
        country=_country(task.fields),
        tax_id=said("tax_id"),
        iban=said("iban"),
        email=said("email"),
        language=language_for(task.fields, turn),
        state="pending",
    )


def _sender(turn: Turn) -> str:
    """The address of the entity where the colleague works, by time zone; else of the first."""
    entities = turn.directory.entities
    home = [entity for entity in entities if entity.timezone == turn.person.timezone]
    return (home or list(entities))[0].email


def _with_record(task: Task, party: Party) -> FieldValue:
    return task.fields["supplier"].model_copy(update={"record": party.id})


def _plain(value: object) -> str:
    return "".join(char for char in str(value).casefold() if char.isalnum() or char == "@").removeprefix("it")
