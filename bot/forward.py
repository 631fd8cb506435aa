"""What to do with a mail that a colleague passes on without a word: asked, with the likeliest requests to choose from.

The mail gives values for the fields of what is chosen, and nothing more: it chooses nothing and orders nothing.
"""

from collections.abc import Iterable

from bot.catalogue import Contract
from bot.choosing import chosen
from bot.conversation import Ask, Choice
from bot.drafting import advance, new_draft, with_choices
from bot.effects import Decision
from bot.model import LANGUAGES, FieldValue, Language, Party, Source, Value
from bot.recognition import recognised
from bot.texts import text
from bot.turn import Turn
from bot.understanding.fields import read_fields
from bot.understanding.reading import Reading

INVOICE = "invoice_registration"
_LONGEST = 4_000  # characters of the mail that are read
_NEVER = frozenset({"iban"})  # an account is changed by a person only, who has it from somewhere else


class PassedOn(Value):
    """A mail that was passed on: its writer, `party` where we know them, and the requests it may be about.

    `fields` are what a file in it, such as an electronic invoice, says for the first of `kinds`. `waited`: nobody
    passed it on, it waited for a person to say what becomes of it.
    """

    who: str
    subject: str
    text: str
    language: Language
    party: Party | None = None
    kinds: tuple[str, ...] = ()
    fields: dict[str, FieldValue] = {}
    waited: bool = False


def ask_what(turn: Turn, passed: PassedOn, decision: Decision) -> Decision:
    """The question, with the likeliest requests; any other is said in words."""
    if turn.conversation.asked and turn.conversation.asked.kind == "forward":
        decision = _left(decision)
    name = passed.party.name if passed.party else passed.who or "–"
    said = text("mail-what" if passed.waited else "forward-what", name=name, subject=passed.subject or "–")
    choices = tuple(Choice(value=kind, label=turn.catalogue[kind].words(turn.language).title) for kind in passed.kinds)
    if not choices:
        return decision.asking(None).say(said)
    ask = Ask(
        kind="forward",
        text=f"{passed.subject}\n{passed.text}"[:_LONGEST],
        field=passed.language,
        guess=passed.party.id if passed.party else None,
        choices=choices,
        fields=passed.fields,
        message=turn.message_id,
    )
    return decision.say(with_choices(said, choices)).asking(ask)


def answer_what(ask: Ask, turn: Turn, decision: Decision) -> Decision | None:
    """Go on with the request that was chosen; None when the message says something else, such as another one."""
    if turn.lexicon.means("cancel", turn.text) or turn.lexicon.means("no", turn.text):
        return _left(decision)
    choice = chosen(turn.text, ask.choices, turn)
    if choice is None:
        return None
    contract = turn.catalogue[choice.value].contract
    fields = _fields(contract, ask, turn)
    if choice == ask.choices[0]:
        fields |= {name: value for name, value in ask.fields.items() if contract.has(name)}
    draft = new_draft(choice.value, fields, turn, said="")
    return advance(draft, turn, decision.asking(None))


def _left(decision: Decision) -> Decision:
    """Nothing is done with the mail, so its files do not wait for the next request either."""
    return decision.asking(None).turn_to(files=()).say(text("forward-left"))


def _fields(contract: Contract, ask: Ask, turn: Turn) -> dict[str, FieldValue]:
    said = ask.text or ""
    language = next((one for one in LANGUAGES if one == ask.field), turn.language)
    reading = Reading(said, language, turn.now, turn.lexicon, turn.tasks)
    found = recognised(contract, read_fields(contract, reading), said, turn)
    fields = {name: value for name, value in found.items() if value.type not in _NEVER}
    party = next((one for one in turn.directory.parties if one.id == ask.guess), None)
    spec = next((one for one in contract.fields if party and one.type == "party" and one.role == party.kind), None)
    if party and spec:
        source = Source(words=party.name)
        fields[spec.name] = FieldValue(type="party", content=party.name, record=party.id, source=source)
    return fields


def likeliest(guessed: Iterable[str], turn_kinds: Iterable[str], *, invoice: bool, most: int = 3) -> tuple[str, ...]:
    """The requests to offer, the likeliest first: the invoice's where the mail brings one."""
    requests = set(turn_kinds)
    offered = ([INVOICE] if invoice else []) + [kind for kind in guessed if kind in requests]
    return tuple(dict.fromkeys(offered))[:most]
