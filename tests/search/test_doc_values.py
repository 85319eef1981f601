"""`doc` of scripts."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.painless import Thrown, compile
from fakeinfer.search.doc_values import Doc
from fakeinfer.search.view import view_of
from tests.search.asking import holding


def run(source: str, product: str = "opensearch") -> Any:
    line = "2.19" if product == "opensearch" else "9.2"
    doc = Doc(view_of(holding([{"n": [3, 1], "k": ["b", "a", "b"], "t": "red"}], product, line).state, "s"))
    return compile(source, ("params", "doc")).run({"params": {}, "doc": doc})


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("doc['n'].value", 1), ("doc.n.size()", 2), ("doc['n'][1]", 3), ("doc['k'].values", ["a", "b"]), ("doc['f'].empty", True),
        ("doc.containsKey('zork')", False), ("doc['n'].contains(3)", True),
    ],
)  # fmt: skip
def test_values_in_order(source: str, value: Any) -> None:
    assert run(source) == value


@pytest.mark.parametrize("product", ["opensearch", "elasticsearch"])
@pytest.mark.parametrize("source", ["doc['zork']", "doc['f'].value", "doc['n'][2]", "doc['t'].value"])
def test_what_is_not_there(source: str, product: str) -> None:
    with pytest.raises((ApiError, Thrown)):
        run(source, product)
