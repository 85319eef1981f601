"""One hit of each kind, against the hits of all kinds."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import holding, ids, searched

SOURCES = st.lists(st.fixed_dictionaries({"n": st.integers(0, 9)}, optional={"k": st.sampled_from("abc")}), max_size=8)


@given(SOURCES, st.integers(0, 3))
def test_the_first_hit_of_each_kind(sources: list[dict[str, Any]], start: int) -> None:
    cluster = holding(sources)
    order = ids(cluster, sort=["n"])
    firsts: dict[Any, str] = {}
    for id in order:
        firsts.setdefault(sources[int(id)].get("k"), id)
    assert ids(cluster, sort=["n"], collapse={"field": "k"}, **{"from": start}) == list(firsts.values())[start:]


@given(SOURCES)
def test_others_of_its_kind(sources: list[dict[str, Any]]) -> None:
    cluster = holding(sources)
    inner = {"name": "all", "size": 20, "sort": [{"n": "desc"}]}
    answer = searched(cluster, sort=["n"], collapse={"field": "k", "inner_hits": inner})
    for hit in answer["hits"]["hits"]:
        kind = sources[int(hit["_id"])].get("k")
        shown = [one["_id"] for one in hit["inner_hits"]["all"]["hits"]["hits"]]
        assert set(shown) == {str(number) for number, source in enumerate(sources) if source.get("k") == kind}
        values = [sources[int(id)]["n"] for id in shown]
        assert values == sorted(values, reverse=True)


def test_hits_are_counted_before_they_are_collapsed() -> None:
    cluster = holding([{"k": "a"}] * 4)
    assert searched(cluster, collapse={"field": "k"})["hits"]["total"]["value"] == 4
