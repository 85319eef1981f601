"""Pipelines of OpenSearch, where the fixtures do not look."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster

from ..ingest.tools import ask, simulated, store


def test_once_something_was_put_deleting_looks() -> None:
    cluster = Cluster("opensearch")
    assert ask(cluster, "DELETE", "/_ingest/pipeline/x").status == 200
    store(cluster, "p")
    assert ask(cluster, "DELETE", "/_ingest/pipeline/p").status == 200
    assert ask(cluster, "DELETE", "/_ingest/pipeline/x").status == 404
    cluster.reset()
    assert ask(cluster, "DELETE", "/_ingest/pipeline/x").status == 200


def test_ingest_and_search_pipelines_are_told_apart() -> None:
    cluster = Cluster("opensearch")
    store(cluster, "p")
    assert ask(cluster, "DELETE", "/_search/pipeline/p").status == 200
    assert ask(cluster, "GET", "/_ingest/pipeline/p").status == 200


@pytest.mark.parametrize("path", ["/_ingest/pipeline/p", "/_search/pipeline/p"])
def test_a_list_as_definition_is_taken_for_something_compressed(path: str) -> None:
    response = ask(Cluster("opensearch"), "PUT", path, [1])
    assert response.status == 500
    assert json.loads(response.content)["error"]["type"] == "not_x_content_exception"


def test_a_cycle_is_an_illegal_state() -> None:
    cluster = Cluster("opensearch")
    store(cluster, "p", {"pipeline": {"name": "p"}})
    error = simulated(cluster, {"pipeline": {"name": "p"}}, source={})
    assert (error["type"], error["reason"]) == ("illegal_state_exception", "Cycle detected for pipeline: p")


def test_chunks_share_the_limit_of_a_document() -> None:
    processor = {
        "text_chunking": {
            "algorithm": {"delimiter": {"delimiter": ".", "max_chunk_limit": 3}},
            "field_map": {"a": "ac", "o": {"b": "bc"}},
        }
    }
    source = {"a": "1.2.3.", "o": [{"b": "4.5."}]}
    result = simulated(Cluster("opensearch"), processor, source=source)
    assert result["ac"] == ["1.", "2.3."]
    assert result["o"] == [{"b": "4.5.", "bc": ["4.5."]}]


def test_chunks_of_characters_overlap() -> None:
    processor = {
        "text_chunking": {
            "algorithm": {"fixed_char_length": {"char_limit": 4, "overlap_rate": 0.5}},
            "field_map": {"a": "c"},
        }
    }
    assert simulated(Cluster("opensearch", "3.1"), processor, source={"a": "abcdefgh"})["c"] == ["abcd", "cdef", "efgh"]
