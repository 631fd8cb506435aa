"""Cuts a message into the words that names are looked for in, without greetings, signatures and addresses."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.understanding.readers.identifiers import read_emails
from bot.understanding.readers.tables import table
from bot.understanding.readers.words import words_pattern

_WORD = re.compile(
    r"(?i:dell|all|dall|nell|sull|quell|un|d|l)['’](?=[^\W\d_])|[א-ת]{1,2}(?=-[A-Za-z0-9])|[^\W_](?:[\w'’&]|[.\-](?=\w)|\"(?=[א-ת]))*\.?|&|[@#]\S+"
)
_SENTENCE_END = re.compile(r"[.!?:;\n>*•\-–—]\s*$|^\s*$")
_FORWARDED = re.compile(r"^(?:[> ]*-{3,}.*|>.*|[> ]*(?:From|Da|Von|מאת) ?:.*)$", re.MULTILINE | re.IGNORECASE)
_FOOTER = re.compile(
    r"^[ \t]*(?:this (?:e-?mail|message)|questa (?:e-?mail|comunicazione)|(?:il presente|questo) messaggio"
    r"|הודעה זו|הודעת דוא\"ל זו)"
    r"[^\n]*(?:confidential|privileged|intended|riservat|confidenzial|destinat|חסוי|סודי|מיועד)[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_LAST_LINE = re.compile(r"\n[ \t]*[^\W\d_][^\s\d@]{0,20}(?: [^\s\d@]{1,20}){0,2}\s*$")  # the writer's name alone
_DEVICE = re.compile(  # what a telephone writes below a mail
    r"^[ \t]*(?:sent (?:from|via)|get outlook|inviato d|נשלח מ)[^\n]{2,40}$(?=\s*\Z)", re.MULTILINE | re.IGNORECASE
)
_LINE = re.compile(r"[^\n]+")
_MOST_SIGNED = 6  # lines of a signature
_SIGNED = re.compile(
    r"[ \t]*(?P<name>(?:(?:[A-ZÀ-Þ][\w.'’-]+|[א-ת][א-ת'\"-]+)(?: (?=\S)|(?=\s*(?:$|[,|–-])))){2,4})"
    r"\s*(?P<title>[,|–-][^\n]{2,80})?$"
)
_FINISHED = re.compile(r"[.!?…)]\s*$|[\u263a-\U0001faff]\s*$")
_OPEN = re.compile(r"[:,;]\s*$")  # more is to come: a list of names, perhaps
_TITLE = re.compile(r"\s*[A-ZÀ-Þא-ת][^\n]{2,40}")
_CONTACT = re.compile(r"\d{3}|@|\|")
_SENTENCE = re.compile(r"[!?]|\.\s+[A-ZÀ-Þא-ת]")
_HEBREW_WORD = re.compile(r"[א-ת]")
_ABBREVIATIONS = frozenset(
    {
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "dott.",
        "sig.",
        "ing.",
        "avv.",
        "geom.",
        "rag.",
        "arch.",
        "prof.",
        "f.lli",
        "spett.le",
        "ltd.",
        "inc.",
        "corp.",
        "s.r.l.",
        "s.p.a.",
        "s.n.c.",
        "s.a.s.",
        "st.",
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    first: bool
    """Whether a sentence starts with it."""

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def hebrew(self) -> bool:
        return "א" <= self.text[0] <= "ת"


@cache
def listed(section: str, key: str) -> frozenset[str]:
    return frozenset(table("names")[section][key])


@cache
def never_names() -> frozenset[str]:
    return listed("never", "words") | listed("never", "hebrew")


def body(text: str) -> str:
    """The text with greetings, the writer's own signature and addresses blanked out, every character in its place."""
    own, rest = _own_and_forwarded(unsigned(text))
    rest = re.sub(r"(?m)^[> ]+", lambda hit: _blank(hit.group()), rest)
    rest = _signoff_line().sub(lambda hit: _blank(hit.group()), rest)
    whole = _FOOTER.sub(lambda hit: _blank(hit.group()), own + rest)
    whole = _greeting().sub(lambda hit: _blank(hit.group()), whole)
    for email in read_emails(whole):
        whole = whole[: email.start] + " " * (email.end - email.start) + whole[email.end :]
    return whole


@lru_cache(maxsize=64)
def unsigned(text: str) -> str:
    """The text with the writer's own signature blanked out, every character in its place; what is forwarded stays."""
    own, rest = _own_and_forwarded(text)
    own = _DEVICE.sub(lambda hit: _blank(hit.group()), own)
    if signoff := _signoff().search(own):
        own = own[: signoff.start()] + _blank(own[signoff.start() :])
    elif (at := _signature(own)) is not None:
        own = own[:at] + _blank(own[at:])
    elif (last := _LAST_LINE.search(own)) and not _set_legal(last.group()):
        own = own[: last.start()] + _blank(own[last.start() :])
    return own + rest


def _signature(text: str) -> int | None:
    """Where a signature without a sign-off begins: the writer's name behind a finished sentence, then title and contacts."""  # noqa: E501
    lines = [line for line in _LINE.finditer(text) if line[0].strip()]
    for at in range(max(1, len(lines) - _MOST_SIGNED), len(lines)):
        name, rest = _SIGNED.match(lines[at][0]), [line[0] for line in lines[at + 1 :]]
        signed = name is not None and lines[at - 1][0].strip() in name["name"]  # the first name alone, then the whole
        blank = "\n\n" in text[lines[at - 1].start() : lines[at].start() + 1]
        finished = _FINISHED.search(lines[at - 1][0]) or (blank and not _OPEN.search(lines[at - 1][0]))
        if name is None or not (signed or finished) or not (name["title"] or rest):
            continue
        known = any(word.lower().strip(",") in listed("people", "first") for word in name["name"].split())
        below = (name["title"] or "", *rest)
        contacts = any(_CONTACT.search(line) for line in below)
        apart = blank and all(map(_TITLE.fullmatch, rest))
        if (known or contacts or (apart and rest)) and not any(_SENTENCE.search(line) for line in below):
            return lines[at - 1 if signed else at].start()
    return None


def _own_and_forwarded(text: str) -> tuple[str, str]:
    forwarded = _FORWARDED.search(text)
    return (text[: forwarded.start()], text[forwarded.start() :]) if forwarded else (text, "")


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _set_legal(text: str) -> bool:
    return text.rsplit(maxsplit=1)[-1].lower() in listed("legal", "words")


@cache
def _signoff() -> re.Pattern[str]:
    return re.compile(
        rf"^[ \t]*{words_pattern(listed('signoff', 'words'))}[ \t]*[,.!]?[ \t]*(?:\n|$|[^\n\d]{{0,25}}$)",
        re.MULTILINE | re.IGNORECASE,
    )


@cache
def _signoff_line() -> re.Pattern[str]:
    return re.compile(
        rf"^[ \t]*{words_pattern(listed('signoff', 'words'))}[ \t]*[,.!]?[ \t]*$", re.MULTILINE | re.IGNORECASE
    )


@cache
def _greeting() -> re.Pattern[str]:
    greeting = words_pattern(listed("greeting", "words"))
    return re.compile(
        rf"^[ \t]*{greeting}(?:[ \t]+[^\s,!:.\n]{{1,20}}){{0,3}}[ \t]*(?:[,!]|$)|^[ \t]*[א-ת]{{2,10}}(?: [א-ת]{{2,10}})? שלום[ \t]*(?:,|$)",  # noqa: E501
        re.MULTILINE | re.IGNORECASE,
    )


def split_words(text: str) -> list[Word]:
    words: list[Word] = []
    previous = 0
    for hit in _WORD.finditer(text):
        written, end = hit.group(), hit.end()
        if (
            written.endswith(".")
            and written.lower() not in _ABBREVIATIONS
            and written.lower() not in listed("legal", "words")
            and "." not in written[:-1]
        ):
            written, end = written[:-1], end - 1
        if written.endswith(("'s", "’s")) and not _HEBREW_WORD.search(written):
            written, end = written[:-2], end - 2
        between = text[previous : hit.start()]
        words.append(
            Word(
                written,
                hit.start(),
                end,
                not words or bool(_SENTENCE_END.search(between) and between.strip(" -")) or "\n" in between,
            )
        )
        previous = end
    return words


def joined(words: list[Word], at: int) -> bool:
    """Whether the word at `at` follows the one before it with nothing but a blank between."""
    return at < len(words) and not words[at].first and words[at].start - words[at - 1].end <= 1


def near(words: list[Word], at: int) -> bool:
    return words[at].start - words[at - 1].end <= 3


def grown_on(word: str) -> int:
    """How many grown-on letters a Hebrew word starts with (ו, ש, then one of ל מ ב ה), by the length of what is left."""  # noqa: E501
    hit = re.match(r"ו?ש?[למב](?=[א-ת]{3})-?", word)
    return hit.end() if hit else 0
