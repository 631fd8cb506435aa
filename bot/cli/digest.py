"""`pratica digest`: what somebody's digest of a day says, as it would be sent then."""

import json
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import app
from bot.bidi import plain
from bot.cli.errors import Failure
from bot.cli.output import write
from bot.digest.content import Digest
from bot.digest.rendering import Say, chat_text
from bot.digest.schedule import wish_of
from bot.digest.values import Cadence
from bot.digest.wishes import PREFERENCE, Wish
from bot.model import Person
from bot.settings import Settings
from bot.texts import text
from handlers.digests import Digests


def show(settings: Settings, *, person: str, on: date | None, weekly: bool, html: Path | None, as_json: bool) -> None:
    """Show it out of the database that the settings name."""
    with closing(app.store(settings)) as opened:
        understanding = app.understander(settings, app.catalogue(settings))
        made = app.parts(settings, opened, understanding, (), worker="digest")
        run(app.digests(settings, made), person=person, on=on, weekly=weekly, html=html, as_json=as_json)


def run(
    digests: Digests,
    *,
    person: str,
    on: date | None,
    weekly: bool = False,
    html: Path | None = None,
    as_json: bool = False,
) -> None:
    """Show it as on chat, write it as the page of its mail, or give it as JSON; raises `Failure` for nobody known."""
    parts = digests.parts
    with parts.store.read() as reading:
        people = reading.records.directory().people
        wishes = reading.preferences.all(PREFERENCE)
    found = app.find_person(people, person)
    if found is None:
        raise Failure(f"there is nobody called {person}; a name, a first name, an address or an id is needed")
    day = on or parts.clock().astimezone(ZoneInfo(found.timezone)).date()
    cadence: Cadence = "weekly" if weekly else "daily"
    now = _moment(wish_of(found, wishes, digests.settings), found, day)
    digest = digests.make([(found, cadence)], day, now)[found.id]
    say = partial(parts.speech.say, language=found.language)
    if as_json:
        write(json.dumps(_json(digest, found, day, say), ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
    elif digest is None:
        write(say(text("digest-nothing", day=day)))
    elif html:
        write_page(digests, digest, found, html)
        write(f"The mail's page is in {html}.")
    else:
        write(chat_text(digest, say)[0])


def _moment(wish: Wish, person: Person, day: date) -> datetime:
    """When the digest of a day would be made."""
    return datetime.combine(day, wish.at, tzinfo=ZoneInfo(person.timezone)).astimezone(UTC)


def write_page(digests: Digests, digest: Digest, person: Person, path: Path) -> None:
    """The page of the mail, its pictures beside it."""
    from integrations.mail_templates import render_mail

    written = digests.reply(person, digest).write()
    page = render_mail("digest", person.language, **written.values).html
    for name, _, content in written.pictures:
        picture = path.with_name(f"{path.stem}-{name}.png")
        picture.write_bytes(content)
        page = page.replace(f'"cid:{name}"', f'"{picture.name}"')
    path.write_text(page, encoding="utf-8")


def _json(digest: Digest | None, person: Person, day: date, say: Say) -> dict[str, Any]:
    if digest is None:
        return {"for": person.id, "on": day.isoformat(), "sections": []}
    sections = [
        {
            "id": section.id,
            "title": plain(say(section.title)),
            "lines": [{"text": plain(say(item.said)), "task": item.reference} for item in section.items],
            "more": section.more,
        }
        for section in digest.sections
    ]
    return {
        "for": person.id,
        "on": day.isoformat(),
        "cadence": digest.cadence,
        "title": plain(say(digest.title)),
        "sections": sections,
        "decide": list(dict.fromkeys(press.task for press in digest.decide)),
    }
