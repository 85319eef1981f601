"""Copying documents and updating those that a query finds."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.search.asking import asked, holding

SEMANTIC = {"mappings": {"properties": {"t": {"type": "semantic_text", "inference_id": "e"}}}}
SHOWN = {"_source": {"exclude_vectors": False}}


def chunks(cluster: Cluster, index: str) -> Any:
    hits = asked(cluster, "POST", f"/{index}/_search", SHOWN)[1]["hits"]["hits"]
    return [hit["_source"].get("_inference_fields", {}).get("t") for hit in hits]


def endpoint(cluster: Cluster, id: str = "e", seed: str = "text-embedding-3-small") -> None:
    settings = {"api_key": "x", "model_id": seed, "dimensions": 8}
    body = {"service": "openai", "service_settings": settings}
    assert asked(cluster, "PUT", f"/_inference/text_embedding/{id}", body)[0] == 200


@pytest.fixture
def cluster() -> Cluster:
    cluster = holding([{"t": "some words", "n": 1}, {"t": "other words", "n": 2}], "elasticsearch", "9.5")
    endpoint(cluster)
    assert asked(cluster, "PUT", "/to", SEMANTIC)[0] == 200
    return cluster


def copied(cluster: Cluster, source: dict[str, Any], target: dict[str, Any], **more: Any) -> tuple[int, Any]:
    body = {"source": source, "dest": target, **more}
    return asked(cluster, "POST", "/_reindex?refresh=true", body)


def test_copies_are_embedded_where_the_field_is_semantic(cluster: Cluster) -> None:
    status, answer = copied(cluster, {"index": "s"}, {"index": "to"})
    assert (status, answer["created"]) == (200, 2)
    assert all(found["inference"]["chunks"]["t"] for found in chunks(cluster, "to"))


def test_embeddings_go_along_when_the_source_shows_them(cluster: Cluster) -> None:
    copied(cluster, {"index": "s"}, {"index": "to"})
    assert asked(cluster, "PUT", "/again", SEMANTIC)[0] == 200
    copied(cluster, {"index": "to", "_source": {"exclude_vectors": False}}, {"index": "again"})
    assert chunks(cluster, "again") == chunks(cluster, "to")


def test_a_pipeline_changes_what_is_copied(cluster: Cluster) -> None:
    asked(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [{"set": {"field": "seen", "value": True}}]})
    status, answer = copied(cluster, {"index": "s", "query": {"term": {"n": 1}}}, {"index": "plain", "pipeline": "p"})
    assert (status, answer["created"]) == (200, 1)
    hits = asked(cluster, "POST", "/plain/_search", {})[1]["hits"]["hits"]
    assert [hit["_source"]["seen"] for hit in hits] == [True]


def test_a_pipeline_with_inference_embeds_what_is_copied(cluster: Cluster) -> None:
    inference = {"model_id": "e", "input_output": [{"input_field": "t", "output_field": "v"}]}
    asked(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [{"inference": inference}]})
    assert copied(cluster, {"index": "s"}, {"index": "plain", "pipeline": "p"})[1]["created"] == 2
    hits = asked(cluster, "POST", "/plain/_search", SHOWN)[1]["hits"]["hits"]
    assert all(len(hit["_source"]["v"]) == 8 for hit in hits)


def test_scripts_change_copies_and_say_what_becomes_of_them(cluster: Cluster) -> None:
    script = {"source": "if (ctx._source.n == 1) {ctx.op = 'noop'} else {ctx._id = 'x'; ctx._source.n += 5}"}
    answer = copied(cluster, {"index": "s"}, {"index": "plain"}, script=script)[1]
    assert (answer["noops"], answer["created"]) == (1, 1)
    assert asked(cluster, "GET", "/plain/_source/x")[1]["n"] == 7


def test_documents_are_embedded_anew_by_an_update_of_all(cluster: Cluster) -> None:
    mapping = {"properties": {"meaning": {"type": "semantic_text", "inference_id": "e"}}}
    asked(cluster, "PUT", "/s/_mapping", mapping)
    status, answer = asked(
        cluster, "POST", "/s/_update_by_query?refresh=true", {"script": "ctx._source.meaning = 'fresh'"}
    )
    assert (status, answer["updated"]) == (200, 2)
    found = asked(cluster, "POST", "/s/_search", {"query": {"semantic": {"field": "meaning", "query": "fresh"}}})[1]
    assert found["hits"]["total"]["value"] == 2


def test_who_does_not_wait_reads_the_result_from_the_task(cluster: Cluster) -> None:
    body = {"source": {"index": "s"}, "dest": {"index": "plain"}}
    status, begun = asked(cluster, "POST", "/_reindex?wait_for_completion=false", body)
    assert (status, list(begun)) == (200, ["task"])
    told = asked(cluster, "GET", f"/_tasks/{begun['task']}")[1]
    assert (told["completed"], told["response"]["created"]) == (True, 2)
    assert asked(cluster, "GET", "/_tasks/nobody:1")[0] == 404


def test_vectors_are_copied_as_the_index_shows_them(cluster: Cluster) -> None:
    assert (
        asked(cluster, "PUT", "/v", {"mappings": {"properties": {"v": {"type": "dense_vector", "dims": 2}}}})[0] == 200
    )
    asked(cluster, "PUT", "/v/_doc/1?refresh=true", {"v": [1, 2]})
    assert copied(cluster, {"index": "v"}, {"index": "plain"})[1]["created"] == 1
    assert asked(cluster, "GET", "/plain/_mapping")[1]["plain"]["mappings"]["properties"]["v"] == {"type": "float"}
