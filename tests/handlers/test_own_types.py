"""A company's own types in a talk: in the one language they have, for writers of all three, with approval and parts."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app
from bot.model import Language
from bot.settings import Settings
from storage.engine import open_store
from tests.builders import write_type
from tests.handlers.talk import Clock, Known, Talk

FIELDS = """
[[fields]]
name = "guest"
type = "text"
main = true
required = true

[[fields]]
name = "day"
type = "date"
due = true
required = true
"""
GUEST = 'id = "guests"\nprefix = "GST"\nteam = "administration"\ntarget_hours = 8\n'

ITALIAN = (
    """\
name = "arrivo ospite"
summary = "annunciare un ospite alla portineria"
example = "domani alle dieci ho un ospite"
checklist = ["Preparare il badge"]

[fields.guest]
label = "ospite"
question = "Chi viene?"
hint = "Nome e azienda."

[fields.day]
label = "giorno"
question = "Per quale giorno?"
hint = "Una data."

[opens]
parking = "Posto auto per il {day}"
""",
    """\
domani alle dieci ho un ospite, avvisa la portineria
registra un visitatore per giovedì
serve un badge ospite per il signor Keller
lunedì vengono a trovarci due persone della Siemens
annuncia Anna Weiss in reception
la settimana prossima aspettiamo visite in sede
metti in lista ospiti un revisore che arriva il 4
pass visitatori per tre persone
arriva un ospite alle 14, fallo sapere all'ingresso
visita in sede venerdì, serve l'accredito
""",
)
HEBREW = (
    """\
name = "רישום אורח"
summary = "להודיע לקבלה על אורח"
example = "מחר בעשר מגיע אליי אורח"
checklist = ["להכין תג"]

[fields.guest]
label = "אורח"
question = "מי מגיע?"
hint = "שם וחברה."

[fields.day]
label = "יום"
question = "לאיזה יום?"
hint = "תאריך."

[opens]
parking = "מקום חניה ליום {day}"
""",
    """\
מחר בעשר מגיע אליי אורח, תעדכנו את הקבלה
לרשום מבקר ליום חמישי
צריך תג אורח למר קלר
ביום שני מבקרים אצלנו שני אנשים מסימנס
תודיעו בכניסה שאנה וייס מגיעה
אנחנו מצפים למבקרים בשבוע הבא
תכניס לרשימת האורחים רואה חשבון שמגיע ב-4
אישור כניסה לשלושה מבקרים
אורח מגיע בשתיים, תגידו לשער
ביקור במשרד ביום שישי, צריך אישור כניסה
""",
)
TALKS: tuple[tuple[Language, tuple[str, str], str, str, str], ...] = (
    ("it", ITALIAN, "per favore registra un ospite, arriva un visitatore", "Per quale giorno?", "Arrivo ospite"),
    ("he", HEBREW, "בבקשה לרשום אורח, מגיע מבקר", "לאיזה יום?", "רישום אורח"),
)

MakeTalk = Callable[[Path], Talk]


@pytest.fixture
def talk_with(settings: Settings, company: Path, known: Known, clock: Clock, tmp_path: Path) -> Iterator[MakeTalk]:
    """Makes a talk in a company with a folder of own types."""
    store = open_store(f"sqlite:///{shutil.copy(company, tmp_path / 'pratica.db')}")

    def make(folder: Path) -> Talk:
        types = app.catalogue(settings.model_copy(update={"types_dir": folder}))
        own = replace(known, understander=app.understander(settings, types), speech=app.speech(types))
        return Talk(store, own, clock=clock)

    yield make
    store.close()


def guests(folder: Path, words: tuple[str, str], language: Language, *, more: str = "") -> Path:
    wording = words[0] if "[[opens]]" in more else words[0].partition("\n[opens]")[0]
    write_type(folder, "guests", GUEST + more + FIELDS, wording=wording, phrases=words[1], language=language)
    return folder


@pytest.mark.parametrize(("language", "words", "message", "question", "title"), TALKS)
@pytest.mark.parametrize("writer", ["Hannah", "Alessio", "Maayan"])
def test_a_type_in_one_language_serves_writers_of_all_three(
    talk_with: MakeTalk,
    tmp_path: Path,
    language: Language,
    words: tuple[str, str],
    message: str,
    question: str,
    title: str,
    writer: str,
) -> None:
    talk = talk_with(guests(tmp_path / "own", words, language))
    assert question in talk.say(writer, message).text
    assert "GST-0001" in talk.say(writer, "24/11/2026").text
    for ask in ("status of GST-0001", "a che punto è GST-0001?", "מה המצב של GST-0001?"):
        assert title in talk.say(writer, ask).text
    assert "GST-0001" in talk.say(writer, "my tasks").text
    assert words[0].split('"')[3] in talk.say(writer, "help").text
    talk.say(writer, "GST-0001 is done")
    assert talk.task("GST-0001").status == "done"
    assert [step.text for step in talk.task("GST-0001").checklist] == [
        words[0].split('checklist = ["')[1].split('"')[0]
    ]
    assert talk.quarantined() == ()


def test_an_own_type_has_its_visibility_approval_and_parts(talk_with: MakeTalk, tmp_path: Path) -> None:
    more = 'visibility = "private"\n[approval]\n[[opens]]\nname = "parking"\ntype = "general"\n'
    talk = talk_with(guests(tmp_path / "own", ITALIAN, "it", more=more))
    talk.says("Alessio", TALKS[0][2], "24/11/2026")
    assert talk.task("GST-0001").status == "awaiting_approval"
    assert "GST-0001" not in talk.say("Hannah", "status of GST-0001").reply.tasks
    assert talk.task("GST-0001").visibility == "private"
    decider = next(person for person in talk.people if talk.notices(person.name))
    talk.say(decider.name, "approvo GST-0001")
    assert talk.task("GST-0001").status == "open"
    (part,) = [task for task in talk.tasks() if task.parent == "GST-0001"]
    assert part.type == "general"
    assert str(part.fields["subject"].content).startswith("Posto auto per il ")
    assert talk.quarantined() == ()


def test_tasks_of_a_type_that_was_taken_away_can_still_be_finished(
    talk_with: MakeTalk, known: Known, tmp_path: Path
) -> None:
    before = talk_with(guests(tmp_path / "own", ITALIAN, "it"))
    before.says("Alessio", TALKS[0][2], "24/11/2026")
    after = Talk(before.store, known, clock=before.parts.clock)
    after._count = 100  # the messages of another day
    assert "GST-0001" in after.say("Alessio", "i miei task").text
    after.say("Alessio", "GST-0001 è fatta")
    assert after.task("GST-0001").status == "done"
    assert after.quarantined() == ()
