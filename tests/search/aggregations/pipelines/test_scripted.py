"""Scripts of buckets."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered

VALUES = st.lists(st.sampled_from("abc"), min_size=1, max_size=9)


def buckets(letters: list[str], pipeline: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answered(
        [{"k": letter} for letter in letters], {"terms": {"field": "k"}, "aggs": {"p": pipeline}}
    )["buckets"]
    return found


@given(VALUES)
def test_a_number_for_each(letters: list[str]) -> None:
    found = buckets(letters, {"bucket_script": {"buckets_path": {"n": "_count"}, "script": "params.n * 2"}})
    assert all(one["p"]["value"] == one["doc_count"] * 2 for one in found)


@given(VALUES, st.integers(0, 5))
def test_those_that_stay(letters: list[str], least: int) -> None:
    script = {"source": "params.n >= params.least", "params": {"least": least}}
    found = buckets(letters, {"bucket_selector": {"buckets_path": {"n": "_count"}, "script": script}})
    assert {one["key"] for one in found} == {letter for letter in letters if letters.count(letter) >= least}
    assert all("p" not in one for one in found)


def test_scripts_get_several_paths_by_number() -> None:
    found = buckets(
        ["a"], {"bucket_script": {"buckets_path": ["_count", "_count"], "script": "params._value0 + params._value1"}}
    )
    assert found[0]["p"] == {"value": 2.0}
