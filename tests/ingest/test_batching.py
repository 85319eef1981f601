"""Documents of a bulk that processors take several at a time (observed: opensearch 2.19.1)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request
from tests.opensearch.asking import ask, ok
from tests.opensearch.remote.asking import EMBED, model_of

TEXTS = ("ccc", "a", "bbbbb", "dd", "e")


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch")
    model_of(made, EMBED, model={"name": "m"})
    return made


def pipeline(cluster: Cluster, *before: dict[str, Any], after: Any = (), **options: Any) -> None:
    """The pipeline "p", in which a model is asked about three documents at once."""
    (model,) = (
        hit["_id"]
        for hit in ok(cluster, "POST", "/_plugins/_ml/models/_search", {"query": {"match_all": {}}})["hits"]["hits"]
    )
    embed = {"text_embedding": {"model_id": model, "field_map": {"t": "v"}, "batch_size": 3, **options}}
    ok(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [*before, embed, *after]})


def bulk(cluster: Cluster, *sources: dict[str, Any], query: str = "pipeline=p") -> list[dict[str, Any]]:
    """What became of documents, by their places."""
    lines = []
    for number, source in enumerate(sources):
        lines += [{"index": {"_index": "docs", "_id": str(number)}}, source]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    headers = {"Content-Type": "application/x-ndjson"}
    answer = json.loads(cluster.handle(Request.build("POST", f"/_bulk?{query}", headers, data)).content)
    return [item["index"] for item in answer["items"]]


def asked(cluster: Cluster) -> list[list[str]]:
    """The texts that the model was asked about by the last request, call by call."""
    return [call["body"]["input"] for call in cluster.journal[-1].upstream]


def documents() -> list[dict[str, Any]]:
    return [{"t": text} for text in TEXTS]


def test_a_model_is_asked_about_several_documents_shortest_texts_first(cluster: Cluster) -> None:
    pipeline(cluster)
    assert {item["status"] for item in bulk(cluster, *documents())} == {201}
    assert asked(cluster) == [["a", "ccc", "bbbbb"], ["e", "dd"]]
    alone = Cluster("opensearch")
    model_of(alone, EMBED, model={"name": "m"})
    pipeline(alone)
    for number, text in enumerate(TEXTS):
        ask(alone, "PUT", f"/docs/_doc/{number}?pipeline=p", {"t": text})
    for number in range(len(TEXTS)):
        assert ok(cluster, "GET", f"/docs/_source/{number}") == ok(alone, "GET", f"/docs/_source/{number}")


def test_one_document_is_no_batch(cluster: Cluster) -> None:
    pipeline(cluster)
    bulk(cluster, {"t": ["long", "s"]})
    assert asked(cluster) == [["long", "s"]]


def test_a_failing_call_fails_for_all_its_documents(cluster: Cluster) -> None:
    pipeline(cluster, model_id="nope")
    assert [item["status"] for item in bulk(cluster, *documents(), {"u": 1})] == [404] * 6


def test_what_is_wrong_with_one_document_is_its_own(cluster: Cluster) -> None:
    pipeline(cluster)
    first, second, third = bulk(cluster, {"t": "a"}, {"t": 5}, {"t": "b"})
    assert (first["status"], third["status"]) == (201, 201)
    assert second["error"]["reason"] == "map type field [t] is neither string nor nested type, cannot process it"
    assert asked(cluster) == [["a", "b"]]


def test_documents_that_end_earlier_are_not_asked_about(cluster: Cluster) -> None:
    drop = {"drop": {"if": "ctx.t == 'a'"}}
    fail = {"fail": {"message": "no", "if": "ctx.t == 'dd'"}}
    pipeline(cluster, drop, fail)
    statuses = [item["status"] for item in bulk(cluster, *documents())]
    assert statuses == [201, 200, 201, 500, 201]
    assert asked(cluster) == [["e", "ccc", "bbbbb"]]


def test_processors_around_see_every_document(cluster: Cluster) -> None:
    pipeline(cluster, {"set": {"field": "x", "value": 1}}, after=[{"uppercase": {"field": "t"}}])
    bulk(cluster, *documents()[:2])
    stored = ok(cluster, "GET", "/docs/_source/1")
    assert (stored["t"], stored["x"], len(stored["v"])) == ("A", 1, 1536)


def test_a_condition_and_a_called_pipeline_take_documents_one_by_one(cluster: Cluster) -> None:
    pipeline(cluster, **{"if": "ctx.t != 'a'"})
    bulk(cluster, *documents()[:3])
    assert asked(cluster) == [["ccc"], ["bbbbb"]]
    pipeline(cluster)
    ok(cluster, "PUT", "/_ingest/pipeline/outer", {"processors": [{"pipeline": {"name": "p"}}]})
    bulk(cluster, *documents()[:2], query="pipeline=outer")
    assert asked(cluster) == [["ccc"], ["a"]]


def test_handlers_are_told_and_ignoring_is_not_heard(cluster: Cluster) -> None:
    pipeline(cluster, model_id="nope", on_failure=[{"set": {"field": "e", "value": "{{_ingest.on_failure_message}}"}}])
    assert {item["status"] for item in bulk(cluster, *documents()[:2])} == {201}
    assert ok(cluster, "GET", "/docs/_source/1")["e"] == "Failed to find model"
    pipeline(cluster, model_id="nope", ignore_failure=True)
    assert {item["status"] for item in bulk(cluster, *documents()[:2])} == {404}


def test_handlers_of_the_pipeline_end_it(cluster: Cluster) -> None:
    pipeline(cluster, model_id="nope", after=[{"set": {"field": "x", "value": 1}}])
    body = ok(cluster, "GET", "/_ingest/pipeline/p")["p"]
    ok(cluster, "PUT", "/_ingest/pipeline/p", {**body, "on_failure": [{"set": {"field": "e", "value": "handled"}}]})
    assert {item["status"] for item in bulk(cluster, *documents()[:2])} == {201}
    assert ok(cluster, "GET", "/docs/_source/0") == {"t": "ccc", "e": "handled"}


def test_final_pipelines_run_after_and_move_nothing(cluster: Cluster) -> None:
    pipeline(cluster)
    ok(cluster, "PUT", "/_ingest/pipeline/moves", {"processors": [{"set": {"field": "_index", "value": "other"}}]})
    ok(cluster, "PUT", "/docs", {"settings": {"index.final_pipeline": "moves"}})
    reasons = {item["error"]["reason"] for item in bulk(cluster, *documents()[:2])}
    assert reasons == {"final pipeline [moves] can't change the target index"}
