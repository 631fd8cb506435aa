"""`pratica model`: learn anew from the example sentences of the types that ship."""

from bot import app
from bot.cli.output import write


def run() -> None:
    """Fit the classifier to the sentences and put it in its place; the same sentences give the same file."""
    content = app.train()
    app.MODEL.write_bytes(content)
    write(f"{app.MODEL.name}: {len(content) / 1e6:.2f} MB.")
