"""Which of the three languages a message is in, with the writer's last one as the tie breaker."""

import pytest

from bot.model import Language
from bot.understanding.language import LanguageReader
from tests.builders import shipped


@pytest.fixture(scope="module")
def reader() -> LanguageReader:
    return LanguageReader(shipped())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("could you please prepare a quote for our new customer", "en"),
        ("mi prepari un'offerta per il nostro nuovo cliente, per favore", "it"),
        ("אפשר להכין הצעת מחיר ללקוח החדש שלנו", "he"),
        ("approve Q-0001", "en"),
        ("approva Q-0001", "it"),
        ("לאשר Q-0001", "he"),
        ("הצעה ל-Harcourt Dale Solicitors", "he"),
        ("the invoice of נתיבי תוכנה has been paid, I believe", "en"),
        ("MY TASKS", "en"),
        ("LE MIE PRATICHE", "it"),
    ],
)
def test_a_message_says_its_language(reader: LanguageReader, text: str, language: Language) -> None:
    assert reader.detect(text) == language


@pytest.mark.parametrize("last", ["en", "it", "he"])
@pytest.mark.parametrize("text", ["", "12", "Q-0001", "ok", "?!", "a@b.example", "https://example.com/it/pagina"])
def test_what_says_nothing_is_in_the_last_language(reader: LanguageReader, text: str, last: Language) -> None:
    assert reader.detect(text, last) == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("5 monitor arms", "en"),
        ("no, 250 monitor arms", "en"),
        ("the Nova", "en"),
        ("no, 250", "it"),
        ("Brera 160", "it"),
        ("no", "en"),
        ("no", "it"),
    ],
)
def test_a_short_answer_keeps_the_language_of_the_talk(reader: LanguageReader, text: str, last: Language) -> None:
    assert reader.detect(text, last) == last


@pytest.mark.parametrize(
    ("text", "last", "language"),
    [
        ("grazie mille, a domani", "en", "it"),
        ("thank you, see you tomorrow", "it", "en"),
        ("תודה", "en", "he"),
        ("yes please, send it", "he", "en"),
    ],
)
def test_a_writer_may_change_the_language(
    reader: LanguageReader, text: str, last: Language, language: Language
) -> None:
    assert reader.detect(text, last) == language
