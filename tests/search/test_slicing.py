"""Searches of one part of the documents each, which together find all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search.slicing import encoded
from tests.search.asking import asked, holding

DOCUMENTS = [{"n": number, "d": f"2024-01-{number + 1:02}", "f": number / 3} for number in range(20)]
LINES = [("opensearch", "2.19"), ("elasticsearch", "9.1")]


@pytest.mark.parametrize(("product", "line"), LINES)
@pytest.mark.parametrize("by", [{}, {"field": "n"}, {"field": "d"}, {"field": "f"}])
def test_parts_are_apart_and_together_everything(product: str, line: str, by: dict[str, str]) -> None:
    cluster = holding(DOCUMENTS, product, line)
    found: list[str] = []
    for number in range(3):
        body = {"slice": {"id": number, "max": 3, **by}, "size": 100}
        status, answer = asked(cluster, "POST", "/s/_search?scroll=1m", body)
        assert status == 200, answer
        found += [hit["_id"] for hit in answer["hits"]["hits"]]
    assert sorted(found, key=int) == [str(number) for number in range(20)]


@pytest.mark.parametrize(("product", "line"), LINES)
def test_what_runs_over_documents_may_do_so_in_parts(product: str, line: str) -> None:
    cluster = holding(DOCUMENTS, product, line)
    status, answer = asked(cluster, "POST", "/s/_update_by_query?slices=4", {})
    assert status == 200, answer
    assert answer["updated"] == 20
    assert sum(part["updated"] for part in answer["slices"]) == 20
    assert [part["slice_id"] for part in answer["slices"]] == [0, 1, 2, 3]
    assert asked(cluster, "POST", "/s/_delete_by_query?slices=2", {"query": {"match_all": {}}})[1]["deleted"] == 20


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_ids_are_held_differently(one: str, other: str) -> None:
    assert (encoded(one) == encoded(other)) == (one == other)
