"""The steps from one shape of the tables to the next, run by Alembic."""

from pathlib import Path

FOLDER = Path(__file__).parent

HEAD = "0010"
"""The revision that this program works with; a test holds it equal to Alembic's own head."""

KNOWN = frozenset(path.name.split("_", 1)[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))
"""Every revision that this program knows, so that a database from a later one is noticed."""
