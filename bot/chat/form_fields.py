"""Forms from what a type's contract and wording say, and nothing else."""

from collections.abc import Callable, Mapping

from bot.catalogue import Catalogue, FieldSpec, Kind
from bot.chat.form_items import MOST_ROWS, Row, asks_for_product, product_name, quantity_name, shown_items
from bot.chat.form_keys import NEEDS_REASON, FormKey
from bot.chat.form_reader import FormReader
from bot.chat.form_values import RECORD, kind_of, names_of, record_name, shown_values
from bot.chat.forms import Adding, Form, FormField, Option
from bot.chat.press import state_of
from bot.conversation import Draft
from bot.model import FieldValue, Language, Product, Task
from bot.texts import Arg, Listing, Text, Word, text

Say = Callable[[Arg], str]
TYPE = "type"
REASON = "reason"
_LONGEST_LABEL = 75  # characters of an option (docs.slack.dev/reference/block-kit/composition-objects/option-object)


def choose_type(types: Catalogue, reader: FormReader, say: Say) -> Form:
    """The form that asks which type, all of them sorted by name."""
    titles = sorted((kind.words(reader.language).title, kind.id) for kind in types.requests())
    options = tuple(Option(value=kind_id, label=cut(title)) for title, kind_id in sorted(titles, key=_by_name))
    hint = say(text("form-type-hint"))
    asked = FormField(name=TYPE, label=say(text("form-type")), hint=hint, kind="choice", required=True, options=options)
    return _form(FormKey(kind="new"), text("form-new-request"), (asked,), say, submit="form-next")


def new_form(kind: Kind, reader: FormReader, say: Say, *, rows: int = 1) -> Form:
    """An empty form for a request of a type; where nobody is named and the writer is meant, with them in it."""
    fields = {
        spec.name: FieldValue(type="person", content=reader.person.name, record=reader.person.id)
        for spec in kind.contract.fields
        if spec.alone
    }
    note = [_capital(kind.words(reader.language).summary)]
    if kind.contract.one_of:
        labels = Listing(tuple(Word(kind.id, "label", name) for name in kind.contract.one_of))
        note.append(say(text("form-one-of", fields=labels)))
    title = Word(kind.id, "title")
    asked = form_fields(kind, reader, say, fields=fields, rows=rows)
    return _form(FormKey(kind="new", of=kind.id), title, asked, say, note="\n".join(note))


def draft_form(draft: Draft, kind: Kind, reader: FormReader, say: Say, *, rows: int = 1) -> Form:
    """The form of a draft with what it knows."""
    fields = form_fields(kind, reader, say, fields=draft.fields, rows=rows)
    return _form(FormKey(kind="draft", of=draft.id), Word(kind.id, "title"), fields, say)


def task_form(task: Task, kind: Kind, reader: FormReader, say: Say, *, rows: int = 1) -> Form:
    """The form that changes a task."""
    title = text("form-task", title=Word(kind.id, "title"), reference=task.reference)
    key = FormKey(kind="task", of=task.reference, about=state_of(task, "fields"))
    return _form(key, title, form_fields(kind, reader, say, fields=task.fields, rows=rows), say)


def reason_form(key: FormKey, say: Say) -> Form:
    """The form that asks for the reason of an act."""
    act, reference = key.of, key.about
    needed = act in NEEDS_REASON
    own = {"reject": "reason", "approve": "reason", "comment": "text"}.get(act)
    label: Arg = Word(act, "label", own) if own else text("form-reason")
    hint: Arg = Word(act, "hint", own) if own else text("form-reason-hint")
    asked = FormField(name=REASON, label=_capital(say(label)), hint=say(hint), kind="lines", required=needed)
    title = text("form-task", title=Word(act, "title"), reference=reference)
    return _form(key, title, (asked,), say)


def form_fields(
    kind: Kind, reader: FormReader, say: Say, *, fields: Mapping[str, FieldValue], rows: int = 1
) -> tuple[FormField, ...]:
    """What a type asks for, what it is about first, with what is known of it, and at least so many rows of items."""
    specs = sorted(kind.contract.fields, key=lambda spec: not spec.main)
    asked: list[FormField] = []
    for spec in specs:
        value = fields.get(spec.name)
        if spec.type == "items" and reader.directory.products:
            asked += _items(kind, spec, reader, say, value=value, rows=rows)
        else:
            asked += _asked(kind, spec, reader, say, value=value)
    return tuple(asked)


def _items(
    kind: Kind, spec: FieldSpec, reader: FormReader, say: Say, *, value: FieldValue | None, rows: int
) -> list[FormField]:
    """A row for each product, empty ones for more, then lines of words for what is not in the price list."""
    known, lines = shown_items(value, reader.directory, reader.language)
    count = max(len(known), min(rows, MOST_ROWS))
    shown = (*known, *[Row("", "")] * (count - len(known)))
    asked = [one for number, row in enumerate(shown, start=1) for one in _row(spec, number, row, reader, say)]
    hint = f"{say(Word(kind.id, 'hint', spec.name))} {say(text('form-one-a-line'))}"
    label = say(text("form-other-items"))
    return [*asked, FormField(name=spec.name, label=label, hint=hint, kind="lines", value=lines)]


def _row(spec: FieldSpec, number: int, row: Row, reader: FormReader, say: Say) -> tuple[FormField, FormField]:
    hints = [say(text(f"form-{part}-hint")) if number == 1 else "" for part in ("product", "quantity")]
    names = {f"{RECORD}{one.sku}": product_label(one, reader.language) for one in reader.directory.products}
    options = (Option(value=row.product, label=names.get(row.product, row.product)),) if row.product else ()
    labels = [say(text(f"form-{part}", number=number)) for part in ("product", "quantity")]
    product, quantity = product_name(spec.name, number), quantity_name(spec.name, number)
    return (
        FormField(name=product, label=labels[0], hint=hints[0], kind="record", value=row.product, options=options),
        FormField(name=quantity, label=labels[1], hint=hints[1], kind="number", value=row.quantity),
    )


def product_label(product: Product, language: Language) -> str:
    """A product as it is offered: its name in the reader's language, and its number."""
    name = product.names.get(language) or next(iter(product.names.values()), "")
    number = f" · {product.sku}"
    return cut(name)[: _LONGEST_LABEL - len(number)] + number if name else cut(product.sku)


def _asked(
    kind: Kind, spec: FieldSpec, reader: FormReader, say: Say, *, value: FieldValue | None
) -> tuple[FormField, ...]:
    names = names_of(spec)
    values = shown_values(value, reader.directory, reader.language) if value else ("",) * len(names)
    label, hint = _capital(say(Word(kind.id, "label", spec.name))), say(Word(kind.id, "hint", spec.name))
    labels = [say(text(f"form-{part}", label=label)) for part in ("first-day", "last-day")]
    if spec.type == "items":
        hint = f"{hint} {say(text('form-one-a-line'))}"
    return tuple(
        FormField(
            name=name,
            label=labels[place] if len(names) > 1 else label,
            hint=hint,
            kind=kind_of(spec),
            required=spec.required,
            value=values[place],
            options=_first_option(spec, values[place], reader),
        )
        for place, name in enumerate(names)
    )


def _first_option(spec: FieldSpec, value: str, reader: FormReader) -> tuple[Option, ...]:
    """What stands in a record's field at first, as it is read."""
    if kind_of(spec) != "record" or not value:
        return ()
    name = record_name(value.removeprefix(RECORD), reader.directory) if value.startswith(RECORD) else value
    return (Option(value=value, label=cut(name or value)),)


def _form(
    key: FormKey, title: Arg, fields: tuple[FormField, ...], say: Say, *, submit: str = "form-send", note: str = ""
) -> Form:
    said = say(title)
    close, add = say(text("form-close")), _adding(fields, say)
    return Form(key=str(key), title=said, fields=fields, submit=say(Text(submit)), close=close, note=note, add=add)


def _adding(fields: tuple[FormField, ...], say: Say) -> Adding | None:
    """The button that adds a row; none where there is no list of items, or it is as long as it may be."""
    rows = sum(asks_for_product(one.name) for one in fields)
    last = next((one.name for one in fields if rows and one.name.endswith(quantity_name("", rows))), None)
    if last is None or rows >= MOST_ROWS:
        return None
    return Adding(below=last, label=say(text("form-add-item")), rows=rows + 1)


def cut(label: str) -> str:
    """A label no longer than platforms show."""
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _by_name(one: tuple[str, str]) -> str:
    return one[0].casefold()
