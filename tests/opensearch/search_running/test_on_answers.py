"""Processors of answers that need nobody else; what they do is in the fixtures of `search`."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.search_processors.declaring import processors
from fakeinfer.opensearch.search_running import on_answers, on_requests
from tests.ingest.tools import ask
from tests.opensearch.search_running.searching import cluster_of, ids, search, through


def test_every_processor_that_is_declared_runs() -> None:
    known = processors(Cluster("opensearch").contract)
    for list, runs in (("request_processors", on_requests), ("response_processors", on_answers)):
        assert {name for where, name in known if where == list} == set(runs.PROCESSORS)


def test_the_best_of_each_value_stays() -> None:
    body = {"query": {"match": {"t": "red dog"}}}
    answer = through(cluster_of(), body, answer={"collapse": {"field": "zz"}})
    assert ids(answer) == ["3"]


def test_a_shorter_page_is_not_made_anew() -> None:
    answer = through(cluster_of(), {"size": 1}, answer={"truncate_hits": {"target_size": 1}})
    assert "profile" not in answer


@pytest.mark.parametrize(
    ("values", "order", "found"), [([3, 1], "asc", [1, 3]), (["a", "b"], "desc", ["b", "a"]), ([], "asc", [])]
)
def test_lists_are_sorted_by_their_values(values: list[Any], order: str, found: list[Any]) -> None:
    cluster = cluster_of()
    processor = {"sort": {"field": "l", "order": order}}
    ask(cluster, "PUT", "/l/_doc/1?refresh=true", {"l": values})
    answer = search(cluster, {"search_pipeline": {"response_processors": [processor]}}, "/l/_search")
    assert answer["hits"]["hits"][0]["_source"] == {"l": found}
