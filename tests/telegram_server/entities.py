"""The entities that Telegram finds by itself in what people write."""

import re

from tests.telegram_server.html_mode import units
from tests.telegram_server.values import Json

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@]))"
    r"|(?P<email>(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>\bhttps?://[^\s<>]+)"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)


def entities_of(text: str) -> list[Json]:
    """Commands, addresses, links, mentions and hashtags, counted in UTF-16 units."""
    return [
        {"type": found.lastgroup, "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in _FOUND.finditer(text)
    ]


def pieces(text: str, entities: list[Json], kind: str) -> list[str]:
    """What the entities of a kind cover."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [
        data[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le", "surrogatepass")
        for entity in entities
        if entity["type"] == kind
    ]
