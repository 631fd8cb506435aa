"""What a reminder is to say: what is to be done, without the order and the time around it, where the cut is sure."""

import re
from datetime import datetime

from bot.clock.recurring import found_rule
from bot.model import Language
from bot.understanding.readers.dates import either_day, read_dates, read_time
from bot.understanding.readers.times import read_day_part

_LONGEST = 70  # characters between the order and what is to be done: "me on the first of December at half past nine"
_MANNERS = r"(?:and|also|plus|then|please|hi|hey|pls|ed?|anche|poi|inoltre|per favore|ciao|וגם|גם|בנוסף|בבקשה|נא|היי)"
_CAN = r"(?:can you|could you|would you|will you|puoi|potresti|mi puoi|אפשר|אפשר בבקשה|תוכל|תוכלי|אני רוצה ש)"
_SETS: dict[Language, str] = {  # in front of the noun: "set a reminder", "mettimi un promemoria"
    "en": r"(?:\b(?:set|make|add|create|put|schedule|leave|give)(?: (?:up|in|me|us))* )?(?:\b(?:an?|another) )?",
    "it": r"(?:\b(?:metti(?:mi|ci)?|imposta(?:mi)?|crea(?:mi)?|aggiungi(?:mi)?|fissa(?:mi)?|fammi|segna(?:mi)?) )?"
    r"(?:\b(?:un|il) )?",
    "he": r"(?:(?<![א-ת])(?:ת?קבע[יו]?|ת?שים|ת?שימ[יו]|ת?וסיף|תוסיפ[יו]|הוסף|צור|תיצור|תכניס|לקבוע|לשים|להוסיף|תן|תני)"
    r" (?:לי |לנו )?)?",
}
_NO_TASK = (  # after "ל" these say when or whom, and not what
    r"י|נו|פני|קראת|יום|מחר|מחרתיים|שבוע|חודש|שעה|סוף|ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת"
)
_HEAD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"(?P<when>.{{0,{_LONGEST}}}?)(?:\bremind|{_SETS['en']}\breminder)\b(?P<whom>.{{0,{_LONGEST}}}?)"
        r"(?: (?:to|(?P<clause>that)|about|of)|\s?:)\s+(?P<what>\S.*)",
        re.IGNORECASE | re.DOTALL,
    ),
    "it": re.compile(
        rf"(?P<when>.{{0,{_LONGEST}}}?)(?:\b(?:ricorda(?:mi|ci|rmi|rci|gli|le)?|ricordi)|{_SETS['it']}\bpromemoria)\b"
        rf"(?P<whom>.{{0,{_LONGEST}}}?)"
        r"(?: (?:(?:di|d['’]) ?(?=\w+r(?:e|[mctsv]i|l[aoei]|gli|ne)\b)|(?P<clause>che) )|\s?:\s+)(?P<what>\S.*)",
        re.IGNORECASE | re.DOTALL,
    ),
    "he": re.compile(
        rf"(?P<when>.{{0,{_LONGEST}}}?)(?:(?<![א-ת])(?:[לת]הזכיר|תזכירו|תזכירי|תזכיר|הזכר|הזכירי|הזכירו)"
        rf" (?P<whom>לי|לנו|ל[א-ת]+)|{_SETS['he']}(?<![א-ת])תזכורת)(?P<rest>.{{0,{_LONGEST}}}?)"
        rf"(?:\s?:\s+| (?=ל(?!(?:{_NO_TASK})\b|-)[א-ת]{{3,}}))(?P<what>\S.*)",
        re.DOTALL,
    ),
}
_LINKS = re.compile(
    r"(?i)\b(?:me|us|on|at|the|in|of|by|for|and|il|lo|la|i|a|al|alle|all|di|del|ore|per|mi|ci|oclock)\b"
    r"|(?<![א-ת])(?:לי|לנו|ב-?|בשעה|את|ה-?)(?![א-ת])|[\s,.:;'’-]"
)
_NAME = re.compile(r"\s*(?:a )?[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?\s*")
_HE_NAME = re.compile(r"ל[א-ת]{2,}\s*")
_OWN_TIME = re.compile(
    r"(?i)(?:\b(?:by|due|until|before|for|of|from|after|entro|per|del|di|dal|prima|dopo)|עד|של|לפני|אחרי)\s*$"
)

_OWN_FIRST = re.compile(r"(?:(?:by|until|till|before|from|entro|per|dal|fino)\b|עד|מ-)", re.IGNORECASE)


def to_do(said: str, language: Language, *, now: datetime) -> str:
    """What is to be done out of the words of an order to remind; all of them where it is not plain what is what."""
    head = _HEAD[language].match(said.strip())
    if head is None:
        return said
    parts = head.groupdict()
    before, whom = parts["when"] or "", f"{parts['whom'] or ''} {parts.get('rest') or ''}"
    name = (_HE_NAME if language == "he" else _NAME).match(whom)
    whom = whom[name.end() :] if name else whom
    if not (_only_time(before, language, now=now) and _only_time(whom, language, now=now)):
        return said
    what = parts["what"].strip()
    timed = _without_time(before, language, now=now) != before or _without_time(whom, language, now=now) != whom
    if parts.get("clause") and not timed:
        return said  # "that the auditors come tomorrow": the day belongs to what it says
    what = what if timed else _without_end(what, language, now=now)
    return what.rstrip(" .!?") or said


def _without_time(said: str, language: Language, *, now: datetime) -> str:
    """A text without its recurrence, days and time."""
    found = found_rule(said, language, now=now)
    if found:
        said = f"{said[: found.start]} {said[found.end :]}"
    for day in reversed(read_dates(said, language, now=now)):
        said = f"{said[: day.start]} {said[day.end :]}"
    if next_one := either_day(said, language, now=now):
        said = f"{said[: next_one.start]} {said[next_one.end :]}"
    hour = read_time(said, language) or read_day_part(said, language)
    return f"{said[: hour.start]} {said[hour.end :]}" if hour else said


def _only_time(said: str, language: Language, *, now: datetime) -> bool:
    rest = re.sub(rf"(?i)(?<!\w){_MANNERS}(?!\w)|(?<!\w){_CAN}(?!\w)", " ", _without_time(said, language, now=now))
    return not re.sub(r"[בל\d-]+", "", _LINKS.sub("", rest)) if language == "he" else not _LINKS.sub("", rest)


def _without_end(what: str, language: Language, *, now: datetime) -> str:
    """Without the day and hour with which it ends, which say when to remind: not those of the matter ("by Friday")."""
    cut = len(what)
    for _ in range(3):
        spans = [(day.start, day.end) for day in read_dates(what[:cut], language, now=now)]
        spans += [(hour.start, hour.end) for read in (read_time, read_day_part) if (hour := read(what[:cut], language))]
        if next_one := either_day(what[:cut], language, now=now):
            spans.append((next_one.start, next_one.end))
        if found := found_rule(what[:cut], language, now=now):
            spans.append((found.start, found.end))
        last = min((start for start, end in spans if not what[end:cut].strip(" .,!?")), default=None)
        if last is None or _OWN_TIME.search(what[:last]) or _OWN_FIRST.match(what[last:]):
            break
        cut = last
    kept = re.sub(r"(?i)[\s,]+(?:on|at|the|il|alle|a|al|בשעה|ב-?)?\s*$", "", what[:cut])
    return kept if len(kept.split()) > 1 else what
