"""What Telegram says of somebody whom nobody has linked."""

from collections import OrderedDict

from bot.chat.accounts import Stranger
from bot.cleaning import clean
from bot.model import LANGUAGES, Language
from integrations.telegram.wire import User

_REMEMBERED = 10_000
_LONGEST_NAME = 100  # characters
_OLD_CODES = {"iw": "he"}  # Java's code for Hebrew, which older Android apps give


class Acquainted:
    """Who has written to us lately: the app's language comes with a message and can be asked for nowhere.

    core.telegram.org/bots/api#user: `language_code` is an IETF language tag; `getChat` does not give it.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[str, Stranger] = OrderedDict()

    def meet(self, user: User) -> None:
        """Remember somebody; only the last 10,000 are."""
        name = " ".join(part for part in (user.first_name, user.last_name) if part)
        known = Stranger(name=plain_name(name), language=language_of(user.language_code), robot=user.is_bot)
        self._known[str(user.id)] = known
        self._known.move_to_end(str(user.id))
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def get(self, user: str) -> Stranger | None:
        return self._known.get(user)


def plain_name(said: str) -> str:
    """A name on one line, without marks of direction."""
    return " ".join(clean(said).split())[:_LONGEST_NAME]


def language_of(code: str | None) -> Language | None:
    """The language of the app where it is one of ours."""
    first = (code or "").lower().partition("-")[0]
    first = _OLD_CODES.get(first, first)
    return next((language for language in LANGUAGES if language == first), None)
