"""What is said in the kill test, in three languages, and what must come of it."""

from collections.abc import Iterator

from tests.e2e.driver import Message

# A task each, in one message.
ROUTED = (
    "the printer on floor 7 jams",
    "la stampante al terzo piano non stampa più",
    "המדפסת בקומה 4 לא מדפיסה",
    "the wifi in the small meeting room is down",
    "il mio computer non si accende",
    "המחשב שלי לא נדלק",
)
# Answered at once; each is kept as a task that is done.
PAYMENTS = (
    "has Clinica San Marziale paid?",
    "Officine Meccaniche Tarello ha pagato?",
    "האם מרכז רפואי גלבוע שילמו?",
)
# A task, a document and a mail each, after a yes.
QUOTES = (
    ("quote for Clinica San Marziale: 5 Task chair Linea and 2 Coat stand", "yes"),
    ("preventivo per Hotel Miralago: 3 Appendiabiti", "sì"),
    ("הצעת מחיר למרכז רפואי גלבוע: 4 כיסא עבודה גל", "כן"),
)
# A task and a mail each, after a yes.
SUPPLIERS = (
    ("register Nordwind Paper Ltd as a supplier, mail sales@nordwind.example.com", "yes"),
    ("registra il fornitore Carta Viva S.r.l., mail info@cartaviva.example.it", "sì"),
)


def whole_conversation() -> list[str]:
    """All of it, one after the other and mixed."""
    said: list[str] = []
    for number, quote in enumerate(QUOTES):
        said += [ROUTED[2 * number], *quote, PAYMENTS[number], ROUTED[2 * number + 1]]
        said += SUPPLIERS[number] if number < len(SUPPLIERS) else ()
    return said


def more() -> Iterator[str]:
    """Routed requests without end, each another."""
    floor = 10
    while True:
        floor += 1
        yield f"the printer on floor {floor} jams"


def numbered(said: list[str]) -> list[Message]:
    return [Message(f"m{number:03}", text) for number, text in enumerate(said, start=1)]


# A quote whose discount a manager must approve, and everything else; who says it (None: the default person) and what.
MANAGER = "Federica"
APPROVAL: tuple[tuple[str | None, str], ...] = (
    (None, "quote for Clinica San Marziale: 5 Task chair Linea and 2 Coat stand, 20% off"),
    (None, "yes"),
    (MANAGER, "approve Q-0001"),
    (None, ROUTED[0]),
    (None, PAYMENTS[0]),
    (None, SUPPLIERS[0][0]),
    (None, SUPPLIERS[0][1]),
    (None, QUOTES[0][0]),
    (None, QUOTES[0][1]),
)
