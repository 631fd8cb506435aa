"""Takes a message as the answer to the question that waits, if it is one."""

import re
from collections.abc import Iterator

from bot.catalogue import FieldSpec
from bot.choosing import chosen, parts
from bot.clock.recurring import REMINDING, rule_of, without_rule
from bot.conversation import Ask, Draft
from bot.corrections import corrected, names_size, only_number
from bot.drafting import advance, sourced, with_choices
from bot.effects import Decision
from bot.forward import answer_what
from bot.lessons import of_fields
from bot.mail.readdress import answer_address
from bot.meant import answer_which, not_the_draft
from bot.model import FieldValue, Item
from bot.recognition import recognised
from bot.texts import Arg, Listing, Text, Word, text
from bot.topic import decides_otherwise, elsewhere, looks_like_a_name, no_answer, turns_away
from bot.turn import Question, Turn
from bot.understanding.fields import candidates, field_value, read_fields
from bot.understanding.lexicon import plain_words
from bot.understanding.products import find_products
from bot.understanding.readers.items import read_items
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.understand import Understanding

QUANTITY = "quantity"
"""The name under which a fulfilment asks for the number of one item line."""

_CLOSED = frozenset({"reference", "number", "percent", "money", "phone", "tax_id"})
_ASIDE_WORDS = 4  # words beside a naked number with which it still is the answer
_NAME_WORDS = 7  # more are no name
_NO_NAME = ("yes", "no", "thanks", "greeting", "unknown", "skip", "later", "resume", "cancel", "change", "new_party")
_NEW_NAME = re.compile(r"^(?!\d+\s+\S+$).*?(?:\b[A-ZÀ-Ý]|[א-ת]{2})", re.DOTALL)
"""A name that nobody knows yet: with a capital where there are any, and no measure ("24 inches")."""
_NAMED = frozenset({"party", "person", "reference"})
_LEADING_WORDS = 4  # before a value: "with a discount of"
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
    spared = (draft.type == "cancel" and lexicon.keeps(turn.text)) or (
        draft.type == REMINDING and lexicon.drops_reminder(turn.text)
    )
    if spared or lexicon.lets_go(turn.text):
        said = text("nothing-cancelled") if draft.type == "cancel" else text("dropped", what=about(draft))
        return decision.drop(draft.id).asking(None).say(said)
    if lexicon.means("later", turn.text):
        aside = draft.model_copy(update={"aside": True})
        return decision.keep(aside).turn_to(asked=None, focus=None).say(text("put-aside", what=about(draft)))
    if switched := not_the_draft(draft, ask, turn, decision):
        return switched
    draft = draft.model_copy(update={"language": turn.language})
    gone = ask.field != QUANTITY and not turn.catalogue[draft.type].contract.has(ask.field)
    manners = lexicon.means("greeting", turn.text) or lexicon.means("thanks", turn.text)
    if ask.kind == "field" and (gone or manners):
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
    if any(lexicon.means(name, turn.text) for name in ("no", "change", "correction")):
        return decision.say(text("what-to-change"))
    opened = lexicon.after(("yes", "no", "correction", "change", "add", "remove"), turn.text)
    if turns_away(draft, turn, understanding) or (opened is None and elsewhere(draft, turn, understanding)):
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
    better, rest = _counted_choice(draft, ask, turn) or _choose(draft, ask, turn, turn.text)
    if better != draft:
        more = corrected(better, rest, turn) if rest else None
        return advance(more or better, turn, decision.plus(*of_fields(better, more, turn)) if more else decision)
    agrees = _only_agrees(turn)
    opened = turn.lexicon.after(("no", "correction", "change", "add", "remove"), turn.text)
    if (counted := _counted(draft, ask, turn)) is not None:
        return advance(counted, turn, decision.say(_noted(draft, counted, turn.text)))
    goods = turn.catalogue[draft.type].contract.has("items")
    product = goods and all(find_products(part, turn.directory.products).whole for part in parts(turn.text))
    stays = agrees or product or opened is not None or _describes_one(draft, ask, turn, understanding)
    if not stays and elsewhere(draft, turn, understanding):
        return None
    for said in (turn.text, opened):
        if said and (fixed := corrected(draft, said, turn)):
            better = next((one for one in _chosen_beside(said, draft, fixed, ask, turn) if one != fixed), fixed)
            noted = decision if better != fixed else decision.say(_noted(draft, fixed, said))
            return advance(better, turn, noted.plus(*of_fields(draft, fixed, turn)))
    intent = understanding.requests[0].intent if understanding.decision == "act" else draft.type
    polite = any(turn.lexicon.means(name, turn.text) for name in ("thanks", "greeting"))
    another = intent != draft.type and ask.line is not None and not stays
    if polite or another:
        return None
    if turn.lexicon.means("unknown", turn.text):
        return _unsure(draft, ask, turn, decision, hint=text("choose-hint"))
    if opened is None and (renamed := _another_name(draft, ask, turn, understanding)):
        return advance(renamed, turn, decision)
    unread = "choice-unclear" if agrees else "choice-not-read"
    return decision.say(with_choices(text(unread), ask.choices))


def _only_agrees(turn: Turn) -> bool:
    """Whether a message says yes, no or both, and nothing that could be a value or a name."""
    says = turn.lexicon
    return says.means("yes", turn.text) or says.means("no", turn.text) or says.only_answers(turn.text)


def _noted(before: Draft, after: Draft, said: str) -> Text:
    """What has just been taken into a draft, each value with its label, or in the words where no field has it."""
    new = [(name, value) for name, value in after.fields.items() if value != before.fields.get(name)]
    gone = [name for name in before.fields if name not in after.fields]
    labels = [text("noted-field", label=Word(after.type, "label", name), value=value) for name, value in new]
    labels += [text("noted-gone", label=Word(after.type, "label", name)) for name in gone]
    return text("noted", what=Listing(tuple(labels)) if labels else text("noted-words", name=said))


def _not_the_act(draft: Draft, turn: Turn, decision: Decision) -> Decision | None:
    """A mere no lets go of an act; more than that is something of its own."""
    if turn.lexicon.means("no", turn.text):
        return decision.drop(draft.id).asking(None).say(text("dropped", what=about(draft)))
    return None


def _choose(draft: Draft, ask: Ask, turn: Turn, said: str) -> tuple[Draft, str]:
    """The draft after the choices that words take, one or several in a row ("the 160 and Nova"), and what is left."""
    fulfilment = turn.skills.fulfilments[draft.type]
    if turn.lexicon.after("remove", said) is not None:
        return draft, said
    better, left = draft, ask
    waiting = [said] if chosen(said, ask.choices, turn) else parts(said)
    while waiting and (choice := chosen(waiting[0], left.choices, turn)):
        del waiting[0]
        better = fulfilment.choose(better, turn, left.field or "", left.line, choice.value)
        better, question = fulfilment.look(better, turn)
        if not isinstance(question, Question) or not question.choices:
            break
        left = Ask(kind="choice", draft=draft.id, field=question.field, line=question.line, choices=question.choices)
    return better, ", ".join(waiting)


def _chosen_beside(said: str, before: Draft, after: Draft, ask: Ask, turn: Turn) -> Iterator[Draft]:
    """What the words before a new value choose, without those that lead to it: "the 2 with a discount of 12%"."""
    new = (value for name, value in after.fields.items() if value != before.fields.get(name))
    starts = [said.find(value.source.words) for value in new if value.source.words]
    words = said[: min((start for start in starts if start > 0), default=0)].split()
    for leading in range(min(_LEADING_WORDS, len(words))):
        yield _choose(after, ask, turn, " ".join(words[: len(words) - leading]))[0]


def _another_name(draft: Draft, ask: Ask, turn: Turn, understanding: Understanding) -> Draft | None:
    """The draft with the words taken as another name for what could not be told apart, if they can be one."""
    name, said = ask.field or "", turn.text.strip(" .!?")
    value = draft.fields.get(name)
    if value is None or _only_agrees(turn) or not _short_enough(said, turn):
        return None
    content: object = said
    if "?" in turn.text:
        return None
    if isinstance(value.content, tuple) and ask.line is not None:
        if not find_products(said, turn.directory.products).products:
            return None
        line = value.content[ask.line].model_copy(update={"description": said, "sku": None})
        content = (*value.content[: ask.line], line, *value.content[ask.line + 1 :])
    elif not (_known_or_new(said, value, ask, turn) and _names_nothing_else(said, draft, turn, understanding)):
        return None
    renamed = FieldValue.model_validate(
        {"type": value.type, "content": content, "source": value.source.model_copy(update={"words": said})}
    )
    settled = {k: v for k, v in draft.settled.items() if not k.startswith(name)}
    return draft.model_copy(update={"fields": {**draft.fields, name: sourced(renamed, turn)}, "settled": settled})


def _counted(draft: Draft, ask: Ask, turn: Turn) -> Draft | None:
    """The draft with as many of the thing that is asked about as a message says, if that is all that it says."""
    items = draft.fields["items"] if ask.line is not None else None
    quantity = only_number(turn.text, turn) if items else None
    if items is None or ask.line is None or quantity is None or not isinstance(items.content, tuple):
        return None
    lines = list(items.content)
    lines[ask.line] = lines[ask.line].model_copy(update={"quantity": quantity})
    return _with_items(draft, lines, turn)


def _counted_choice(draft: Draft, ask: Ask, turn: Turn) -> tuple[Draft, str] | None:
    """The draft with the one of the choices that a message counts, "10 Linea chairs"; nothing is left.

    "1 Task chair Linea" may count, or repeat a line of the list as it stood.
    """
    items = draft.fields["items"] if ask.line is not None else None
    found = read_items(turn.text, turn.language) if items else []
    if items is None or ask.line is None or len(found) != 1 or not isinstance(items.content, tuple):
        return None
    (one,) = found
    choice = chosen(one.value.description, ask.choices, turn)
    beside = turn.text[: one.start] + turn.text[one.end :]
    if choice is None or one.value.quantity is None or turn.lexicon.says_something(beside):
        return None
    if one.value.quantity == ask.choices.index(choice) + 1:
        return None
    said = {"quantity": one.value.quantity, "unit_price": one.value.unit_price}
    lines = list(items.content)
    lines[ask.line] = lines[ask.line].model_copy(update={k: v for k, v in said.items() if v is not None})
    counted = _with_items(draft, lines, turn)
    return turn.skills.fulfilments[draft.type].choose(counted, turn, ask.field or "", ask.line, choice.value), ""


def _with_items(draft: Draft, lines: list[Item], turn: Turn) -> Draft:
    value = sourced(draft.fields["items"].model_copy(update={"content": tuple(lines)}), turn)
    return draft.model_copy(update={"fields": {**draft.fields, "items": value}})


def _describes_one(draft: Draft, ask: Ask, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is a name by its capitals ("Zork Industries"), or describes a thing that was asked about."""
    value, words = draft.fields.get(ask.field or ""), turn.text.split()
    if value is None or value.type not in {"party", "person", "items"} or turn.tasks.read(turn.text):
        return False
    if 1 < len(words) <= _NAME_WORDS and all(word[0].isupper() for word in words):
        return True
    plain = plain_words(turn.text).split()
    describes = names_size(turn.text) or bool(turn.lexicon.words["describing"] & {*plain[:1], *plain[-1:]})
    declined = understanding.requests[0].intent == "out_of_scope" and "?" not in turn.text
    return value.type == "items" and len(words) < _NAME_WORDS and (describes or declined)


def _known_or_new(said: str, value: FieldValue, ask: Ask, turn: Turn) -> bool:
    """Whether a name may take this value's place: it is on record, or can be a new one where that may be answered."""
    if value.type not in _NAMED:
        return False
    offered = any(choice.value in {"new", "other"} for choice in ask.choices)
    return bool(turn.names.parties(said) or turn.names.people(said) or (offered and _NEW_NAME.search(said)))


def _names_nothing_else(said: str, draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether words can be a name and are none of a product: "la Brera 140 e le sedie" are things, not a firm."""
    things = find_products(said, turn.directory.products).products
    return not things and looks_like_a_name(said, turn, understanding, draft)


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
    if _only_agrees(turn):
        return ask_again(spec, draft, decision, times=ask.times + 1)
    openers = ("correction",) if only_number(turn.text, turn) is None else ("correction", "no")
    if (rest := turn.lexicon.after(openers, turn.text)) and (fixed := corrected(draft, rest, turn)):
        return advance(fixed, turn, decision.plus(*of_fields(draft, fixed, turn)))
    values = _values(spec, draft, turn, understanding)
    goods = turn.catalogue[draft.type].contract.has("items") and _counts_goods(turn.text, turn)
    strays = not goods and elsewhere(draft, turn, understanding) and not _plainly(spec, draft, turn)
    if strays or not (goods or _read_apart(spec, values, turn) or not no_answer(spec, draft, turn, understanding)):
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
    question, hint = Word(draft.type, "question", spec.name), Word(draft.type, "hint", spec.name)
    said = text("ask-again", question=question, hint=hint)
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
    """Whether a whole message can be a name: a few words with letters, no short answer, number, address or goods."""
    plain = not re.search(r"\d{5}|[@?]", said) and re.search(r"[^\W\d_]", said) is not None
    return plain and _short_enough(said, turn) and not _counts_goods(said, turn)


def _short_enough(said: str, turn: Turn) -> bool:
    """Whether some words are few enough for a name, and no short answer."""
    return len(said.split()) <= _NAME_WORDS and not any(turn.lexicon.means(one, said) for one in _NO_NAME)


def _counts_goods(said: str, turn: Turn) -> bool:
    """Whether words are only a number of things that the company sells, behind a yes or not: "yes and 2 desks"."""
    rest = turn.lexicon.after(("yes", "no", "correction"), said) or said
    rest = turn.lexicon.after("and", rest) or rest
    found = read_items(rest, turn.language)
    if not found or re.search(r"\w", rest[: found[0].start] + rest[found[-1].end :]):
        return False
    lines = [one.value for one in found]
    return any(line.quantity and find_products(line.description, turn.directory.products).products for line in lines)


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
    return advance(_with_items(draft, lines, turn), turn, decision)


def _unsure(draft: Draft, ask: Ask, turn: Turn, decision: Decision, *, hint: Arg) -> Decision:
    """Help once with an example; if that does not help either, keep the draft and leave the person in peace."""
    if ask.times < _PATIENCE:
        asked = ask.model_copy(update={"times": ask.times + 1})
        return decision.keep(draft).say(with_choices(hint, ask.choices)).asking(asked)
    aside = draft.model_copy(update={"aside": True})
    return decision.keep(aside).turn_to(asked=None, focus=None).say(text("kept-until-known", what=about(draft)))
