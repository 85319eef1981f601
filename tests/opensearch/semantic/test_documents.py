"""Documents whose semantic fields are embedded, and searches of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.opensearch.asking import ask, ok, refused
from tests.opensearch.prediction.test_local_inference import cluster, pretrained
from tests.opensearch.remote.asking import EMBED, model_of
from tests.opensearch.vector_search.test_neural_sparse import SPARSE
from tests.opensearch.vector_search.vectors import put

CONFIG = {
    "model_type": "text_embedding", "embedding_dimension": 2, "framework_type": "sentence_transformers",
    "additional_config": {"space_type": "l2"},
}  # fmt: skip


def semantic_index(fake: Cluster, index: str = "i", **options: Any) -> None:
    """An index with a semantic field `t`."""
    mappings = {"properties": {"t": {"type": "semantic", **options}}}
    ok(fake, "PUT", f"/{index}", {"settings": {"index.knn": True}, "mappings": mappings})


def dense(fake: Cluster) -> str:
    model = model_of(fake, EMBED, model={"model_config": CONFIG})
    fake.state.scripts.of("m").add_vectors({"cat": [1, 0], "dog": [0, 1], "cat.": [1, 0]}, None, strict=True)
    return model


def asked(fake: Cluster) -> list[str]:
    """The texts that the model was asked about by the last request."""
    return [text for call in fake.journal[-1].upstream for text in call["body"]["input"]]


def ids(fake: Cluster, index: str = "i", **options: Any) -> list[str]:
    found = ok(fake, "POST", f"/{index}/_search", {"query": {"neural": {"t": options}}})
    return [hit["_id"] for hit in found["hits"]["hits"]]


@pytest.mark.parametrize("version", ["3.1", "3.8"])
def test_texts_are_embedded_when_they_are_written(version: str) -> None:
    fake = Cluster("opensearch", version)
    model = dense(fake)
    semantic_index(fake, model_id=model)
    put(fake, "/i/_doc/1", {"t": "cat"})
    assert asked(fake) == ["cat"]
    put(fake, "/i/_doc/2", {"t": "dog"})
    put(fake, "/i/_doc/3", {"other": "cat"})
    assert asked(fake) == []
    source = ok(fake, "GET", "/i/_source/1")
    told = {"name": "m", "id": model, "type": "REMOTE_TEXT_EMBEDDING"}
    assert source == {"t": "cat", "t_semantic_info": {"model": told, "embedding": [1.0, 0.0]}}
    assert ids(fake, query_text="dog", k=1) == ["2"]
    assert asked(fake) == ["dog"]


def test_pieces_of_a_text_are_embedded_together() -> None:
    fake = Cluster("opensearch", "3.2")
    semantic_index(fake, model_id=dense(fake), chunking=[{"algorithm": "delimiter", "parameters": {"delimiter": "."}}])
    put(fake, "/i/_doc/1", {"t": "cat.dog"})
    assert sorted(asked(fake)) == ["cat.", "dog"]
    chunks = ok(fake, "GET", "/i/_source/1")["t_semantic_info"]["chunks"]
    assert chunks == [{"text": "cat.", "embedding": [1.0, 0.0]}, {"text": "dog", "embedding": [0.0, 1.0]}]
    found = ok(fake, "POST", "/i/_search", {"query": {"neural": {"t": {"query_text": "dog", "boost": 3}}}})
    assert [hit["_score"] for hit in found["hits"]["hits"]] == [3.0]


def test_updates_and_bulks_are_embedded() -> None:
    fake = Cluster("opensearch", "3.8")
    semantic_index(fake, model_id=dense(fake))
    lines = [{"index": {"_id": "1"}}, {"t": "cat"}, {"index": {"_id": "2"}}, {"t": 5}]
    data = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    answer = fake.handle(Request.build("POST", "/i/_bulk", {"Content-Type": "application/x-ndjson"}, data))
    assert [item["index"]["status"] for item in json.loads(answer.content)["items"]] == [201, 400]
    ok(fake, "POST", "/i/_update/1", {"doc": {"t": "dog"}})
    assert ok(fake, "GET", "/i/_source/1")["t_semantic_info"]["embedding"] == [0.0, 1.0]


def test_what_did_not_change_is_kept_on_request() -> None:
    fake = Cluster("opensearch", "3.8")
    semantic_index(fake, model_id=dense(fake), skip_existing_embedding=True)
    put(fake, "/i/_doc/1", {"t": "cat", "n": 1})
    ok(fake, "POST", "/i/_update/1", {"doc": {"n": 2}})
    assert asked(fake) == []
    ok(fake, "POST", "/i/_update/1", {"doc": {"t": "dog"}})
    assert asked(fake) == ["dog"]


def test_another_model_may_read_queries() -> None:
    fake = Cluster("opensearch", "3.8")
    semantic_index(fake, model_id=dense(fake), search_model_id="nope")
    put(fake, "/i/_doc/1", {"t": "cat"})
    assert refused(fake, "POST", "/i/_search", {"query": {"neural": {"t": {"query_text": "cat"}}}})[0] == 404


@pytest.mark.parametrize("options", [{}, {"chunking": True}])
def test_sparse_models_weigh_tokens(options: dict[str, Any]) -> None:
    fake = cluster("3.8")
    model = pretrained(fake, SPARSE, version="1.0.0", function_name="SPARSE_ENCODING")
    semantic_index(fake, model_id=model, **options)
    put(fake, "/i/_doc/fox", {"t": "a red fox"})
    put(fake, "/i/_doc/whale", {"t": "the blue whale"})
    assert ids(fake, query_text="blue whale")[0] == "whale"
    assert ids(fake, query_tokens={"nothing": 1.0}) == []


def test_indices_of_different_kinds_are_not_searched_together() -> None:
    fake = cluster("3.8")
    semantic_index(fake, "d", model_id=dense(fake))
    semantic_index(fake, "s", model_id=pretrained(fake, SPARSE, version="1.0.0", function_name="SPARSE_ENCODING"))
    ok(fake, "PUT", "/v", {"mappings": {"properties": {"t": {"type": "knn_vector", "dimension": 2}}}})
    query = {"query": {"neural": {"t": {"query_text": "cat"}}}}
    assert "dense model in the indices: [d/" in refused(fake, "POST", "/d,s/_search", query)[1]
    assert "It is a semantic field in the indices: [d/" in refused(fake, "POST", "/d,v/_search", query)[1]


def test_a_model_without_a_space_cannot_embed() -> None:
    fake = Cluster("opensearch", "3.8")
    mappings = {"properties": {"t": {"type": "semantic", "model_id": model_of(fake, EMBED)}}}
    status, reason = refused(fake, "PUT", "/i", {"mappings": mappings})
    assert (status, "Model config is null for the remote model" in reason) == (400, True)


def test_older_servers_know_no_semantic_fields() -> None:
    mappings = {"properties": {"t": {"type": "semantic", "model_id": "m"}}}
    response = ask(Cluster("opensearch", "3.0"), "PUT", "/i", {"mappings": mappings})
    assert b"No handler for type [semantic] declared on field [t]" in response.content
