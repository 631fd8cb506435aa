"""A digest in a language: as a chat message with buttons for what waits for a decision, and as a letter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.bidi import plain
from bot.chat.press import Press
from bot.digest.content import Digest, Item
from bot.formatting import LOCALES
from bot.messages import Button, Reply
from bot.model import Language, Value
from bot.texts import Arg, Listing, text

_SCREEN = 36  # lines, blank ones and all
_MOST_BUTTONS = 10  # five tasks, each with its approval and its rejection
DAYS_CHART, TEAMS_CHART = "digest-days", "digest-teams"
"""What the charts are called inside a mail."""
Say = Callable[[Arg], str]


class Bar(Value):
    """A bar of a chart, or a pair of them, with what stands beside it."""

    label: str
    values: tuple[int, int]


class Chart(Value):
    """Two rows of figures side by side (`days`) or one above the other (`teams`), with all words that stand in it."""

    kind: str
    language: Language
    names: tuple[str, str]
    bars: tuple[Bar, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The values of the mail's template, and the charts that it shows by their names."""

    values: dict[str, object]
    charts: dict[str, Chart]


def chat_text(digest: Digest, say: Say, *, numbered: bool = False) -> tuple[str, tuple[str, ...]]:
    """At most a screenful, and the tasks in the order in which they stand in it, each with its number if `numbered`.

    Where there is more than a screen takes, every section gives way alike.
    """
    rows = [_rows(section.items) for section in digest.sections]
    shown = [0] * len(rows)
    fits = True
    while fits:
        fits = False
        for place, several in enumerate(rows):
            more = [*shown[:place], shown[place] + 1, *shown[place + 1 :]]
            if shown[place] < len(several) and _height(digest, rows, more) <= _SCREEN:
                shown, fits = more, True
    return _written(digest, rows, shown, say, numbered=numbered)


def _rows(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    """The lines as chat shows them: brief ones that follow each other on one."""
    rows: list[tuple[Item, ...]] = []
    for item in items:
        if rows and item.brief and rows[-1][-1].brief:
            rows[-1] = (*rows[-1], item)
        else:
            rows.append((item,))
    return rows


def _height(digest: Digest, rows: list[list[tuple[Item, ...]]], shown: list[int]) -> int:
    left = sum(1 for section, several, some in zip(digest.sections, rows, shown, strict=True)
               if section.more or some < len(several))  # fmt: skip
    return 1 + 2 * len(rows) + sum(shown) + left


def _written(
    digest: Digest, rows: list[list[tuple[Item, ...]]], shown: list[int], say: Say, *, numbered: bool
) -> tuple[str, tuple[str, ...]]:
    lines, listed = [say(digest.title)], list[str]()
    for section, several, some in zip(digest.sections, rows, shown, strict=True):
        lines += ["", capital(say(section.title))]
        for row in several[:some]:
            reference = row[0].reference
            if reference and numbered and reference not in listed:
                listed.append(reference)
                lines.append(say(text("numbered", number=str(len(listed)), line=row[0].said)))
            else:
                lines.append(f"• {' · '.join(capital(say(item.said)) for item in row)}")
        if more := section.more + sum(map(len, several[some:])):
            lines.append(f"• {say(text('and-more', count=more))}")
    return "\n".join(lines), tuple(listed)


def capital(line: str) -> str:
    """The line as one begins."""
    return line[:1].upper() + line[1:]


def chat_reply(digest: Digest, say: Say, language: Language) -> Reply:
    """The digest as a message that nobody asked for, with buttons for the first approvals."""
    said, _ = chat_text(digest, say)
    return Reply(text=said, language=language, buttons=approval_buttons(digest.decide, say))


def approval_buttons(presses: Iterable[Press], say: Say) -> tuple[Button, ...]:
    """Approve and reject for each of the first tasks; a rejection's reason is asked for where there are forms."""
    return tuple(_button(press, say) for press in tuple(presses)[:_MOST_BUTTONS])


def _button(press: Press, say: Say) -> Button:
    return Button(
        value=f"/{press.of} {press.task}",
        label=say(text("digest-button", act=text(f"button-{press.of}"), reference=press.task)),
        press=str(press),
        opens=f"reason:reject:{press.value}" if press.of == "reject" else None,
        look="primary" if press.of == "approve" else "danger",
    )


def letter(digest: Digest, say: Say, language: Language, *, drawn: bool = True) -> Letter:
    """Everything in it, as the template of mails takes it; without charts where nobody draws them."""
    charts = charts_of(digest, say, language) if drawn else {}
    sections = [
        {
            "id": section.id,
            "loud": section.loud,
            "title": capital(say(section.title)),
            "lines": [capital(say(item.said)) for item in section.items],
            "more": say(text("and-more", count=section.more)) if section.more else None,
            "chart": name if (name := _CHART_OF.get(section.id)) in charts else None,
        }
        for section in digest.sections
    ]
    alts = {name: chart.alt for name, chart in charts.items()}
    foot = say(text("digest-foot"))
    values = {"subject": plain(say(digest.title)), "title": say(digest.title), "sections": sections}
    return Letter(values | {"charts": alts, "foot": foot, "list_name": say(text("digest-list"))}, charts)


_CHART_OF = {"flow": DAYS_CHART, "teams": TEAMS_CHART}


def charts_of(digest: Digest, say: Say, language: Language) -> dict[str, Chart]:
    """The charts that there is enough for, by the names that they have inside a mail."""
    charts: dict[str, Chart] = {}
    if digest.days:
        bars = tuple(Bar(label=_weekday(day, language), values=(new, done)) for day, new, done in digest.days)
        days = tuple(text("digest-chart-day", day=day, new=new, done=done) for day, new, done in digest.days)
        alt = text("digest-chart-days", days=Listing(days))
        charts[DAYS_CHART] = _chart("days", bars, alt, say, names=("new", "done"), language=language)
    if digest.teams:
        bars = tuple(
            Bar(label=capital(plain(say(text(f"team-{name}")))), values=(opened, late))
            for name, opened, late in digest.teams
        )
        teams = tuple(
            text("digest-team", team=text(f"team-{name}"), open=opened, late=late)
            for name, opened, late in digest.teams
        )
        alt = text("digest-chart-teams", teams=Listing(teams))
        charts[TEAMS_CHART] = _chart("teams", bars, alt, say, names=("open", "late"), language=language)
    return charts


def _chart(
    kind: str, bars: tuple[Bar, ...], alt: Arg, say: Say, *, names: tuple[str, str], language: Language
) -> Chart:
    first, second = (plain(say(text(f"digest-chart-{name}"))) for name in names)
    return Chart(kind=kind, language=language, names=(first, second), bars=bars, alt=plain(say(alt)))


def _weekday(day: date, language: Language) -> str:
    return f"{format_date(day, 'EEEEE' if language == 'he' else 'EEE', locale=LOCALES[language])} {day.day}"
