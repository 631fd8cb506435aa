"""Reports in plain words: of servers older than RFC 3464, and of those that never cared.

Their shapes are many, and what they share is little: an address on a line of its own or after a label, and under it
or beside it why. The sender of the mail that came back, to whom the report is sent, is none of those it failed for.
"""

import re
from collections.abc import Iterator
from email.message import Message
from functools import partial
from itertools import islice, pairwise

from bot.mail.model import Bounce
from bot.mail.robot_words import pattern
from bot.mail.words import level
from integrations.mail_reader.bounce_codes import has_code, is_hard, reason_of, says_why, status_of
from integrations.mail_reader.headers import raw_of, text_of
from integrations.mail_reader.reports import (
    MOST,
    SERVERS,
    is_named_as_server,
    is_returned,
    only_id,
    returned,
    returned_id,
    words_of,
)

_ADDRESS = r"[\w!#$%&*+?^{}~-][\w.!#$%&'*+?^{}~-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}"
_AN_ADDRESS = re.compile(_ADDRESS)
_ID_LINE = re.compile(r"^[ \t>]{0,8}Message-ID:\s{0,8}(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_TO_LINE = re.compile(r"^[ \t>]{0,8}To:([^\n]{0,1000})", re.IGNORECASE | re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)
_BEFORE = r"[ *•>|-]{0,20}"
_MAILTO = r"(?:\s*(?:\(mailto:[^)\n]*\)|<mailto:[^>\n]*>))?"
_TAIL = rf"[>\])\"']{{0,3}}{_MAILTO}(?:\s*(?::|\.\.\.|[;,(-]|  )\s*(.*)|,? (?:on|il|am|בתאריך) .*)?$"
_NAMED_LINE = re.compile(rf"^{_BEFORE}[<\[(\"']{{0,3}}(?:smtp:|mailto:)?\s?({_ADDRESS}){_TAIL}", re.IGNORECASE)
_LABELLED = re.compile(rf"[\s:=<\[(\"'>-]{{0,12}}(?:(?:smtp|rfc822|mailto)[:;]\s?)?({_ADDRESS})", re.IGNORECASE)

_TECHNICAL = re.compile(r"(?:#\s?|['\"\s])(?:[45]\d\d[ -])?([245]\.\d{1,3}\.\d{1,3})")  # in what Exchange tells
_TECHNICAL_LINES = 1_500  # technicians, within so many characters

_of = partial(pattern, "report")


def in_words(message: "Message[str, str]") -> tuple[Bounce, ...]:
    """What a mail server says of each recipient in plain words; empty where it says nothing of any."""
    text = level(words_of(message))
    copy = _of("copy").search(text)
    said, rest = (text[: copy.start()], text[copy.start() :]) if copy else (text, "")
    said = _INDENTED.sub("", said)
    subject = level(text_of(message, "subject"))
    introductions = [match.start() for match in _of("introduction").finditer(said)]
    reached = not introductions and (_of("reached").search(said) or pattern("subject", "reached").match(subject))
    if not (introductions or reached or _is_report(message, said)):
        return ()
    named = _recipients(message, said, rest, introductions)
    if len(named) == 1 and (technical := _TECHNICAL.search(rest[:_TECHNICAL_LINES])):
        named = {one: why if has_code(why) else f"{why}\n#{technical[1]}" for one, why in named.items()}
    permanent = _of("permanent").search(said)
    late = not permanent and (_of("late").search(said) or _of("late").search(subject))
    action = "delivered" if reached else "delayed" if late else "failed"
    about = only_id(_ID_LINE.findall(rest)[:1]) or returned_id(message)
    ending = " permanent error" if permanent else ""
    return tuple(_bounce(one, why, ending, action=action, about=about) for one, why in named.items())


def _is_report(message: "Message[str, str]", said: str) -> bool:
    """Whether a server's mail is about one that came back, though no sentence that is known says so.

    Only a postmaster may be a person, or a program with something else to tell.
    """
    sender = "".join(raw_of(message, "from")[:1]).lower()
    return (
        "postmaster" not in sender
        or is_returned(message)
        or has_code(said)
        or bool(raw_of(message, "x-failed-recipients"))
    )


def _bounce(recipient: str, why: str, ending: str, *, action: str, about: str | None) -> Bounce:
    status = status_of("", why)
    hard = is_hard(action, status, why + ending)
    return Bounce(recipient=recipient, action=action, status=status, hard=hard, reason=reason_of(why), message_id=about)


def _recipients(message: "Message[str, str]", said: str, rest: str, introductions: list[int]) -> dict[str, str]:
    """Each address that it is about, and what is said of it."""
    ours = {one for name in ("to", "delivered-to") for line in raw_of(message, name) for one in _found(line)}
    failed = [one for line in raw_of(message, "x-failed-recipients") for one in _found(line)]
    begun = said[introductions[0] :] if introductions else said
    places = [*introductions[-1:], *introductions[:1], 0]
    named = next(filter(None, (_named(said[place:], ours) for place in places)), None) or _labelled(said, ours)
    if failed:
        named = {one: named.get(one, "") for one in failed}
    if not named and (is_named_as_server(message) or has_code(said)):
        named = _only(begun, ours) or _only(said, ours) or dict.fromkeys(_sent_to(message, rest), "")
    return _completed(dict(islice(named.items(), MOST)), begun)


def _named(said: str, ours: set[str]) -> dict[str, str]:
    """Each address that a line begins with, and what is said under it up to the next."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in said.splitlines():
        named = _NAMED_LINE.match(line[:1_000])
        if named and _is_theirs(named[1], ours):
            current = found.setdefault(named[1].lower(), [])
            current.append(named[2] or "")
        elif current is not None and not line.strip() and any(current):
            current = None
        elif current is not None:
            current.append(line.strip())
    return {address: "\n".join(lines) for address, lines in found.items()}


def _labelled(said: str, ours: set[str]) -> dict[str, str]:
    """The addresses after a word such as "recipient:", with what is said up to the next."""
    found: dict[str, str] = {}
    labels = [match.end() for match in _of("label").finditer(said)]
    for place, following in pairwise((*labels, len(said))):
        named = _LABELLED.match(said, place)
        if named and _is_theirs(named[1], ours):
            address = named[1].lower()
            found[address] = f"{found.get(address, '')}{said[named.end(1) : following]}"
    return found


def _only(said: str, ours: set[str]) -> dict[str, str]:
    """The only address there is: Exchange may show a person's name in its place."""
    only = {one for one in _found(said) if _is_theirs(one, ours)}
    return {only.pop(): ""} if len(only) == 1 else {}


def _sent_to(message: "Message[str, str]", rest: str) -> list[str]:
    """To whom the mail that came back was sent, if it was to one."""
    mail = returned(message)
    lines = raw_of(mail, "to") if mail is not None else tuple(_TO_LINE.findall(rest)[:1])
    found = [one for line in lines for one in _found(line)]
    return found if len(set(found)) == 1 else []


def _found(text: str) -> Iterator[str]:
    return (one.lower() for one in _AN_ADDRESS.findall(text))


def _is_theirs(address: str, ours: set[str]) -> bool:
    return address.lower() not in ours and not SERVERS.match(address)


def _completed(named: dict[str, str], said: str) -> dict[str, str]:
    """With a reason for those that have none beside them.

    It is the line with a code that names the address too, or that of the next address in a list with one reason at
    its end, or for the only address whatever is said.
    """
    following = ""
    done: dict[str, str] = {}
    for address, why in reversed(named.items()):
        reason = why if status_of("", why) else "\n".join((why, *_lines_about(address, why, said))).strip("\n")
        done[address] = following = reason or following
    if len(done) == 1:
        return {one: why if says_why(why) else f"{why}\n\n{said}".strip() for one, why in done.items()}
    return dict(reversed(done.items()))


def _lines_about(address: str, why: str, said: str) -> list[str]:
    """The line elsewhere that has a better code than what is known."""
    lines = [line for line in said.splitlines() if address in line.lower() and has_code(line)]
    better = [line for line in lines if status_of("", line)] or ([] if has_code(why) else lines)
    return better[:1]
