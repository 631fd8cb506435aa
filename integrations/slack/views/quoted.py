"""A colleague's message that goes along with a form: shown in the modal, and read back from what Slack returns.

The modal itself is where it waits, so that a restart in between loses nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.forms import Form
from bot.model import Value
from integrations.slack.views.values import SECTION, TEXT, Json, context, cut, section

_TEXT, _FROM = "quoted:text:", "quoted:from"
_MOST = 18_000  # characters, so that a modal stays below its limit in any script


class Quoted(Value):
    """What somebody wrote, who it was, and where it stands."""

    text: str
    author: str
    link: str = ""

    def whole(self) -> str:
        """The text with its source below."""
        return "\n\n".join(part for part in (self.text, self._source()) if part)

    def within(self, most: int) -> str:
        """The same in so many characters; of a longer text the source says where the rest is."""
        source = cut(self._source(), most // 2)
        return "\n\n".join(part for part in (cut(self.text, most - len(source) - 2), source) if part)

    def _source(self) -> str:
        source = ", ".join(part for part in (self.author, self.link) if part)
        return f"— {source}" if source else ""

    def blocks(self) -> list[Json]:
        """The message as blocks that `read` understands."""
        texts = [section(part, block_id=f"{_TEXT}{number}") for number, part in enumerate(_parts(self.text))]
        return [*texts, context(*(part for part in (self.author or "?", self.link) if part), block_id=_FROM)]


def read(view: Mapping[str, Any]) -> Quoted | None:
    """The message that a modal quotes.

    Slack sends the texts of blocks back with &, < and > escaped (github.com/slackapi/bolt-python/issues/513).
    """
    blocks = {block.get("block_id", ""): block for block in view.get("blocks", ())}
    if _FROM not in blocks:
        return None
    author, *link = [_unescaped(element["text"]) for element in blocks[_FROM]["elements"]]
    texts = [_unescaped(block["text"]["text"]) for name, block in blocks.items() if name.startswith(_TEXT)]
    return Quoted(text="\n".join(texts), author=author, link="".join(link[:1]))


def prefilled(form: Form, quoted: Quoted) -> Form | None:
    """The form with the message in it; None where its first field, which says what it is about, is no long text."""
    first = form.fields[0] if form.fields else None
    if first is None or first.kind != "lines" or first.value:
        return None
    filled = first.model_copy(update={"value": quoted.within(TEXT)})
    return form.model_copy(update={"fields": (filled, *form.fields[1:])})


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _parts(text: str) -> Iterator[str]:
    """The text in pieces that a section takes, parted between lines or words."""
    rest = cut(text, _MOST)
    while len(rest) > SECTION:
        head = rest[:SECTION]
        end = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or SECTION
        if head[:end].strip():
            yield head[:end]
        rest = rest[end:].strip()
    if rest.strip():
        yield rest
