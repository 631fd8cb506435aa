"""The files of a task given once more: "send me the PDF again"."""

import re

from bot.effects import Decision, ShowFiles
from bot.turn import Turn

_FEW_WORDS = 10
_FILE = r"(?:pdf|file|document|attachment|copy)s?"
_DOCUMENTO = r"(?:pdf|file|allegat[oi]|document[oi]|copia)"
_HEBREW = r"(?:ה?-?pdf|ה?פי ?די ?אף|ה?קובץ|ה?מסמך|עותק|העתק)"
_WANTED = re.compile(
    rf"\b(?:send|resend|give|show|get|attach|forward|share)\b.{{0,20}}\b(?:me|us)\b.{{0,20}}\b{_FILE}\b"
    rf"|\b(?:resend|attach|show|where(?:'s| is))\b.{{0,10}}\b(?:pdf|file|attachment)\b"
    rf"|\b(?:(?:ri)?man(?:da|di)|(?:ri|re)?invi[ai]?|gir[ai]|d[aà]|dai|mostra|allega)(?:mi|ci|melo|cela|mela)?\b.{{0,20}}\b{_DOCUMENTO}\b"
    rf"|\b{_DOCUMENTO}\b.{{0,10}}\b(?:rimand|man[dt]|invi|gir)\w*"
    rf"|(?:שלח|תשלח|לשלוח|תן|תני|תנו|תראה|תראי|אפשר|צרף|תצרף)[א-ת]{{0,2}}.{{0,20}}(?<![א-ת]){_HEBREW}(?![א-ת])",
    re.IGNORECASE,
)
_TO_SOMEBODY = re.compile(
    r"\b(?:to|al|alla|allo|ai|a) (?!me\b|us\b|noi\b)\w|(?<![א-ת])ל(?!י(?![א-ת])|נו(?![א-ת])|שלוח)[א-ת]{3,}",
    re.IGNORECASE,
)


def files_again(turn: Turn, decision: Decision) -> Decision | None:
    """The files of the task that is named or was spoken of last; None for anything else, and for files for others."""
    if len(turn.text.split()) > _FEW_WORDS or not _WANTED.search(turn.text):
        return None
    named = turn.tasks.read(turn.text)
    reference = named[0].value if named else turn.conversation.last_task
    rest = turn.text.replace(named[0].words, " ") if named else turn.text
    if reference not in turn.facts.tasks or _TO_SOMEBODY.search(rest):
        return None
    return decision.turn_to(last_task=reference).plus(ShowFiles(reference, turn.person))
