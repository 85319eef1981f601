"""The run of a search through a pipeline."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.opensearch.search_running.searching import cluster_of, ids, search, through


@pytest.fixture
def cluster() -> Cluster:
    return cluster_of()


def test_processors_run_in_order(cluster: Cluster) -> None:
    steps = [
        {"rename_field": {"field": "n", "target_field": "m"}},
        {"rename_field": {"field": "m", "target_field": "o"}},
    ]
    answer = search(cluster, {"sort": ["n"], "search_pipeline": {"response_processors": steps}})
    assert [hit["_source"]["o"] for hit in answer["hits"]["hits"]] == [1, 2, 3]


def test_stored_documents_stay_as_they_are(cluster: Cluster) -> None:
    through(cluster, {}, answer={"rename_field": {"field": "n", "target_field": "m"}})
    assert search(cluster, {"sort": ["n"], "size": 1})["hits"]["hits"][0]["_source"] == {"t": "blue whale", "n": 1}


def test_positions_in_refusals_are_those_of_the_text_that_was_sent(cluster: Cluster) -> None:
    text = '{ "search_pipeline": {}, "query": { "nope": {} } }'
    response = cluster.handle(Request.build("POST", "/s/_search", {"Content-Type": "application/json"}, text.encode()))
    assert b'"line":1,"col":45' in response.content


def test_parameters_of_the_query_string_are_part_of_the_source(cluster: Cluster) -> None:
    body = {"search_pipeline": {"request_processors": [{"oversample": {"sample_factor": 1}}]}}
    answer = search(cluster, body, "/s/_search?size=1&sort=n:desc&_source=n&verbose_pipeline=true")
    (result,) = answer["processor_results"]
    assert result["input_data"]["size"] == 1
    assert result["input_data"]["sort"] == [{"n": {"order": "desc"}}]
    assert result["input_data"]["_source"] == {"includes": ["n"], "excludes": []}
    assert ids(answer) == ["1"]


def test_what_is_not_imitated_is_no_failure_to_ignore(cluster: Cluster) -> None:
    processor = {"script": {"source": "ctx._source.profile = true", "ignore_failure": True}}
    assert through(cluster, {}, request=processor)["status"] == 501


def test_searches_were_not_verbose_before_219() -> None:
    answer = search(cluster_of("2.18"), {"verbose_pipeline": True})
    assert answer["error"]["reason"] == "Unknown key for a VALUE_BOOLEAN in [verbose_pipeline]."
