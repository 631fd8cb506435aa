"""The texts of mails, from `templates/mail/<name>/<language>.*`: subject, plain text and HTML say the same.

What all HTML letters share, such as their look in the dark and on a phone, is `templates/mail/_layout.html`.

Every value that stands in a plain text keeps its reading order by isolates, in HTML by the template's `<bdi>`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from bot.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE, direction, isolate, isolate_runs, plain
from bot.formatting import write_date
from bot.model import Language

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "mail"


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """What a mail says: one line of subject, and the same letter as plain text and as HTML."""

    subject: str
    text: str
    html: str


def render_mail(name: str, language: Language, **values: object) -> RenderedMail:
    """The mail of this name in this language.

    Raises jinja2.UndefinedError when a value that the mail needs is not given, jinja2.TemplateNotFound for a name
    or a language that has no mail.
    """
    subject = _part(name, language, "subject.txt").render(values)
    text = _part(name, language, "body.txt").render(values)
    subject = " ".join(plain(subject).split())
    html = _part(name, language, "body.html").render(values, subject=subject)
    return RenderedMail(subject=subject, text=f"{text.strip()}\n", html=f"{html.strip()}\n")


@cache
def _part(name: str, language: Language, part: str) -> Template:
    """A part of a mail in its language; one without words of its own stands once, for all languages."""
    environment = _environment(language, html=part.endswith(".html"))
    return environment.select_template([f"{name}/{language}.{part}", f"{name}/{part}"])


@cache
def _environment(language: Language, *, html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",), default=False),
        finalize=_in_html if html else partial(_in_text, language=language),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"language": language, "side": "rtl" if language == "he" else "ltr"}
    environment.filters["day"] = partial(_day, language=language)
    environment.filters["mailto"] = _mailto
    environment.filters["said"] = _said_in_html if html else Markup
    return environment


def _day(day: date, *, language: Language) -> str:
    return write_date(day, language=language)


def _mailto(address: str) -> str:
    return f"mailto:{quote(address, safe='@')}"


def _in_html(value: object) -> str:
    return value if isinstance(value, Markup) else plain(_line(value))


def _said_in_html(line: str) -> Markup:
    """A line of chat text, whose isolates (Unicode TR9) become elements."""
    escaped = str(escape(line)).replace(FIRST_STRONG_ISOLATE, "<bdi>").replace(POP_ISOLATE, "</bdi>")
    return Markup(escaped if escaped.count("<bdi>") == escaped.count("</bdi>") else plain(escaped))  # noqa: S704  escaped


def _in_text(value: object, *, language: Language) -> str:
    if isinstance(value, Markup):
        return str(value)
    line = _line(value)
    return isolate(line) if language == "he" and direction(line) == "ltr" else isolate_runs(line, language)


def _line(value: object) -> str:
    """The value on one line: a name with line breaks in it must not write lines of the letter."""
    return " ".join(line.strip() for line in str(value).splitlines())
