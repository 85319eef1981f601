"""Documents with `semantic_text` fields: what is embedded, when, and where it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer import documents
from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import DENSE, SPARSE, ask, ok, reason


def cluster_with(version: str = "9.5", **fields: Any) -> Cluster:
    """A cluster with two endpoints and an index `i`; a field is an endpoint's id or a whole definition."""
    cluster = Cluster("elasticsearch", version)
    ok(cluster, "PUT", "/_inference/sparse_embedding/sp", SPARSE)
    ok(cluster, "PUT", "/_inference/text_embedding/de", DENSE)
    properties = {
        name: {"type": "semantic_text", "inference_id": given} if isinstance(given, str) else given
        for name, given in fields.items()
    }
    ok(cluster, "PUT", "/i", {"mappings": {"properties": properties}})
    return cluster


def kept(cluster: Cluster, id: str = "1") -> dict[str, Any]:
    """What is kept beside a document: chunks by field and source field."""
    document = documents.read(cluster.state, "i", id)
    assert document is not None
    fields = document.hidden.get("_inference_fields", {})
    return {name: entry["inference"]["chunks"] for name, entry in fields.items()}


def definition(cluster: Cluster, *path: str) -> dict[str, Any]:
    """A field's definition."""
    here: dict[str, Any] = ok(cluster, "GET", "/i/_mapping")["i"]["mappings"]
    for name in path:
        here = here[name]
    return here


def test_the_source_stays_as_it_was_sent() -> None:
    cluster = cluster_with(s="sp")
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a text"})
    assert ok(cluster, "GET", "/i/_doc/1")["_source"] == {"s": "a text"}
    assert [one["end_offset"] for one in kept(cluster)["s"]["s"]] == [6]


def test_offsets_count_through_values_with_one_character_between() -> None:
    cluster = cluster_with(s="de")
    ok(cluster, "PUT", "/i/_doc/1", {"s": ["you know, for testing", "  ", "now with chunks"]})
    offsets = [(one["start_offset"], one["end_offset"]) for one in kept(cluster)["s"]["s"]]
    assert offsets == [(0, 21), (25, 40)]


def test_vectors_are_as_long_as_the_endpoints() -> None:
    cluster = cluster_with(s="de")
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a"})
    assert len(kept(cluster)["s"]["s"][0]["embeddings"]) == 4


def test_the_perform_api_and_the_field_agree() -> None:
    cluster = cluster_with(s="sp")
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a fine text"})
    answer = ok(cluster, "POST", "/_inference/sparse_embedding/sp", {"input": "a fine text"})
    assert answer["sparse_embedding"][0]["embedding"] == kept(cluster)["s"]["s"][0]["embeddings"]


def test_fields_inside_objects_and_names_with_dots() -> None:
    cluster = cluster_with(o={"properties": {"x": {"type": "semantic_text", "inference_id": "sp"}}})
    ok(cluster, "PUT", "/i/_doc/1", {"o": {"x": "a"}})
    ok(cluster, "PUT", "/i/_doc/2", {"o.x": "a"})
    assert kept(cluster)["o.x"] == kept(cluster, "2")["o.x"]
    assert (
        definition(cluster, "properties", "o", "properties", "x")["model_settings"]["task_type"] == "sparse_embedding"
    )


def test_a_multi_field_embeds_its_parents_text() -> None:
    cluster = cluster_with(t={"type": "text", "fields": {"s": {"type": "semantic_text", "inference_id": "sp"}}})
    ok(cluster, "PUT", "/i/_doc/1", {"t": "a"})
    assert list(kept(cluster)["t.s"]) == ["t"]
    assert "model_settings" in definition(cluster, "properties", "t", "fields", "s")


def test_an_update_of_other_fields_asks_no_endpoint() -> None:
    cluster = cluster_with(s="sp", t={"type": "text"})
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a"})
    before = kept(cluster)
    ok(cluster, "DELETE", "/_inference/sp?force=true")
    ok(cluster, "POST", "/i/_update/1", {"doc": {"t": "x"}})
    assert kept(cluster) == before
    assert reason(cluster, "POST", "/i/_update/1", {"doc": {"s": "b"}}) == "Inference id [sp] not found for field [s]"


def test_an_update_embeds_only_what_it_changes() -> None:
    cluster = cluster_with(s="sp", d="de")
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a", "d": "b"})
    before = kept(cluster)
    ok(cluster, "POST", "/i/_update/1", {"doc": {"s": "changed"}})
    after = kept(cluster)
    assert after["d"] == before["d"]
    assert after["s"] != before["s"]


def test_pipelines_run_before_embedding() -> None:
    cluster = cluster_with(s="sp")
    ok(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [{"set": {"field": "s", "value": "from the pipeline"}}]})
    ok(cluster, "PUT", "/i/_doc/1?pipeline=p", {"t": 1})
    assert kept(cluster)["s"]["s"][0]["end_offset"] == len("from the pipeline")


def test_the_fields_own_chunking_wins() -> None:
    words = {"strategy": "word", "max_chunk_size": 10, "overlap": 1}
    text = " ".join(["w"] * 25)
    cluster = cluster_with(s={"type": "semantic_text", "inference_id": "sp", "chunking_settings": words}, d="sp")
    ok(cluster, "PUT", "/i/_doc/1", {"s": text, "d": text})
    assert len(kept(cluster)["s"]["s"]) == 3
    assert len(kept(cluster)["d"]["d"]) == 1


def test_the_endpoints_chunking_comes_next() -> None:
    cluster = cluster_with(s="short")
    body = {**SPARSE, "chunking_settings": {"strategy": "word", "max_chunk_size": 10, "overlap": 1}}
    ok(cluster, "PUT", "/_inference/sparse_embedding/short", body)
    ok(cluster, "PUT", "/i/_doc/1", {"s": " ".join(["w"] * 25)})
    assert len(kept(cluster)["s"]["s"]) == 3


def test_a_refused_document_leaves_mapping_and_index_alone() -> None:
    cluster = cluster_with(s="sp", n={"type": "long"})
    assert ask(cluster, "PUT", "/i/_doc/1", {"s": "a", "n": "x"})[0] == 400
    assert "model_settings" not in definition(cluster, "properties", "s")
    assert documents.read(cluster.state, "i", "1") is None


def test_another_model_than_the_mapping_knows_is_refused() -> None:
    model = {"task_type": "text_embedding", "dimensions": 8, "similarity": "cosine", "element_type": "float"}
    cluster = cluster_with(s={"type": "semantic_text", "inference_id": "later", "model_settings": model})
    ok(cluster, "PUT", "/_inference/text_embedding/later", DENSE)
    assert reason(cluster, "PUT", "/i/_doc/1", {"s": "b"}).startswith("Incompatible model settings for field [s].")


@pytest.mark.parametrize("value", [{"x": 1}, [{"x": 1}], ["a", None], [["a"]]])
def test_only_texts_numbers_and_truths_are_embedded(value: Any) -> None:
    cluster = cluster_with(s="sp")
    assert "expected [String|Number|Boolean]" in reason(cluster, "PUT", "/i/_doc/1", {"s": value})


def test_in_the_old_format_the_field_holds_text_and_embeddings() -> None:
    cluster = cluster_with("8.17", s="sp")
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a text", "t": 1})
    source = ok(cluster, "GET", "/i/_doc/1")["_source"]
    assert source["s"]["text"] == "a text"
    assert [one["text"] for one in source["s"]["inference"]["chunks"]] == ["a text"]
    ok(cluster, "POST", "/i/_update/1", {"doc": {"t": 2}})
    assert ok(cluster, "GET", "/i/_doc/1")["_source"] == {**source, "t": 2}


def test_what_a_restored_cluster_knows_of_fields_is_looked_up_again() -> None:
    cluster = cluster_with(s="sp")
    before = cluster.snapshot()
    ok(cluster, "DELETE", "/i")
    ok(cluster, "PUT", "/i", {"mappings": {"properties": {"s": {"type": "text"}}}})
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a"})
    assert kept(cluster) == {}
    cluster.restore(before)
    ok(cluster, "PUT", "/i/_doc/1", {"s": "a"})
    assert list(kept(cluster)) == ["s"]
