"""What people write about their digest is read as they mean it, or not at all."""

import re
from datetime import time

import pytest

from bot.bidi import plain
from bot.digest.settings import DigestSettings
from bot.digest.wishes import Wish, read_order, read_wish
from bot.model import LANGUAGES, Language
from bot.texts import text
from tests.builders import speech

EIGHT = time(8)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("off", Wish(None)),
        ("Off!", Wish(None)),
        ("basta", Wish(None)),
        ("להפסיק", Wish(None)),
        ("on", Wish("daily")),
        ("daily", Wish("daily", EIGHT)),
        ("daily 8:30", Wish("daily", time(8, 30))),
        ("daily at 7", Wish("daily", time(7))),
        ("giornaliero alle 9.15", Wish("daily", time(9, 15))),
        ("יומי ב-7:30", Wish("daily", time(7, 30))),
        ("כל יום 9", Wish("daily", time(9))),
        ("weekly", Wish("weekly", EIGHT, 6)),
        ("weekly mon 9:00", Wish("weekly", time(9), 0)),
        ("weekly on Thursday at 16:00", Wish("weekly", time(16), 3)),
        ("settimanale lunedì 8", Wish("weekly", EIGHT, 0)),
        ("settimanale ven", Wish("weekly", EIGHT, 4)),
        ("שבועי ראשון 8:00", Wish("weekly", EIGHT, 6)),
        ("שבועי ביום חמישי בשעה 16:00", Wish("weekly", time(16), 3)),
    ],
)
def test_a_wish_is_read_in_three_languages(said: str, wish: Wish) -> None:
    assert read_wish(said) == wish


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("digest weekly sun 8:00", Wish("weekly", EIGHT, 6)),
        ("send me the digest every Monday at 9", Wish("weekly", time(9), 0)),
        ("stop sending me the digest", Wish(None)),
        ("mandami il riepilogo ogni lunedì alle 9", Wish("weekly", time(9), 0)),
        ("riepilogo giornaliero 8:00", Wish("daily", EIGHT)),
        ("basta riepilogo", Wish(None)),
        ("שלח לי תקציר כל יום ב8", Wish("daily", EIGHT)),
        ("תשלחי לי תקציר כל יום ראשון ב-8:30", Wish("weekly", time(8, 30), 6)),
        ("תקציר שבועי ראשון 8:00", Wish("weekly", EIGHT, 6)),
        ("תפסיק לשלוח לי תקציר", Wish(None)),
        ("להפסיק תקציר", Wish(None)),
        ("send me the digest", None),
        ("תקציר", None),
        ("stop the digest of Denis", None),
        ("the customer wants a digest every Monday", None),
    ],
)
def test_a_wish_is_read_out_of_a_sentence(said: str, wish: Wish | None) -> None:
    assert read_order(said) == wish


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", ["digest-foot", "digest-set-off"])
def test_what_we_tell_people_to_write_is_read(message: str, language: Language) -> None:
    told = re.findall("[“«״](.+?)[”»״]", plain(speech().say(text(message), language)))
    assert told
    assert all(read_order(one) for one in told)


@pytest.mark.parametrize("said", ["", "please", "daily 25:00", "daily soon", "off topic", "monthly 8", "daily mon 8"])
def test_what_leaves_a_doubt_is_no_wish(said: str) -> None:
    assert read_wish(said) is None


@pytest.mark.parametrize("wish", [Wish(None), Wish("daily", time(7, 5)), Wish("weekly", time(16), 2)])
def test_a_wish_is_kept_as_it_is_read(wish: Wish) -> None:
    assert read_wish(str(wish)) == wish


@pytest.mark.parametrize(
    ("wish", "language", "words"),
    [
        (Wish("weekly", time(9), 0), "en", "every Monday at 09:00"),
        (Wish("weekly", time(9), 0), "it", "ogni lunedì alle 09:00"),
        (Wish("weekly", time(8, 30)), "he", "בכל יום ראשון בשעה 08:30"),
        (Wish("daily", time(7, 5)), "it", "ogni giorno lavorativo alle 07:05"),
    ],
)
def test_a_wish_is_said_in_words(wish: Wish, language: Language, words: str) -> None:
    assert plain(speech().say(wish.said, language)) == words


def test_a_usual_digest_that_nobody_can_read_stops_the_start() -> None:
    with pytest.raises(ValueError, match="no such digest"):
        DigestSettings(usual="hourly")
