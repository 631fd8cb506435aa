"""Takes a message as the answer to the question that waits, if it is one."""

import re

from bot.catalogue import FieldSpec
from bot.choosing import chosen, parts
from bot.clock.recurring import rule_of, without_rule
from bot.conversation import Ask, Draft
from bot.corrections import corrected
from bot.drafting import advance, sourced, with_choices
from bot.effects import Decision
from bot.forward import answer_what
from bot.lessons import of_fields
from bot.mail.readdress import answer_address
from bot.meant import answer_which, not_the_draft
from bot.model import FieldValue, Item
from bot.recognition import recognised
from bot.texts import Arg, Text, Word, text
from bot.topic import decides_otherwise, elsewhere, looks_like_a_name, no_answer
from bot.turn import Question, Turn
from bot.understanding.fields import candidates, field_value, read_fields
from bot.understanding.products import find_products
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.understand import Understanding

QUANTITY = "quantity"
"""The name under which a fulfilment asks for the number of one item line."""

_CLOSED = frozenset({"reference", "number", "percent", "money", "phone", "tax_id"})
_ASIDE_WORDS = 4  # words beside a naked number with which it still is the answer
_NAME_WORDS = 7  # more are no name
_NO_NAME = ("yes", "no", "thanks", "greeting", "unknown", "skip", "later", "resume", "cancel", "change", "new_party")
_PATIENCE = 2
_WITHOUT_DRAFT = {"intent": answer_which, "address": answer_address, "forward": answer_what}


def answer(ask: Ask, turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """The decision when the message answers `ask`; None when it is about something else."""
    lexicon = turn.lexicon
    if way := _WITHOUT_DRAFT.get(ask.kind):
        return way(ask, turn, decision)
    draft = decision.drafts.get(ask.draft or "")
    if draft is None:
        return None
    if lexicon.means("cancel", turn.text):
        return decision.drop(draft.id).asking(None).say(text("dropped", what=about(draft)))
    if lexicon.means("later", turn.text):
        aside = draft.model_copy(update={"aside": True})
        return decision.keep(aside).turn_to(asked=None, focus=None).say(text("put-aside", what=about(draft)))
    if switched := not_the_draft(draft, ask, turn, decision):
        return switched
    draft = draft.model_copy(update={"language": turn.language})
    if ask.kind == "field" and ask.field != QUANTITY and not turn.catalogue[draft.type].contract.has(ask.field):
        return None
    if ask.kind == "confirm":
        return _answer_confirm(draft, ask, turn, understanding, decision)
    if ask.kind == "choice":
        return _answer_choice(draft, ask, turn, understanding, decision)
    return _answer_field(draft, ask, turn, understanding, decision)


def about(draft: Draft) -> Text:
    """A draft in a few words: "the quote (Rossi srl)"."""
    main = next((v for v in draft.fields.values() if v.type in {"party", "person", "reference"}), None)
    main = main or next(iter(draft.fields.values()), None)
    name = Word(draft.type, "name")
    return text("about", what=name, main=main) if main else text("about-nothing", what=name)


def _answer_confirm(
    draft: Draft, ask: Ask, turn: Turn, understanding: Understanding, decision: Decision
) -> Decision | None:
    lexicon = turn.lexicon
    if lexicon.means("yes", turn.text):
        return advance(draft, turn, decision, confirmed=True)
    if rule_of(draft) and lexicon.means("once", turn.text):
        return advance(without_rule(draft), turn, decision)
    if lexicon.means("no", turn.text) or lexicon.means("change", turn.text):
        return decision.say(text("what-to-change"))
    opened = lexicon.after(("yes", "no", "correction", "change", "add", "remove"), turn.text)
    if opened is None and elsewhere(draft, turn, understanding):
        return None
    for said in (turn.text, opened):
        if said and (better := corrected(draft, said, turn)):
            return advance(better, turn, decision.plus(*of_fields(draft, better, turn)))
    if opened is None and understanding.decision == "act" and understanding.requests[0].intent != draft.type:
        return None
    return decision.say(text("confirm-unclear"))


def _answer_choice(
    draft: Draft, ask: Ask, turn: Turn, understanding: Understanding, decision: Decision
) -> Decision | None:
    act = not turn.catalogue[draft.type].opens_task
    place = turn.lexicon.number_of_choice(turn.text, len(ask.choices))
    if act and place is None and decides_otherwise(draft, turn, understanding):
        return _not_the_act(draft, turn, decision)
    better = _choose(draft, ask, turn)
    if better != draft:
        return advance(better, turn, decision)
    opened = turn.lexicon.after(("no", "correction", "change", "add", "remove"), turn.text)
    product = ask.line is not None and find_products(turn.text, turn.directory.products).whole
    if opened is None and not product and elsewhere(draft, turn, understanding):
        return None
    for said in (turn.text, opened):
        if said and (fixed := corrected(draft, said, turn)):
            return advance(fixed, turn, decision.say(text("noted")).plus(*of_fields(draft, fixed, turn)))
    if turn.lexicon.means("unknown", turn.text):
        return _unsure(draft, ask, turn, decision, hint=text("choose-hint"))
    if renamed := _another_name(draft, ask, turn):
        return advance(renamed, turn, decision)
    return decision.say(with_choices(text("choice-unclear"), ask.choices))


def _not_the_act(draft: Draft, turn: Turn, decision: Decision) -> Decision | None:
    """A mere no lets go of an act; more than that is something of its own."""
    if turn.lexicon.means("no", turn.text):
        return decision.drop(draft.id).asking(None).say(text("dropped", what=about(draft)))
    return None


def _choose(draft: Draft, ask: Ask, turn: Turn) -> Draft:
    """The draft after the choices that a message takes: one, or several in a row ("the 160 and Nova")."""
    fulfilment = turn.skills.fulfilments[draft.type]
    if turn.lexicon.after("remove", turn.text) is not None:
        return draft
    better, left = draft, ask
    for part in [turn.text] if chosen(turn.text, ask.choices, turn) else parts(turn.text):
        choice = chosen(part, left.choices, turn)
        if choice is None:
            break
        better = fulfilment.choose(better, turn, left.field or "", left.line, choice.value)
        better, question = fulfilment.look(better, turn)
        if not isinstance(question, Question) or not question.choices:
            break
        left = Ask(kind="choice", draft=draft.id, field=question.field, line=question.line, choices=question.choices)
    return better


def _another_name(draft: Draft, ask: Ask, turn: Turn) -> Draft | None:
    """The draft with the words taken as another name for what could not be told apart."""
    name, said = ask.field or "", turn.text.strip(" .!?")
    value = draft.fields.get(name)
    if value is None or len(said.split()) > _NAME_WORDS or any(turn.lexicon.means(one, said) for one in _NO_NAME):
        return None
    content: object = said
    if "?" in turn.text:
        return None
    if isinstance(value.content, tuple) and ask.line is not None:
        if not find_products(said, turn.directory.products).products:
            return None
        line = value.content[ask.line].model_copy(update={"description": said, "sku": None})
        content = (*value.content[: ask.line], line, *value.content[ask.line + 1 :])
    elif value.type not in {"party", "person", "reference"}:
        return None
    renamed = FieldValue.model_validate(
        {"type": value.type, "content": content, "source": value.source.model_copy(update={"words": said})}
    )
    settled = {k: v for k, v in draft.settled.items() if not k.startswith(name)}
    return draft.model_copy(update={"fields": {**draft.fields, name: sourced(renamed, turn)}, "settled": settled})


def _answer_field(
    draft: Draft, ask: Ask, turn: Turn, understanding: Understanding, decision: Decision
) -> Decision | None:
    if ask.field == QUANTITY:
        return _answer_quantity(draft, ask, turn, understanding, decision)
    spec = turn.catalogue[draft.type].contract.field(ask.field or "")
    if turn.lexicon.means("unknown", turn.text) or turn.lexicon.means("skip", turn.text):
        if not needed(spec, draft, turn):
            return advance(draft.model_copy(update={"declined": (*draft.declined, spec.name)}), turn, decision)
        return _unsure(draft, ask, turn, decision, hint=Word(draft.type, "hint", spec.name))
    if turn.lexicon.means("yes", turn.text) or turn.lexicon.means("no", turn.text):
        return ask_again(spec, draft, decision, times=ask.times + 1)
    if (rest := turn.lexicon.after(("correction",), turn.text)) and (fixed := corrected(draft, rest, turn)):
        return advance(fixed, turn, decision.plus(*of_fields(draft, fixed, turn)))
    values = _values(spec, draft, turn, understanding)
    strays = elsewhere(draft, turn, understanding) and not _plainly(spec, draft, turn)
    if strays or (no_answer(spec, draft, turn, understanding) and not _read_apart(spec, values, turn)):
        return None
    if spec.name not in values:
        if fixed := corrected(draft, turn.text, turn):
            return advance(fixed, turn, decision.plus(*of_fields(draft, fixed, turn)))
        if understanding.decision == "act" and understanding.requests[0].intent not in {draft.type, "smalltalk"}:
            return None
        return ask_again(spec, draft, decision, times=ask.times + 1)
    return advance(draft.model_copy(update={"fields": {**draft.fields, **values}}), turn, decision)


def needed(spec: FieldSpec, draft: Draft, turn: Turn) -> bool:
    """Whether a request cannot go on without the field."""
    one_of = turn.catalogue[draft.type].contract.one_of
    return spec.required or (spec.name in one_of and not any(name in draft.fields for name in one_of))


def ask_again(spec: FieldSpec, draft: Draft, decision: Decision, *, times: int) -> Decision:
    """Say that the answer could not be read, and how one looks like."""
    said = text("could-not-read", hint=Word(draft.type, "hint", spec.name))
    asked = Ask(kind="field", draft=draft.id, field=spec.name, times=times)
    return decision.keep(draft).say(said).asking(asked)


def _read_apart(spec: FieldSpec, values: dict[str, FieldValue], turn: Turn) -> bool:
    """Whether a name was read off a sentence that says little else: "it is for Denis"."""
    value = values.get(spec.name)
    if value is None or spec.type == "text":
        return False
    rest = turn.text.replace(value.source.words, " ") if value.source.words else turn.text
    return len(rest.split()) <= _ASIDE_WORDS


def _values(spec: FieldSpec, draft: Draft, turn: Turn, understanding: Understanding) -> dict[str, FieldValue]:
    """The asked field from the answer, and whatever else of the draft the answer tells at once."""
    contract = turn.catalogue[draft.type].contract
    others = read_fields(contract, turn.reading(turn.text))
    if spec.type in {"party", "person"}:
        only = contract.model_copy(update={"fields": (spec,), "one_of": (), "approval": None})
        others = recognised(only, others, turn.text, turn)
    values = {n: sourced(v, turn) for n, v in others.items() if n not in draft.fields and v.type != "text"}
    if spec.name in values:
        return values
    reading = turn.reading(turn.text, bare=True)
    for found in candidates(spec, contract, reading):
        if spec.type in _CLOSED and len(turn.text.replace(found.words, " ").split()) > _ASIDE_WORDS:
            continue
        if (
            spec.type in {"party", "person"}
            and found.words == turn.text.strip()
            and not (_may_be_name(found.words, turn) and looks_like_a_name(found.words, turn, understanding, draft))
        ):
            continue
        if value := field_value(spec, found):
            return {**({} if found.words == turn.text.strip() else values), spec.name: sourced(value, turn)}
    return values


def _may_be_name(said: str, turn: Turn) -> bool:
    """Whether a whole message can be a name: a few words with letters, no short answer and no number or address."""
    plain = not re.search(r"\d{5}|[@?]", said) and re.search(r"[^\W\d_]", said) is not None
    return plain and len(said.split()) <= _NAME_WORDS and not any(turn.lexicon.means(one, said) for one in _NO_NAME)


def _plainly(spec: FieldSpec, draft: Draft, turn: Turn) -> bool:
    """Whether a message is hardly more than a value of the asked kind."""
    contract = turn.catalogue[draft.type].contract
    if spec.type == "text":
        return not turn.tasks.read(turn.text) and "?" not in turn.text
    reading = turn.reading(turn.text, bare=spec.type in _CLOSED)
    found = next(iter(candidates(spec, contract, reading)), None)
    return found is not None and len(turn.text.replace(found.words, " ").split()) <= 3


def _answer_quantity(
    draft: Draft, ask: Ask, turn: Turn, understanding: Understanding, decision: Decision
) -> Decision | None:
    items = draft.fields["items"]
    numbers = [found.value for found in read_numbers(turn.text, turn.language, articles=True) if found.value > 0]
    if not numbers or not isinstance(items.content, tuple) or ask.line is None:
        if turn.lexicon.means("unknown", turn.text):
            return _unsure(draft, ask, turn, decision, hint=text("quantity-hint"))
        return None if elsewhere(draft, turn, understanding) else decision.say(text("quantity-hint"))
    lines: list[Item] = list(items.content)
    for place in range(ask.line, len(lines)):
        if lines[place].quantity is None and numbers:
            lines[place] = lines[place].model_copy(update={"quantity": numbers.pop(0)})
    value = sourced(items.model_copy(update={"content": tuple(lines)}), turn)
    return advance(draft.model_copy(update={"fields": {**draft.fields, "items": value}}), turn, decision)


def _unsure(draft: Draft, ask: Ask, turn: Turn, decision: Decision, *, hint: Arg) -> Decision:
    """Help once with an example; if that does not help either, keep the draft and leave the person in peace."""
    if ask.times < _PATIENCE:
        asked = ask.model_copy(update={"times": ask.times + 1})
        return decision.keep(draft).say(with_choices(hint, ask.choices)).asking(asked)
    aside = draft.model_copy(update={"aside": True})
    return decision.keep(aside).turn_to(asked=None, focus=None).say(text("kept-until-known", what=about(draft)))
