"""Pipelines of OpenSearch, where the fixtures do not look."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.ingest.tools import ask, simulated, store


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


EMBED = {"text_embedding": {"model_id": "nope", "field_map": {"t": "v", "n.a": "b"}}}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"t": 5}, "map type field [t] is neither string nor nested type, cannot process it"),
        ({"t": ["a", None]}, "list type field [t] has null, cannot process it"),
        ({"t": ["a", 5]}, "list type field [t] has non string value, cannot process it"),
        ({"t": [["a"]]}, "list type field [t] is nested list type, cannot process it"),
        (
            {"t": {"a": "b"}},
            "[t] configuration doesn't match actual value type, configuration type is: java.lang.String, "
            "actual value type is: java.util.HashMap",
        ),
        ({"n": {"a": 1}}, "map type field [a] is neither string nor nested type, cannot process it"),
        ({"t": "text"}, "Failed to get data object from index .plugins-ml-model"),
        ({"n.a": "text"}, "Failed to get data object from index .plugins-ml-model"),
    ],
)
def test_a_document_is_checked_before_the_model_is_asked(source: dict[str, Any], reason: str) -> None:
    assert simulated(Cluster("opensearch", "2.19"), EMBED, source=source)["reason"] == reason


@pytest.mark.parametrize("source", [{}, {"t": None}, {"t": []}, {"z": "a"}])
def test_without_a_text_no_model_is_asked(source: dict[str, Any]) -> None:
    assert simulated(Cluster("opensearch", "2.19"), EMBED, source=source) == source


def test_blank_texts_were_refused_before_3_4() -> None:
    refusal = simulated(Cluster("opensearch", "3.3"), EMBED, source={"t": " "})
    assert refusal["reason"] == "map type field [t] has empty string value, cannot process it"
    assert simulated(Cluster("opensearch", "3.4"), EMBED, source={"t": " "}) == {"t": " "}


def test_keys_with_dots_become_objects() -> None:
    assert simulated(Cluster("opensearch"), EMBED, source={"x.y": 1, "x": {"z": 2}}) == {"x": {"y": 1, "z": 2}}
