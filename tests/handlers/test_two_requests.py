"""A message that wants two things is taken for both, with the fields of each; one that gives its reasons is one."""

from datetime import UTC, datetime

import pytest

from bot import app
from bot.settings import Settings
from bot.understanding.understand import Understander
from tests.builders import shipped

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def understander() -> Understander:
    return app.understander(Settings(), shipped())


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        (
            "register the supplier Alder Mills, email office@aldermills.example. Also approve PR-0012",
            ["supplier_registration", "approve"],
        ),
        ("pay Norland Shipping 300 euros and remind me about Q-0003 on Friday", ["payment_request", "remind"]),
        ("preventivo per Fornitura Alba: 20 sedie. Inoltre chiudi la IT-0044", ["quote", "complete"]),
        ("הצעת מחיר לרהיטי גליל, 20 כיסאות. בנוסף, מה המצב של IT-0044?", ["quote", "task_status"]),
    ],
)
def test_both_are_taken(understander: Understander, said: str, kinds: list[str]) -> None:
    assert [request.intent for request in understander.understand(said, now=NOW).requests] == kinds


@pytest.mark.parametrize(
    "said",
    [
        "Hi, two things:\n- printer jammed\n- holiday from 21 to 23 December",
        "Ciao, due cose:\n- stampante rotta\n- ferie dal 21 al 23 dicembre",
        "שלום, כמה דברים:\n- המדפסת בקומה 2 תקועה\n- אני רוצה לצאת לחופשה מ-21 עד 23 בדצמבר",
        "1) המדפסת תקועה 2) חופשה מ-21 עד 23 בדצמבר",
    ],
)
def test_a_listed_request_may_be_short(understander: Understander, said: str) -> None:
    assert [one.intent for one in understander.understand(said, now=NOW).requests] == ["it_support", "attendance"]


@pytest.mark.parametrize(
    "said",
    [
        "Marta Conti starts on Monday as accountant, she needs:\n- a laptop computer\n- door badge",
        "Da lunedì inizia Marta Conti come contabile, servono:\n- un computer portatile\n- consegna al piano",
        "ביום שני מתחילה אצלנו מרתה כהן, עובדת חדשה בהנהלת חשבונות, צריך:\n- מחשב נייד\n- כרטיס כניסה לבניין",
    ],
)
def test_a_short_line_below_a_request_belongs_to_it(understander: Understander, said: str) -> None:
    assert [one.intent for one in understander.understand(said, now=NOW).requests] == ["onboarding"]


def test_each_half_keeps_its_mail_address(understander: Understander) -> None:
    said = "Hi, register the supplier Alder Mills, email office@aldermills.example. Also approve PR-0012"
    first, second = understander.understand(said, now=NOW).requests
    assert first.fields["email"].content == "office@aldermills.example"
    assert first.fields["supplier"].content == "Alder Mills"
    assert second.fields["task"].content == "PR-0012"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("find agencies that translate manuals into Polish, budget 1,500 euros", "supplier_search"),
        ("please screen the applications for the cook's job\n\nSent from my phone", "recruitment"),
        ("has the invoice 4411 of Alder Mills been paid?\n\nThis e-mail is confidential.", "payment_status"),
        ("cerca chi noleggia ponteggi? budget 5k massimo", "supplier_search"),
        ("registra la fattura 88 di Fornitura Alba, 320 euro, sono nella cartella condivisa", "invoice_registration"),
    ],
)
def test_a_budget_a_footer_and_a_place_are_no_request(understander: Understander, said: str, kind: str) -> None:
    assert [request.intent for request in understander.understand(said, now=NOW).requests] == [kind]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I need leave from tomorrow to the 10th and remind me to call Rossi", "attendance"),
        ("mi servono ferie da domani al 10 e ricordami di chiamare Rossi", "attendance"),
        ("אני צריכה חופש ממחר עד ה-10 ותזכירי לי להתקשר לרוסי", "attendance"),
        ("has invoice 4521 been paid? and remind me to call them", "payment_status"),
        ("la fattura 4521 è stata pagata? e ricordami di sentirli", "payment_status"),
    ],
)
def test_a_reminder_whose_day_is_to_be_asked_for_takes_no_other_request_s_place(
    understander: Understander, said: str, kind: str
) -> None:
    first, second = understander.understand(said, now=NOW).requests
    assert [first.intent, second.intent] == [kind, "remind"]
    assert "date" not in second.fields


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("has invoice 4521 been paid? Remind me tomorrow to talk to them", "payment_status"),
        ("la fattura 4521 è stata pagata? Ricordami domani di sentirli", "payment_status"),
        ("החשבונית 4521 שולמה? ותזכירי לי מחר לדבר איתם", "payment_status"),
        ("האם חשבונית 4521 שולמה? תזכיר לי מחר לדבר איתם", "payment_status"),
        ("צריך הצעה לרוסי ל-20 כיסאות ותזכירי לי מחר לדבר איתם", "quote"),
    ],
)
def test_remind_me_opens_a_request_of_its_own(understander: Understander, said: str, kind: str) -> None:
    first, second = understander.understand(said, now=NOW).requests
    assert [first.intent, second.intent] == [kind, "remind"]
    assert "date" in second.fields
