"""Types that the assistant does not do itself: opened, routed to their team, tracked."""

from datetime import UTC, date, datetime, time

import pytest

from tests.handlers.talk import Clock, Talk

TEAMS = {
    "it_support": ["Denis"],
    "security_incident": ["Denis"],
    "correspondence": ["Silvia"],
    "general": ["Silvia"],
}


@pytest.mark.parametrize(
    ("who", "said", "kind"),
    [
        ("Hannah", "the printer on the second floor keeps jamming", "it_support"),
        ("Alessio", "la stampante del secondo piano si inceppa sempre", "it_support"),
        ("Maayan", "המדפסת בקומה השנייה נתקעת כל הזמן", "it_support"),
        ("Hannah", "I clicked a link in a strange email that asked for my password", "security_incident"),
        ("Alessio", "ho cliccato su un link in una mail sospetta che chiedeva la password", "security_incident"),
        ("Maayan", "לחצתי על קישור במייל חשוד שביקש את הסיסמה שלי", "security_incident"),
        ("Hannah", "write to Norland Shipping that the delivery will be a week late", "correspondence"),
        ("Alessio", "scrivi una lettera a Trasporti Norlandia: la consegna ritarda di una settimana", "correspondence"),
        ("Maayan", "לכתוב מכתב לחברת נורלנד שהמשלוח יתעכב בשבוע", "correspondence"),
        ("Hannah", "book the meeting room for Thursday at 3 pm", "general"),
        ("Alessio", "prenota la sala riunioni per giovedì alle 15", "general"),
        ("Maayan", "להזמין את חדר הישיבות ליום חמישי בשעה 15:00", "general"),
    ],
)
def test_it_is_opened_at_once_and_its_team_is_told(talk: Talk, who: str, said: str, kind: str) -> None:
    opened = talk.say(who, said)
    task = talk.task(opened.task)
    contract = talk.parts.catalogue[kind].contract
    assert (task.type, task.status, task.team) == (kind, "open", contract.team)
    assert task.visibility == contract.visibility
    assert task.reference.startswith(f"{contract.prefix}-")
    assert task.requester_id == talk.person(who).id
    assert task.checklist
    assert [name for name in TEAMS[kind] if len(talk.notices(name)) == 1] == TEAMS[kind]
    assert talk.notices(who) == []


@pytest.mark.parametrize(
    ("who", "said", "answer", "kind"),
    [
        ("Hannah", "I need to report a security incident", "somebody took my laptop", "security_incident"),
        ("Alessio", "devo segnalare un incidente di sicurezza", "mi hanno rubato il portatile", "security_incident"),
        ("Maayan", "לדווח על אירוע אבטחה", "גנבו לי את המחשב הנייד", "security_incident"),
    ],
)
def test_a_request_that_does_not_say_what_it_is_about_is_asked(
    talk: Talk, who: str, said: str, answer: str, kind: str
) -> None:
    assert talk.say(who, said).reply.asks is not None
    task = talk.task(talk.say(who, answer).task)
    assert task.type == kind
    assert task.fields["subject"].content == answer


def test_each_field_says_where_it_came_from(talk: Talk) -> None:
    talk.say("Hannah", "Laura Kent starts in sales on 1 March")
    task = talk.task("ON-0001")
    source = task.fields["employee"].source
    assert (source.message, source.words, source.by) == ("m1", "Laura Kent", talk.person("Hannah").id)


@pytest.mark.parametrize(
    ("who", "said", "due"),
    [
        ("Hannah", "the printer on the second floor keeps jamming", date(2026, 11, 23)),  # a Monday, after the weekend
        ("Maayan", "המדפסת בקומה השנייה נתקעת כל הזמן", date(2026, 11, 23)),  # no Sunday, as IT is in Italy
        ("Hannah", "book the meeting room for Thursday at 3 pm", date(2026, 11, 26)),
    ],
)
def test_it_is_due_on_the_day_wanted_or_after_its_working_hours(talk: Talk, who: str, said: str, due: date) -> None:
    assert talk.task(talk.say(who, said).task).due == due


@pytest.mark.parametrize(
    ("who", "said", "opened", "due"),
    [
        ("Alessio", "la stampante del secondo piano non funziona", date(2026, 12, 24), date(2026, 12, 28)),
        ("Maayan", "המדפסת בקומה 2 תקועה", date(2026, 9, 20), date(2026, 9, 22)),
    ],
)
def test_the_day_counts_working_days_without_the_holidays_of_the_country(
    talk: Talk, clock: Clock, who: str, said: str, opened: date, due: date
) -> None:
    clock.now = datetime.combine(opened, time(9), tzinfo=UTC)
    talk.say(who, said)
    assert talk.tasks()[0].due == due
