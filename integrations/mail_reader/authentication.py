"""Whether a mail is from whom it says, by the word of the server that received it: Authentication-Results (RFC 8601).

Only what that server wrote counts, and everybody can write such a line: it is believed when its server is one that the
company named, and when no line of a foreign server stands above it. ARC lines are another matter and not believed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message

from bot.mail.domains import domain_of, organisation_of, same_organisation
from bot.mail.model import Authentication, Verdict
from integrations.mail_reader.addresses import doubled, sender_of

_LONGEST = 8_000  # characters of a line that is still read
_MOST = 200  # lines of the trace that are looked at

_ATOMS = r"[\w!#$%&'*+./^`{|}~@:<>=\[\]-]*"
_VALUE = rf'(?:"(?:[^"\\]|\\.)*"(?:@[\w.-]+)?|{_ATOMS})'
_SERVER = re.compile(r"\s*(?:\"([\w.-]{1,255})\"|([\w.-]{1,255}))(?:\s+(\d{1,9}))?\s*", re.ASCII)
_METHOD = re.compile(rf"\s*([\w-]+)(?:\s*/\s*\d+)?\s*=\s*([\w-]+)(?=\s|$)(?:\s+reason\s*=\s*{_VALUE})?", re.ASCII)
_PROPERTY = re.compile(rf"\s+([\w-]+)(?:\s*\.\s*([\w-]+))?\s*=\s*({_VALUE})(?=\s|$)", re.ASCII)
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[()]|[^"\\()]+|["\\]', re.DOTALL)
_COMMENT = re.compile(r"\([^()]*\)")
_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]+)", re.IGNORECASE)
_INSIDE = re.compile(
    r"[^.]+|\[?[\da-f.:]+\]?|.*\.(?:local|localdomain|internal|lan|intern|corp|home\.arpa)", re.IGNORECASE
)

_VERDICTS: dict[str, Verdict] = {
    "pass": "pass",
    "fail": "fail",
    "softfail": "fail",
    "hardfail": "fail",
    "policy": "fail",
}
_NAMELESS = "protection.outlook.com"
_SAME_HOUSE = {"office365.com": "outlook.com"}  # hosts of Exchange Online, which call themselves by both


class Unreadable(Exception):
    """A line that does not keep to the grammar, so that two programs could read it differently."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one method found, with its properties such as `header.d`; names in lower case."""

    method: str
    verdict: Verdict
    properties: dict[str, str]


def authentication_of(message: "Message[str, str]", trusted: frozenset[str]) -> Authentication:
    """What the servers of `trusted` found out about the sender; never raises.

    `trusted` holds the authserv-ids of the company's own receiving server, and where its hosts are called otherwise
    than those, their names too. That server has to write its line over every mail and to take forged ones out, as
    RFC 8601, 5, asks for. Exchange Online writes no authserv-id; its line is known by the host that took the
    mail over, and `protection.outlook.com` is the name to give.
    """
    domain, doubt = from_domain(message)
    server, line = _believed(message, frozenset(name.lower().rstrip(".") for name in trusted))
    if server is None or line is None:
        return Authentication(domain=domain, reason=doubt or "no trusted server has checked who sent it")
    try:
        results = results_of(line)
    except Unreadable:
        return Authentication(domain=domain, server=server, reason=doubt or f"the line of {server} cannot be read")
    return _judged(domain, server, results, doubt)


def from_domain(message: "Message[str, str]") -> tuple[str, str]:
    """The domain of From, and why the sender cannot be believed whatever was checked ("" where nothing is wrong)."""
    sender, doubts = sender_of(message)
    domain = domain_of(sender.address)
    twice = doubled(message)
    if twice:
        return domain, f"{twice[0]} stands more than once"
    if doubts:
        return domain, doubts[0]
    return domain, "" if domain else "From names no domain"


def by_own_check(message: "Message[str, str]", dkim: Verdict) -> Authentication:
    """The same out of our own check of a signature for the domain of From, where no server can be asked."""
    domain, doubt = from_domain(message)
    aligned = dkim == "pass" and not doubt
    why = {"pass": "", "fail": "its signature is broken", "none": "it is not signed for the domain of From"}[dkim]
    return Authentication(domain=domain, dkim=dkim, aligned=aligned, reason=doubt or why)


def results_of(line: str) -> tuple[Result, ...]:
    """The results of a line without its name; comments are skipped. Raises Unreadable."""
    pieces = _pieces(line)
    first = _SERVER.fullmatch(pieces[0])
    if first is not None:
        if first[3] not in (None, "1") or len(pieces) == 1:
            raise Unreadable
        pieces = pieces[1:]
    if pieces and not pieces[-1].strip():
        pieces = pieces[:-1]  # RFC 8601 has no last semicolon, several servers write one
    if [piece.strip().lower() for piece in pieces] == ["none"]:
        return ()
    return tuple(map(_result, pieces))


def _result(piece: str) -> Result:
    method = _METHOD.match(piece)
    if method is None:
        raise Unreadable
    place = method.end()
    properties: dict[str, str] = {}
    while found := _PROPERTY.match(piece, place):
        name = f"{found[1]}.{found[2]}" if found[2] else found[1]
        properties.setdefault(name.lower(), found[3].strip('"').lower())
        place = found.end()
    if piece[place:].strip():
        raise Unreadable
    return Result(method[1].lower(), _VERDICTS.get(method[2].lower(), "none"), properties)


def _pieces(line: str) -> list[str]:
    """The line at its semicolons, without comments, which may lie in each other (RFC 5322, 3.2.2)."""
    if not line.isascii() or len(line) > _LONGEST:
        raise Unreadable
    pieces, depth = [""], 0
    for found in _PIECE.finditer(line):
        part = found[0]
        if depth and part.startswith('"') and len(part) > 1:  # quotes mean nothing in a comment
            opened, closed = part.count("("), part.count(")")
            if opened or closed:
                raise Unreadable
        elif part in "()":
            depth += 1 if part == "(" else -1
            pieces[-1] += " "
            if depth < 0:
                raise Unreadable
        elif not depth:
            if part in '"\\':
                raise Unreadable
            more = [part] if part.startswith('"') else part.split(";")
            pieces[-1] += more[0]
            pieces += more[1:]
    if depth:
        raise Unreadable
    return pieces


def _believed(message: "Message[str, str]", trusted: frozenset[str]) -> tuple[str | None, str | None]:
    """The topmost line of a trusted server, and that server; lines under a foreign server's are the sender's to forge.

    Of several only the topmost counts, since a line of the sender's may lie just under the one that the server wrote;
    unless they stand above all that the server's own Received has under it.
    """
    found: list[tuple[str, str]] = []
    trace = list(_trace(message)) if trusted else []
    hops = [_host(value) for name, value in trace if name == "received"]
    passed = False
    for place, (name, value) in enumerate(trace):
        if name == "received":
            if found or not _ours(_host(value), trusted):
                break
            passed = True
            continue
        server = _server(value, trace[place + 1 :], trusted)
        found += [(server, value)] if server else []
        if passed:
            break
    if not found:
        return None, None
    server = found[0][0]
    marked_off = bool(hops and hops[0]) and _ours(hops[0], trusted)
    more = [line.partition(";")[2] for other, line in found[1:] if other == server] if marked_off else []
    return server, ";".join((found[0][1], *more))


def _trace(message: "Message[str, str]") -> Iterator[tuple[str, str]]:
    """The lines that servers put on top, in their order."""
    count = 0
    for key, value in message.raw_items():
        name = key.lower()
        if name in ("received", "authentication-results"):
            count += 1
            yield name, str(value)[: _LONGEST + 1].replace("\r", "").replace("\n", "")
        if count == _MOST:
            return


def _server(line: str, below: Iterable[tuple[str, str]], trusted: frozenset[str]) -> str | None:
    """The trusted server that a line names; Exchange Online names none, but the next Received does."""
    first = _without_comments(line).split(";", 1)[0]
    named = _SERVER.fullmatch(first)
    if named is not None:
        name = (named[1] or named[2]).lower()
        return name if name in trusted else None
    host = next((_host(value) for name, value in below if name == "received"), "")
    nameless = "=" in first and _NAMELESS in trusted and host.endswith(f".{_NAMELESS}")
    return _NAMELESS if nameless else None


def _without_comments(line: str) -> str:
    start = line[:600]
    return _COMMENT.sub(" ", _COMMENT.sub(" ", start)) if "(" in start else start


def _host(received: str) -> str:
    """The host that wrote a Received line."""
    by = _BY.search(_without_comments(received))
    return by[1].lower().rstrip(".") if by else ""


def _ours(host: str, trusted: frozenset[str]) -> bool:
    """Whether a host is one of the receiving house: a trusted one, of the same domain, or without a public name."""
    if not host or _INSIDE.fullmatch(host):
        return True
    house = organisation_of(host)
    return _SAME_HOUSE.get(house, house) in {organisation_of(name) for name in trusted}


def _judged(domain: str, server: str, results: tuple[Result, ...], doubt: str) -> Authentication:
    by_method = {name: [one for one in results if one.method == name] for name in ("spf", "dkim", "dmarc")}
    spf, spf_for_it = _verdict(by_method["spf"], domain, ("smtp.mailfrom", "smtp.mail"), several=False)
    dkim, dkim_for_it = _verdict(by_method["dkim"], domain, ("header.d", "header.i"), several=True)
    dmarc, dmarc_for_it = _verdict(by_method["dmarc"], domain, ("header.from",), several=False)
    named = any("header.from" in one.properties for one in by_method["dmarc"])
    settled = dmarc == "fail" or (dmarc == "pass" and named)
    passed = dmarc_for_it if settled else spf_for_it or dkim_for_it
    aligned = passed and not doubt
    reason = doubt or ("" if aligned else _why_not(spf, dkim, dmarc, domain))
    return Authentication(domain=domain, server=server, spf=spf, dkim=dkim, dmarc=dmarc, aligned=aligned, reason=reason)


def _verdict(results: list[Result], domain: str, names: tuple[str, ...], *, several: bool) -> tuple[Verdict, bool]:
    """What a method found in all, and whether it passed for the domain of From.

    A second result of a method that gives one is a sign of a forged line: then the worse counts.
    """
    verdicts = [one.verdict for one in results]
    if not several and len(set(verdicts)) > 1:
        return "fail", False
    passed = [one for one in results if one.verdict == "pass"]
    for_it = any(_is_for(one, domain, names, exact=one.method == "dmarc") for one in passed)
    return ("pass" if passed else "fail" if "fail" in verdicts else "none"), for_it


def _is_for(result: Result, domain: str, names: tuple[str, ...], *, exact: bool) -> bool:
    """Whether a result is about this domain; of a name that is missing the next is taken."""
    value = next((result.properties[name] for name in names if name in result.properties), "")
    found = domain_of(value)
    return found == domain != "" if exact else same_organisation(found, domain)


def _why_not(spf: Verdict, dkim: Verdict, dmarc: Verdict, domain: str) -> str:
    if dmarc == "fail":
        return "DMARC failed"
    if "pass" in (spf, dkim, dmarc):
        return f"SPF, DKIM or DMARC passed, but not for {domain}"
    return "SPF and DKIM failed" if "fail" in (spf, dkim) else "neither SPF nor DKIM nor DMARC was checked"
