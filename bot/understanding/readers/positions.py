"""Reads which position is to be filled: "hire a warehouse manager by May" is about a warehouse manager."""

import re
from collections.abc import Iterator

from bot.model import Language
from bot.understanding.readers.everyday import is_common
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.name_words import body
from bot.understanding.readers.words import level

_MOST_WORDS = 6
_LEAST = 3  # letters of a word without the letter that grew onto it
_SURE = (  # what is said of a position
    r"\b(?:hir(?:e|ing)|recruit(?:ing)?|(?:take|taking) on|advertise(?: for)?"
    r"|(?:position|vacancy|opening|advert|ad|job description|role|post|replacement|candidates?|applicants?)s?"
    r" (?:for|as|of))\b"
    r"|\b(?:assumere|assumiamo|assumete|reclutare|cercasi|cerchiamo|cercate|selezionare|ricerca (?:di|per)"
    r"|annunci[oa]? (?:per|di)|posizion[ei] (?:aperta )?(?:di|da|per|come)|(?<!al )posto (?:di|da|come)"
    r"|figura (?:di|da)|ruolo di|candidat[oaie] (?:per|come)|colloqui (?:per|come))(?![\w'])"
    r"|(?<![א-ת])(?:לגייס|מגייסים|נגייס|תגייסו|לגיוס|גיוס|להעסיק|דרוש(?:ה|ים|ות)?|מחפש(?:ת|ים|ות)?"
    r"|[בלה]?משרת|[בל]?תפקיד(?: של)?|מודע(?:ה|ת דרושים)(?= ל)|מועמד(?:ת|ים|ות)?(?= ל))(?![א-ת])"
)
_WEAK = (  # what may also be said of a thing
    r"\b(?:need|looking for|look for|find(?: us)?|search for)\b"
    r"|\b(?:serv(?:e|ono|irebbe)|trovare|ci (?:vuole|vogliono|vorrebbe)|bisogno(?: di)?|manca)(?![\w'])"
    r"|(?<![א-ת])(?:צריכ?(?:ה|ים|ך)?|חסר(?:ה|ים)?(?: לנו)?|לחפש|לאתר|למצוא|תמצאו)(?![א-ת])"
)
_NUMBERS = (
    r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|un[oa]?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci"
    r"|אחד|אחת|שני|שתי|שלוש[הת]?|ארבעה?|חמישה?|שישה?|שש|שבעה?|שמונה|תשעה?|עשרה?"
)
_BEFORE = re.compile(
    rf"\s*:?\s*(?:ל?(?:{_NUMBERS}|an?|the|some|another|more|new|additional|like|also|urgently|il|l[aoe]|i|gli|de[il]"
    r"|delle|altr[oaie]|nuov[oaie]|anche|urgentemente|n\."
    r"|(?:figura|ruolo|posizione) di|(?:role|position|post) of|ל?משרת|ל?תפקיד|עוד|גם|דחוף|בדחיפות)(?![\w'])\s*"
    r"|(?:un|l|all|dell)['’])*",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[,.;:!?()\[\]\n\d–—|/]|\s-\s"
    r"|(?<![\w'’])(?:by|until|till|before|from|for|in|at|on|to|with|who|that|which|as|start(?:ing|s)?|and|or|asap|now|please|pls|urgently"
    r"|this|next|is|are|so|because|if|when|within|since|role|job|position|post|vacancy|immediately|today|tomorrow|per|entro|da|dal|dall|dalla"
    r"|con|in|nel|nello|nella|nell|a|che|e|o|ed|presso|subito|urgentemente|appena|prima|grazie|sede|ufficio|reparto|ci|se|quando|x|mi|politely"
    r"|עד|החל|לפני|אחרי|כי|עם|עבור|דרך|בבקשה|דחוף|בדחיפות|במקום|תוך|כדי|אבל|או|מיידי|מיידית|אפשר|תודה|מתאריך|מיום|שיתחילו?)(?![\w])",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:in più|nuov[oaie]|urgent[ei]|more|urgently|חדש(?:ה|ים|ות)?|נוספ(?:ת|ים|ות)|נוסף|אחד|אחת|דחוף)$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^\W\d_]{2}\S")
_DANGLING = re.compile(r"\s[ולבמ]$")  # "from" before a day
_FOR = re.compile(r"(?:מודע\S*|מודעת דרושים|מועמד\S*)$")
_NOBODY = frozenset(
    "someone somebody anyone people person persons staff help hands us it them him her you one more request tbh "
    "qualcuno persone persona personale rinforzi gente aiuto me noi "
    "מישהו מישהי אנשים איש עזרה כוח עובדים עוד תקן את לי לנו".split()
)


def read_positions(text: str, lang: Language) -> list[Found[str]]:
    """The positions that a text wants filled, the surest first; none where only a number of people is named."""
    clear = body(level(text))
    return [found(text[start:end], text, start, end) for start, end in _spans(clear)]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for cues in (_SURE, _WEAK):
        for cue in re.finditer(cues, text, re.IGNORECASE):
            before = _BEFORE.match(text, cue.end())
            start = before.end() if before else cue.end()
            start += text.startswith("ל", start) and _FOR.search(cue[0]) is not None
            end = start + len(_cut(text[start:]))
            words = text[start:end].casefold().split()
            done = bool(words) and cue[0].startswith("צר") and words[0].startswith("ל")  # "need to …"
            named = bool(words) and words[0] not in _NOBODY and _NAMED.match(words[0]) is not None
            if named and len(words) <= _MOST_WORDS and not done:
                yield start, end


def _cut(rest: str) -> str:
    """The words up to what says when, where or how: a Hebrew "to" or "in" is grown onto the word behind it."""
    stop = _STOP.search(rest)
    said = rest[: stop.start()] if stop else rest
    for hit in re.finditer(r"\s([לבמ][א-ת]+)", said):
        if hit.start() and _grown(hit[1]):
            said = said[: hit.start()]
            break
    said = _DANGLING.sub("", said.rstrip(" -\"'"))
    return _BEHIND.sub("", said)


def _grown(word: str) -> bool:
    """Whether the first letter of a Hebrew word is a preposition: what is left is an everyday word."""
    rest = word[1:].removeprefix("-")
    return len(rest) >= _LEAST and is_common(rest)
