"""Parts of queries written as text: one query for each field."""

from __future__ import annotations

import pytest

from tests.search.asking import holding, ids, reason, scores

CLUSTER = holding([{"t": "red", "u": "fox", "n": 3}, {"t": "fox", "n": 5, "d": "2024-05-01"}])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("n:[3 TO 5}", "0"),
        ("n:>3", "1"),
        ("d:[2024-04 TO *]", "1"),
        ("_exists_:u", "0"),
        ("t:r?d", "0"),
        ("t:/f.x/", "1"),
        ("t:foxx~", "1"),
        ("fox", "01"),
        ("*", "01"),
    ],
)
def test_parts(text: str, found: str) -> None:
    assert sorted(ids(CLUSTER, {"query_string": {"query": text}})) == list(found)


def test_boosts() -> None:
    assert scores(CLUSTER, {"query_string": {"query": "n:3^2.5"}}) == {"0": 2.5}
    assert scores(CLUSTER, {"query_string": {"query": "r*", "fields": ["t^3"]}}) == {"0": 3.0}


def test_what_is_forgiven() -> None:
    assert reason(CLUSTER, {"query_string": {"query": "n:red", "lenient": False}})
    assert ids(CLUSTER, {"query_string": {"query": "n:red", "lenient": True}}) == []
    assert ids(CLUSTER, {"query_string": {"query": "red"}}) == ["0"]
