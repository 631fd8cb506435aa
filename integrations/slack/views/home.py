"""A colleague's own page as Slack's home tab (docs.slack.dev/reference/views/home-tab-views)."""

from bot.chat.forms import Home, HomeSection
from bot.messages import Reply
from integrations.slack.blocks import button_rows
from integrations.slack.views.values import BLOCKS, BYTES, Json, context, cut, header, section, size

_SECTIONS, _CARD = 20, 1_000


def home(page: Home) -> Json:
    """The page within 100 blocks and 250 KB; where not every card has room, it says how many more there are."""
    top = [header(page.title), *button_rows(page.buttons, most=2)]
    parts = page.sections[:_SECTIONS]
    frame = [*top, *(header(part.title) for part in parts), *(context(cut(part.empty, _CARD)) for part in parts)]
    counts = _shares(parts, BLOCKS - len(frame), BYTES - size(frame))
    blocks = [block for part, count in zip(parts, counts, strict=True) for block in _section(part, count)]
    return {"type": "home", "blocks": [*top, *blocks]}


def told(text: str) -> Json:
    """A page that says only this."""
    return {"type": "home", "blocks": [section(text)]}


def _shares(parts: tuple[HomeSection, ...], blocks: int, room: int) -> list[int]:
    """How many cards of each section are shown, one of each at a time."""
    counts = [0] * len(parts)
    for row in range(max((len(part.cards) for part in parts), default=0)):
        for place, part in enumerate(parts):
            if row < len(part.cards):
                card = _card(part.cards[row])
                blocks, room = blocks - len(card), room - size(card)
                if blocks < 0 or room < 0:
                    return counts
                counts[place] += 1
    return counts


def _section(part: HomeSection, count: int) -> list[Json]:
    """A section's title, its first cards, and how many are left or that there are none."""
    left = len(part.cards) - count
    tail = [context(f"+ {left} …")] if left else []
    if not part.cards and part.empty.strip():
        tail = [context(cut(part.empty, _CARD))]
    return [header(part.title), *(block for card in part.cards[:count] for block in _card(card)), *tail]


def _card(reply: Reply) -> list[Json]:
    standing = [context(cut(reply.standing, _CARD))] if reply.standing.strip() else []
    return [section(cut(reply.text, _CARD)), *standing, *button_rows(reply.buttons, most=1)]
