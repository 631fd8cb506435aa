"""Whether words are but a name on record, which is in no language."""

import pytest

from bot.model import Directory, Party
from bot.understanding.records import RecordNames
from tests.builders import ALICE
from tests.effort import bounded

NAMES = RecordNames(
    Directory(
        version=1,
        company="Pratica",
        people=(ALICE.model_copy(update={"name": "Lia Conti", "aliases": ()}),),
        parties=(
            Party(id="C-001", kind="customer", name="Rossi S.r.l.", aliases=("רוסי", "Ditta Rossi")),
            Party(id="S-001", kind="supplier", name="Café Zürich"),
        ),
    )
)


@pytest.mark.parametrize(
    "said", ["Rossi", "rossi s.r.l.", " ROSSI  S.r.l. ", "Rossi!", "רוסי", "ditta rossi", "Lia", "café zürich."]
)
def test_a_name_or_how_it_begins_is_only_a_name(said: str) -> None:
    assert NAMES.only_a_name(said)


@pytest.mark.parametrize(
    "said",
    ["", " ", "!", "Ro", "Ross", "Conti", "Rossi please", "send it to Rossi", "zürich", "Lia Conti ed io", "zzz"],
)
def test_part_of_a_word_or_more_than_a_name_is_not(said: str) -> None:
    assert not NAMES.only_a_name(said)


def test_the_number_of_names_on_record_hardly_matters() -> None:
    parties = tuple(Party(id=f"C-{n}", kind="customer", name=f"Ditta {n} Rossi") for n in range(20_000))
    names = RecordNames(Directory(version=1, company="Pratica", parties=parties))
    assert bounded(lambda: sum(names.only_a_name(f"ditta {n}") for n in range(20_000))) == 20_000
