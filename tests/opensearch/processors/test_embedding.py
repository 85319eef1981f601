"""Embedding documents: where vectors go, which are kept, what is pruned."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.processors.embedding import as_float, pruned
from fakeinfer.wire import Request
from tests.opensearch.asking import ask, ok
from tests.opensearch.remote.asking import EMBED, model_of

WEIGHTS = {"a": 4.0, "b": 3.0, "c": 2.0, "d": 1.0}


@pytest.mark.parametrize(
    ("kind", "ratio", "kept"),
    [
        ("none", None, "abcd"),
        ("top_k", 2.0, "ab"),
        ("max_ratio", 0.5, "abc"),
        ("abs_value", 3.0, "ab"),
        ("alpha_mass", 0.5, "ab"),
    ],
)
def test_light_tokens_are_pruned(kind: str, ratio: float | None, kept: str) -> None:
    assert sorted(pruned(WEIGHTS, kind, ratio)) == list(kept)


@pytest.mark.parametrize(
    ("number", "held"),
    [(1, 1.0), (0.285, 0.285), (0.123456789012, 0.12345679), (1e300, 1e300), (123456789, 1.2345679e8)],
)
def test_numbers_are_floats(number: float, held: float) -> None:
    assert as_float(number) == held


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch")
    model = model_of(made, EMBED)
    made.state.scripts.of("m").add_vectors({"cat": [1, 0], "dog": [0, 1]}, None, strict=True)
    for name, more in (("embeds", {}), ("keeps", {"skip_existing": True})):
        processor = {"text_embedding": {"model_id": model, "field_map": {"t": "v", "o": {"t": "v"}}, **more}}
        ok(made, "PUT", f"/_ingest/pipeline/{name}", {"processors": [processor]})
    return made


def index(cluster: Cluster, pipeline: str, source: dict[str, Any]) -> dict[str, Any]:
    """What is stored, with the texts that the model was asked about as `asked`."""
    assert ask(cluster, "PUT", f"/docs/_doc/1?pipeline={pipeline}", source).status in (200, 201)
    asked = [text for call in cluster.journal[-1].upstream for text in call["body"]["input"]]
    return {**ok(cluster, "GET", "/docs/_source/1"), "asked": asked}


def test_documents_get_vectors(cluster: Cluster) -> None:
    stored = index(cluster, "embeds", {"t": "cat", "o": [{"t": "dog"}, {"x": 1}, {"t": "cat"}]})
    assert stored["v"] == [1.0, 0.0]
    assert stored["o"] == [{"t": "dog", "v": [0.0, 1.0]}, {"x": 1}, {"t": "cat", "v": [1.0, 0.0]}]
    assert stored["asked"] == ["cat", "dog", "cat"]


def test_texts_that_did_not_change_keep_their_vectors(cluster: Cluster) -> None:
    index(cluster, "embeds", {"t": "cat", "o": {"t": "dog"}})
    again = index(cluster, "keeps", {"t": "cat", "o": {"t": "cat"}})
    assert again["asked"] == ["cat"]
    assert again["v"] == again["o"]["v"] == [1.0, 0.0]
    assert index(cluster, "keeps", {"t": "cat", "o": {"t": "cat"}})["asked"] == []


def test_only_the_document_that_fails_is_refused_in_a_bulk(cluster: Cluster) -> None:
    lines = [
        {"index": {"_index": "docs", "_id": "1"}},
        {"t": "cat"},
        {"index": {"_index": "docs", "_id": "2"}},
        {"t": 5},
    ]
    data = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    headers = {"Content-Type": "application/x-ndjson"}
    answer = json.loads(cluster.handle(Request.build("POST", "/_bulk?pipeline=embeds", headers, data)).content)
    assert [item["index"]["status"] for item in answer["items"]] == [201, 400]
