"""The files of a task given once more: "send me the PDF again"."""

import re

from bot.effects import Decision, ShowFiles
from bot.turn import Turn
from bot.understanding.lexicon import plain_words

_FILE = re.compile(
    r"pdf|files?|documents?|attachments?|cop(?:y|ies)|allegat[oi]|document[oi]|copi[ae]"
    r"|(?:ו?ה)?-?pdf|ה?קובץ|ה?קבצים|ה?מסמך|ה?מסמכים|עותק|העתק",
    re.IGNORECASE,
)
_GIVING = re.compile(
    r"(?:re)?send|give|show|get|attach|forward|share|have|see|me|us|where|where's"
    r"|(?:ri)?mand[aoi](?:re|te)?(?:mi|ci|melo|cela)?|(?:ri|re)?invi[ao]?(?:re|te)?(?:mi|ci|melo)?|gir[ai](?:mi|melo)?"
    r"|d[aà](?:mi|mmi|mmelo)?|mostra(?:mi)?|allega(?:mi)?|vedere|avere|mi|ci|me|lo"
    r"|ת?שלחי?|תשלחו|לשלוח|תני?|תנו|לתת|תראי?|לראות|ת?צרפי?|לקבל|לי|לנו|איפה",
    re.IGNORECASE,
)


def files_again(turn: Turn, decision: Decision) -> Decision | None:
    """The files of the task that is named or was spoken of last; None where more is said, such as whom to send them."""
    named = turn.tasks.read(turn.text)
    reference = named[0].value if named else turn.conversation.last_task
    words = plain_words(turn.text.replace(named[0].words, " ") if named else turn.text).split()
    rest = [word for word in words if not _FILE.fullmatch(word) and not _GIVING.fullmatch(word)]
    asked = len(rest) < len(words) and any(_FILE.fullmatch(word) for word in words)
    if reference not in turn.facts.tasks or not asked:
        return None
    if turn.lexicon.says_something(" ".join(rest), beside="once_more"):
        return None
    return decision.turn_to(last_task=reference).plus(ShowFiles(reference, turn.person))
