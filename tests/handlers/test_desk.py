"""Forms on the real store: whoever fills one in gets what words would have given, and sees nothing else."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bidi import plain
from bot.chat.accounts import Account
from bot.chat.forms import Asker, Form, Home, Refusal, Submitted
from bot.messages import Button, InboundMessage
from bot.model import LANGUAGES, FieldValue, Item, Language, Money, Period, Task
from bot.understanding.records import sure
from handlers.desk import Desk
from handlers.intake import take_over
from storage.engine import open_store
from tests.builders import shipped
from tests.handlers.talk import Clock, Known, Said, Talk
from tests.handlers.test_every_type import CASES, Case

YES: dict[Language, str] = {"en": "yes", "it": "sì", "he": "כן"}


def asker(talk: Talk, who: str) -> Asker:
    return Asker(channel="slack", account="T1", user=talk.person(who).id)


@pytest.fixture
def desk(talk: Talk) -> Desk:
    return opened_desk(talk)


def opened_desk(talk: Talk) -> Desk:
    """A desk that knows every colleague by their own id."""
    with talk.store.write() as uow:
        for person in talk.people:
            uow.accounts.put(
                Account(channel="slack", account="T1", user=person.id, place=f"T1/{person.id}", person_id=person.id)
            )
        uow.commit()
    return Desk(talk.parts, actions=lambda task, person: (Button(value=task.reference, label=person.name, press="x"),))


def form(desk: Desk, talk: Talk, who: str, key: str) -> Form:
    made = desk.form(asker(talk, who), key)
    assert isinstance(made, Form), made
    return made


def refused(desk: Desk, talk: Talk, who: str, key: str) -> str:
    made = desk.form(asker(talk, who), key)
    assert isinstance(made, Refusal)
    return plain(made.text)


def submit(talk: Talk, who: str, key: str, values: dict[str, str], *, number: str = "") -> Said:
    """Send a form as a colleague and get the answer."""
    person = talk.person(who).id
    message = InboundMessage(
        channel="terminal",
        account=person,
        external_id=f"form:{key}:{number or len(talk.terminal.arrived)}",
        conversation=f"terminal:{person}",
        sender_id=person,
        text=Submitted(key=key, values=values).model_dump_json(),
        kind="form",
        received_at=talk.parts.clock(),
    )
    take_over(talk.store, message)
    talk.finish()
    return talk.answer_to(message)


def values_of(made: Form, **changes: str) -> dict[str, str]:
    """What a form brings back when only some of it is filled in otherwise."""
    shown = {one.name: one.value for one in made.fields}
    return {name: value for name, value in (shown | changes).items() if value}


# Each type, in each language


@pytest.fixture(scope="module")
def office(company: Path, known: Known, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """One company for all rows, in which every form finds its way to a task of its own."""
    store = open_store(f"sqlite:///{shutil.copy(company, tmp_path_factory.mktemp('forms') / 'pratica.db')}")
    yield Talk(store, known, clock=Clock())
    store.close()


@pytest.fixture(scope="module")
def counter(office: Talk) -> Desk:
    return opened_desk(office)


def filled_in(case: Case) -> dict[str, str]:
    """The row of the table as somebody would type it into the form."""
    values: dict[str, str] = {}
    for spec in case.contract.fields:
        match case.fields.get(spec.name):
            case None:
                continue
            case True:
                values[spec.name] = case.say[0]
            case [*lines]:
                values[spec.name] = "\n".join(f"{count} {thing}" for count, thing in lines)
            case str(value) if spec.type == "period":
                values[f"{spec.name}.start"], _, values[f"{spec.name}.end"] = value.partition("/")
            case value:
                values[spec.name] = str(value)
    return values


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.language}")
def test_a_form_filled_in_leads_to_the_task_that_words_lead_to(
    office: Talk, counter: Desk, known: Known, case: Case
) -> None:
    who, key = case.who, f"new:{case.kind}"
    values = filled_in(case)
    assert counter.errors(asker(office, who), Submitted(key=key, values=values)) == {}
    made = form(counter, office, who, key)
    assert set(values) <= {one.name for one in made.fields}
    answer = submit(office, who, key, values, number=case.language)
    if answer.reply.asks and answer.reply.asks.confirm:
        answer = office.say(who, YES[office.person(who).language])
    (reference, *_parts) = answer.reply.tasks
    task = office.task(reference)
    assert (task.type, task.status, task.requester_id) == (case.kind, case.status, office.person(who).id)
    assert {name: wanted for name, wanted in case.fields.items() if not _is(wanted, task.fields[name], known)} == {}
    assert set(task.fields) - set(case.fields) <= {"employee"}
    assert task.language == office.person(who).language
    for value in task.fields.values():
        assert (value.source.by, (value.source.message or "").partition(":")[0]) == (task.requester_id, "form")


def _is(wanted: Any, value: FieldValue, known: Known) -> bool:
    """Whether a field is what the table wants, under whichever name the records have it."""
    match value.content:
        case Money() as money:
            return str(wanted) == f"{money.amount:f} {money.currency}"
        case Period() as period:
            return str(wanted) == f"{period.start}/{period.end}"
        case tuple() as lines:
            return list(wanted) == [_line(line) for line in lines]
    if wanted is True or str(wanted) == str(value.content):
        return True
    match = sure(known.names.parties(wanted), wanted) if value.type == "party" else None
    return match is not None and match.id == value.record


def _line(item: Item) -> list[object]:
    return [int(item.quantity or 0), item.sku or item.description]


# What a draft, a task and a reason are filled in with


def test_a_draft_begun_in_words_is_finished_in_a_form(talk: Talk, desk: Desk) -> None:
    talk.say("Hannah", "quote for Pemberton: 12 task chairs Linea, 5% off")
    (draft,) = talk.drafts("Hannah")
    made = form(desk, talk, "Hannah", f"draft:{draft.id}")
    shown = {one.name: one.value for one in made.fields}
    assert shown["customer"].startswith("id:")
    assert (shown["discount"], shown["items.1.product"][:3], shown["items.1.quantity"]) == ("5", "id:", "12")
    answer = submit(talk, "Hannah", made.key, values_of(made, discount="7", notes="Deliver to the back door"))
    assert answer.reply.asks
    assert answer.reply.asks.confirm
    assert "7%" in answer.text
    task = talk.task(talk.say("Hannah", "yes").task)
    assert task.fields["items"] == draft.fields["items"]
    assert str(task.fields["discount"].content) == "7"
    assert talk.drafts("Hannah") == ()


def test_products_that_were_searched_for_need_no_question(talk: Talk, desk: Desk) -> None:
    made = desk.form(asker(talk, "Alessio"), "new:quote", rows=2)
    assert isinstance(made, Form)
    chair, desk_ = (
        desk.suggest(asker(talk, "Alessio"), made.key, f"items.{row}.product", typed)[0].value
        for row, typed in ((1, "sedia operativa"), (2, "scriv"))
    )
    customer = desk.suggest(asker(talk, "Alessio"), made.key, "customer", "pemb")[0].value
    rows = {"items.1.product": chair, "items.1.quantity": "12", "items.2.product": desk_, "items.2.quantity": "2,5"}
    values = {"customer": customer, **rows}
    assert desk.errors(asker(talk, "Alessio"), Submitted(key=made.key, values=values)) == {}
    answer = submit(talk, "Alessio", made.key, values)
    assert answer.reply.asks
    assert answer.reply.asks.confirm
    items = talk.task(talk.say("Alessio", "sì").task).fields["items"].content
    assert isinstance(items, tuple)
    assert [(f"id:{item.sku}", str(item.quantity)) for item in items] == [(chair, "12"), (desk_, "2.5")]


def test_a_task_is_corrected_by_its_form_until_it_is_closed(talk: Talk, desk: Desk) -> None:
    reference = talk.say("Denis", "Find us a few suppliers of noise-cancelling headsets, we need 40").task
    made = form(desk, talk, "Denis", f"task:{reference}")
    submit(talk, "Denis", made.key, values_of(made, quantity="50", budget="3k EUR"))
    task = talk.task(reference)
    assert (str(task.fields["quantity"].content), task.revision) == ("50", 1)
    assert talk.kinds_of_events(reference)[-1] == "corrected"
    stale = Submitted(key=made.key, values=values_of(made, quantity="60"))
    assert "changed" in desk.errors(asker(talk, "Denis"), stale)["item"]
    assert "changed" in submit(talk, "Denis", made.key, stale.values, number="stale").text
    talk.say("Paolo", f"done {reference}")
    assert reference in refused(desk, talk, "Denis", f"task:{reference}")
    fresh = f"task:{reference}"
    assert reference in submit(talk, "Denis", fresh, {"item": "x y", "quantity": "1"}).text
    assert talk.task(reference).status == "done"
    assert str(talk.task(reference).fields["quantity"].content) == "50"


def test_what_is_too_long_to_be_shown_has_no_form_and_is_not_cut(talk: Talk, desk: Desk) -> None:
    reference = submit(talk, "Hannah", "new:it_support", {"subject": "The scanner is broken"}).task
    with talk.store.write() as uow:
        task = uow.tasks.get(reference, None)
        assert task is not None
        subject = task.fields["subject"].model_copy(update={"content": "word " * 700})
        uow.tasks.save(task.model_copy(update={"fields": {"subject": subject}}))
        uow.commit()
    assert refused(desk, talk, "Hannah", f"task:{reference}") == talk.worded("form-too-much", "en")


def test_a_manager_rejects_with_the_reason_of_the_form(talk: Talk, desk: Desk) -> None:
    reference = talk.say("Denis", "Please transfer 1,450 ILS to Cyber-Gal for invoice CG3190, by 30 November").task
    key = f"reason:reject:{reference}"
    made = form(desk, talk, "Federica", key)
    assert desk.errors(asker(talk, "Federica"), Submitted(key=key, values={})).keys() == {"reason"}
    submit(talk, "Federica", made.key, {"reason": "Già pagata a ottobre"})
    assert talk.task(reference).status == "rejected"
    assert talk.events(reference)[-1].why == "Già pagata a ottobre"
    assert any("Già pagata a ottobre" in notice for notice in talk.notices("Denis"))
    assert reference in refused(desk, talk, "Federica", key)


def test_the_same_form_sent_twice_makes_one_task(talk: Talk) -> None:
    values = {"subject": "The scanner is broken"}
    submit(talk, "Hannah", "new:it_support", values, number="1")
    again = InboundMessage(
        channel="terminal", account=talk.person("Hannah").id, external_id="form:new:it_support:1",
        conversation=f"terminal:{talk.person('Hannah').id}", sender_id=talk.person("Hannah").id,
        text=Submitted(key="new:it_support", values=values).model_dump_json(), kind="form",
        received_at=talk.parts.clock(),
    )  # fmt: skip
    take_over(talk.store, again)
    talk.finish()
    assert len(talk.tasks()) == 1


def test_a_question_that_was_open_is_asked_again_after_the_form(talk: Talk, desk: Desk) -> None:
    asked = talk.say("Hannah", "quote for Pemberton")
    answer = submit(talk, "Hannah", "new:it_support", {"subject": "The scanner is broken"})
    assert answer.task == "IT-0001"
    assert answer.text.endswith(asked.text.splitlines()[-1])
    assert answer.reply.asks == asked.reply.asks


def test_a_form_that_comes_to_nothing_leaves_the_open_question_as_it_is(talk: Talk, desk: Desk) -> None:
    asked = talk.say("Hannah", "quote for Pemberton")
    answer = submit(talk, "Hannah", "draft:gone", {"notes": "x"})
    assert answer.text == talk.worded("form-draft-gone", "en")
    assert answer.reply.asks == asked.reply.asks


def test_what_is_wrong_when_it_arrives_is_asked_for_in_the_talk(talk: Talk, desk: Desk) -> None:
    values = {"customer": "Pemberton Coworking", "items": "12 Linea task chairs", "deadline": "2026-11-19"}
    answer = submit(talk, "Hannah", "new:quote", values)
    assert answer.reply.asks
    assert answer.reply.asks.field == "deadline"
    assert "2026-11-19" in answer.text
    summary = talk.say("Hannah", "next Friday")
    assert summary.reply.asks
    assert summary.reply.asks.confirm
    assert "Pemberton" in summary.text


# What is wrong, on the spot


def test_what_is_wrong_is_said_at_each_field_in_the_persons_language(talk: Talk, desk: Desk) -> None:
    wrong = {"customer": "id:gone", "items": "0 desks", "deadline": "2026-11-19", "email": "nobody", "unknown": "x"}
    for who in ("Hannah", "Alessio", "Maayan"):
        errors = desk.errors(asker(talk, who), Submitted(key="new:quote", values=wrong))
        assert errors.keys() == {"customer", "items", "deadline", "email"}
        hint = shipped()["quote"].words(talk.person(who).language).fields["email"].hint
        assert errors["email"].endswith(hint)
    assert desk.errors(asker(talk, "Hannah"), Submitted(key="new", values={})).keys() == {"type"}
    assert desk.errors(asker(talk, "Hannah"), Submitted(key="new", values={"type": "quote"})) == {}
    assert desk.errors(asker(talk, "Hannah"), Submitted(key="new", values={"type": "help"})).keys() == {"type"}


def test_nothing_that_is_asked_on_the_spot_changes_anything(talk: Talk, desk: Desk) -> None:
    books = talk.books()
    for key in ("new", "new:quote", "new:nothing", "x", "draft:1", "task:Q-0001", "reason:reject:Q-0001"):
        desk.form(asker(talk, "Hannah"), key)
        desk.errors(asker(talk, "Hannah"), Submitted(key=key, values={"items": "\x00" * 10_000}))
        desk.suggest(asker(talk, "Hannah"), key, "customer", "x" * 10_000)
    desk.home(asker(talk, "Hannah"))
    assert (talk.books(), talk.tasks(), talk.drafts("Hannah")) == (books, (), ())


# Whose it is


def test_somebody_elses_draft_and_what_one_may_not_see_have_no_form(talk: Talk, desk: Desk) -> None:
    talk.say("Hannah", "quote for Pemberton")
    (draft,) = talk.drafts("Hannah")
    gone = talk.worded("form-draft-gone", talk.person("Alessio").language)
    assert refused(desk, talk, "Alessio", f"draft:{draft.id}") == gone
    submit(talk, "Alessio", f"draft:{draft.id}", {"customer": "Bianchi"})
    assert talk.drafts("Hannah") == (draft,)
    reference = talk.say("Denis", "I clicked a link in a strange email that asked for my password").task
    there = refused(desk, talk, "Hannah", f"task:{reference}")
    assert there == refused(desk, talk, "Hannah", "task:SI-0999").replace("SI-0999", reference)
    assert refused(desk, talk, "Hannah", f"reason:cancel:{reference}") == there
    answer = submit(talk, "Hannah", f"reason:cancel:{reference}", {"reason": "because"})
    assert answer.text == there
    assert talk.task(reference).status == "open"


@pytest.mark.parametrize("language", LANGUAGES)
def test_strangers_are_told_that_nobody_knows_them(talk: Talk, desk: Desk, language: Language) -> None:
    stranger = Asker(channel="slack", account="T1", user="U-nobody")
    told = desk.say(stranger, "form-unknown-person")
    for answer in (desk.form(stranger, "new"), desk.form(stranger, "new:quote"), desk.home(stranger)):
        assert isinstance(answer, Refusal)
        assert answer.text == told
    assert desk.errors(stranger, Submitted(key="new:quote", values={"notes": "x"})) == {"notes": told}
    assert desk.suggest(stranger, "new:quote", "customer", "a") == ()
    who = {"en": "Hannah", "it": "Alessio", "he": "Maayan"}[language]
    assert plain(desk.say(asker(talk, who), "home-new")) == talk.worded("home-new", language)


# Suggestions


def test_records_are_suggested_for_the_field_as_they_are_typed(talk: Talk, desk: Desk) -> None:
    options = desk.suggest(asker(talk, "Hannah"), "new:quote", "customer", "pemb")
    assert "Pemberton" in options[0].label
    assert len(desk.suggest(asker(talk, "Hannah"), "new:payroll", "employee", "")) == min(20, len(talk.people))
    assert len(desk.suggest(asker(talk, "Hannah"), "new:quote", "customer", "")) == 20
    for field in ("items", "nothing", "period.start"):
        assert desk.suggest(asker(talk, "Hannah"), "new:quote", field, "a") == ()
    assert desk.suggest(asker(talk, "Hannah"), "new", "type", "a") == ()


# A colleague's page


def sections(home: Home | Refusal) -> dict[str, list[str]]:
    assert isinstance(home, Home)
    return {
        plain(section.title): [reference for card in section.cards for reference in card.tasks]
        for section in home.sections
    }


def test_each_sees_their_own_page(talk: Talk, desk: Desk) -> None:
    asked = talk.say("Hannah", "my laptop does not start").task
    paying = talk.say("Denis", "Please transfer 1,450 ILS to Cyber-Gal for invoice CG3190").task
    talk.say("Hannah", "quote for Pemberton")
    worded = {who: talk.person(who).language for who in ("Hannah", "Denis", "Federica")}
    title = {
        (who, name): talk.worded(name, language)
        for who, language in worded.items()
        for name in ("home-mine", "home-decide", "home-team", "home-drafts")
    }
    hannah = sections(desk.home(asker(talk, "Hannah")))
    assert hannah[title["Hannah", "home-mine"]] == [asked]
    assert title["Hannah", "home-drafts"] in hannah
    assert title["Hannah", "home-decide"] not in hannah
    denis = sections(desk.home(asker(talk, "Denis")))
    assert denis[title["Denis", "home-mine"]] == [paying]
    assert denis[title["Denis", "home-team"]] == [asked]
    federica = sections(desk.home(asker(talk, "Federica")))
    assert federica[title["Federica", "home-decide"]] == [paying]
    talk.say("Denis", f"take {asked}")
    assert sections(desk.home(asker(talk, "Denis")))[title["Denis", "home-team"]] == []
    assert set(sections(desk.home(asker(talk, "Denis")))[title["Denis", "home-mine"]]) == {asked, paying}


def test_a_page_says_how_each_task_stands_and_what_can_be_done(talk: Talk, desk: Desk, clock: Clock) -> None:
    talk.say("Hannah", "my laptop does not start")
    clock.move(timedelta(days=30))
    home = desk.home(asker(talk, "Hannah"))
    assert isinstance(home, Home)
    (card,) = home.sections[0].cards
    assert "late" in card.standing
    assert card.buttons[0].label == talk.person("Hannah").name
    assert card.text.splitlines()[0] == said_title(talk.task("IT-0001"))
    assert home.buttons[0].opens == "new"


def said_title(task: Task) -> str:
    return f"{shipped()[task.type].words('en').title} {task.reference}"
