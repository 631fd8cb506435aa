"""The text of an HTML mail, with what it quotes apart from what is new.

The tree is that of selectolax (https://selectolax.readthedocs.io); it is walked once, without recursion, so that a
hostile depth costs no more than its size. Quotations become lines that begin with `>`, as in a plain mail, and are told
by the same rules.
"""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.mail.quote_headers import quotes_of
from bot.mail.words import level
from integrations.mail_reader.html_lines import Writer

LONGEST = 1_000_000  # characters of HTML that are read
_MOST_TAGS = 60_000
_DEEPEST = 3_000  # tags open at once: the time of the tree's making grows with the square of them

_NO_TEXT = "script, style, head, title, template, noscript, object, iframe, svg"
_HIDDEN = (
    "[hidden], [style*='display:none' i], [style*='display: none' i], [style*='visibility:hidden' i], "
    "[style*='visibility: hidden' i], [style*='max-height:0;' i][style*='overflow:hidden' i], "
    "[style*='max-height:0px' i][style*='overflow:hidden' i]"
)
_CITED = (
    "blockquote[type='cite' i], blockquote[cite], blockquote[class*='quote' i], blockquote[style*='border-left' i], "
    "blockquote[style*='border-right' i], .moz-cite-prefix, .yahoo_quoted, .protonmail_quote, [id*='yahoo_quoted']"
)
# From these on everything is quoted: Outlook puts the old mail beside its header, not into it.
_REST = "#appendonsend, #divRplyFwdMsg, .OutlookMessageHeader, #stopSpelling, #mail-editor-reference-message-container"
_SIGNED = (
    ".gmail_signature, .moz-signature, #ms-outlook-mobile-signature, #composer_signature, .io-ox-signature, "
    ".protonmail_signature_block-user, #Signature, #AppleMailSignature"
)
_RULED = "div[style*='border-top' i]"

_TAG = re.compile(r"<(?:(/)|(?!br|hr|img|meta|input|link|col|wbr|!|o:|w:)[a-z])[^<>]*>?", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_BLANKS = re.compile(r"\n{3,}")


def text_of_html(html: str) -> tuple[str, str]:
    """The new and the quoted text of a mail's HTML, without what nobody sees in it.

    Answers between quotations stay new. Beyond `LONGEST` characters, and below a depth that no mail has, only the bare
    words are taken, and of those `LONGEST` more.
    """
    lines = marked_text(html).split("\n")
    quoted = quotes_of([level(line) for line in lines]).quoted
    new = "\n".join(line for line, old in zip(lines, quoted, strict=True) if not old)
    old = "\n".join(line for line, old in zip(lines, quoted, strict=True) if old)
    return _BLANKS.sub("\n\n", new).strip(), old.strip()


def marked_text(html: str) -> str:
    """The text of HTML as a mail program shows it, the lines of quotations with `> ` before them."""
    html, beyond = _within_limits(html.replace("\0", ""))
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    if root is None:
        return ""
    no_text, hidden = _ids(tree, _NO_TEXT), _ids(tree, _HIDDEN)
    text = _written(tree, root, unseen=no_text | hidden)
    if not text and hidden:
        text = _written(tree, root, unseen=no_text)
    return f"{text}\n{beyond}".strip()


def _written(tree: LexborHTMLParser, root: LexborNode, *, unseen: frozenset[int]) -> str:
    rest = _ids(tree, _REST) | _ruled(tree) | _passed_on(tree)
    writer = Writer(cited=_ids(tree, _CITED), rest=rest, signed=_ids(tree, _SIGNED))
    for node, entered in _walk(root, unseen):
        if entered:
            writer.enter(node)
        else:
            writer.leave(node)
    return writer.finish()


def _within_limits(html: str) -> tuple[str, str]:
    """The HTML for a tree, and the bare words of what comes after it in a mail that is too large or too deep."""
    end = LONGEST
    if html.count("<") > _DEEPEST:
        depth = 0
        for count, tag in enumerate(_TAG.finditer(html, 0, LONGEST)):
            depth += -1 if tag[1] else 1
            if depth > _DEEPEST or count > _MOST_TAGS:
                end = tag.start()
                break
    return html[:end], _SPACE.sub(" ", _TAG.sub(" ", html[end : end + LONGEST])).strip()


def _ids(tree: LexborHTMLParser, selector: str) -> frozenset[int]:
    return frozenset(node.mem_id for node in tree.css(selector))


def _ruled(tree: LexborHTMLParser) -> frozenset[int]:
    """Outlook's header block: a rule above it, and its labels in bold, in whatever language."""
    found = []
    for node in islice(tree.css(_RULED), 100):
        labels = [
            bold
            for bold in islice(node.css("b, strong"), 12)
            if bold.text(strip=True).rstrip("\u200e\u200f").endswith(":")
        ]
        if len(labels) >= 3:
            found.append(node.mem_id)
    return frozenset(found)


def _passed_on(tree: LexborHTMLParser) -> frozenset[int]:
    """Gmail's line over a forwarded mail, which begins with dashes in every language."""
    found = islice(tree.css(".gmail_attr"), 100)
    return frozenset(node.mem_id for node in found if node.text(strip=True).startswith("-----"))


def _walk(root: LexborNode, unseen: frozenset[int]) -> Iterator[tuple[LexborNode, bool]]:
    """Each node when it is entered and when it is left, in the order of the document, but for what is unseen."""
    above: list[LexborNode] = []
    node: LexborNode | None = root.first_child
    while node is not None:
        if node.mem_id not in unseen:
            yield node, True
            child = node.first_child
            if child is not None:
                above.append(node)
                node = child
                continue
            yield node, False
        following = node.next
        while following is None and above:
            node = above.pop()
            yield node, False
            following = node.next
        node = following
