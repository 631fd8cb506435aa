"""Statements that are compiled once: what they take and give."""

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import sqlite

from storage.prepared import Found, Prepared
from storage.tables import PersonRow, table

PERSON = table(PersonRow)
OF = select(PERSON.c.id, PERSON.c.aliases).where(PERSON.c.id.in_(bindparam("ids", expanding=True)))


def test_a_list_takes_as_many_places_as_it_has_values() -> None:
    ready = Prepared(OF, sqlite.dialect(), ("ids",))
    for ids in (["a", "b"], ["c"], ["d", "e", "f"]):
        sql, values = ready.bound({"ids": ids})
        assert sql.count("?") == len(ids)
        assert values == ids


def test_an_empty_list_finds_nothing() -> None:
    sql, values = Prepared(OF, sqlite.dialect(), ("ids",)).bound({"ids": []})
    assert "1!=1" in sql.replace(" ", "")
    assert values == []


def test_a_parameter_without_a_value_is_refused() -> None:
    with pytest.raises(TypeError, match="ids"):
        Prepared(OF, sqlite.dialect(), ())


def test_any_number_of_sizes_keeps_a_few_texts() -> None:
    ready = Prepared(OF, sqlite.dialect(), ("ids",))
    for size in range(200):
        ready.bound({"ids": ["a"] * size})
    assert len(ready._forms) <= 50


def test_one_row_is_wanted_where_one_is_asked_for() -> None:
    for rows in ([], [(1,), (2,)]):
        with pytest.raises(ValueError, match="unpack"):
            Found(rows, 0).one()
    assert Found([], 0).first() is None
    assert Found([(1,)], 0).scalar_one() == 1
