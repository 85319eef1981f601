"""`doc` of scripts."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.painless import Thrown, compile
from fakeinfer.search.scripts.doc_values import Doc
from fakeinfer.search.view import view_of
from tests.search.asking import holding


def run(source: str, product: str = "opensearch") -> Any:
    line = "2.19" if product == "opensearch" else "9.2"
    doc = Doc(
        view_of(
            holding(
                [{"n": [3, 1], "k": ["b", "a", "b"], "t": "red", "d": "2024-01-31T03:04:05.123Z"}], product, line
            ).state,
            "s",
        )
    )
    return compile(source, ("params", "doc")).run({"params": {}, "doc": doc})


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("doc['n'].value", 1), ("doc.n.size()", 2), ("doc['n'][1]", 3), ("doc['f'].empty", True),
        ("doc.containsKey('zork')", False), ("doc['n'].contains(3L)", True), ("doc['n'].contains(3)", False),
        ("doc['k'].stream().map(x -> x + '!').collect(Collectors.toList())", ["a!", "b!"]), ("doc['n'].sum()", 4.0),
        ("doc['d'].value.year", 2024), ("doc['d'].value.toInstant().toEpochMilli()", 1706670245123),
        ("doc['n'] instanceof List", True), ("doc['n'].indexOf(3L)", 1),
    ],
)  # fmt: skip
def test_values_in_order(source: str, value: Any) -> None:
    assert run(source) == value


@pytest.mark.parametrize("product", ["opensearch", "elasticsearch"])
@pytest.mark.parametrize("source", ["doc['zork']", "doc['f'].value", "doc['n'][2]", "doc['t'].value"])
def test_what_is_not_there(source: str, product: str) -> None:
    with pytest.raises((ApiError, Thrown)):
        run(source, product)


def test_a_moment_of_opensearch_knows_older_names() -> None:
    assert run("doc['d'].value.millis") == 1706670245123
    assert run("doc['d'].value.dayOfWeek") == run("doc['d'].value.dayOfWeekEnum.value") == 3
    assert run("doc['d'].value.toString()") == "2024-01-31T03:04:05.123Z"
    assert run("doc['d'].value.dayOfWeek.value", "elasticsearch") == 3
    with pytest.raises(ApiError):
        run("doc['d'].value.millis", "elasticsearch")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("doc['n'].add(5)", "doc values are unmodifiable"),
        ("doc['n'].nope", "Illegal list shortcut value [nope]."),
        ("doc['n'].value = 5; 1", "Illegal list shortcut value [value]."),
        ("doc['n'].nope()", "dynamic method [org.opensearch.index.fielddata.ScriptDocValues.Longs, nope/0] not found"),
    ],
)
def test_values_are_only_read(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        run(source)
    assert raised.value.caused_by is not None
    assert raised.value.caused_by.reason == reason
