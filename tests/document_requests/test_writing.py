"""Writing single documents: pipelines, routing, targets; the same in both products unless it says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


@pytest.fixture(params=["elasticsearch", "opensearch"])
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """One of each product, with pipelines that set, drop and move."""
    cluster = Cluster(request.param)
    for name, processor in (
        ("sets", {"set": {"field": "b", "value": 2}}),
        ("drops", {"drop": {}}),
        ("moves", {"set": {"field": "_index", "value": "elsewhere"}}),
    ):
        ask(cluster, "PUT", f"/_ingest/pipeline/{name}", {"processors": [processor]})
    return cluster


def ask(cluster: Cluster, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Status and JSON of an answer; a text is sent as it is."""
    data = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    response = cluster.handle(Request.build(method, path, {"Content-Type": "application/json"} if data else {}, data))
    return response.status, json.loads(response.content or b"null")


def lines(*values: Any) -> str:
    """JSON lines."""
    return "".join(json.dumps(value) + "\n" for value in values)


def source(cluster: Cluster, path: str) -> Any:
    """The source of a document."""
    return ask(cluster, "GET", path)[1].get("_source")


def test_a_pipeline_changes_the_document(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/d/_doc/1?pipeline=sets", {"a": 1})
    assert source(cluster, "/d/_doc/1") == {"a": 1, "b": 2}


def test_a_dropped_document_makes_no_index(cluster: Cluster) -> None:
    status, answer = ask(cluster, "PUT", "/d/_doc/1?pipeline=drops", {"a": 1})
    assert (status, answer["result"]) == (200, "noop")
    assert ask(cluster, "HEAD", "/d")[0] == 404


def test_a_pipeline_may_send_a_document_elsewhere(cluster: Cluster) -> None:
    status, answer = ask(cluster, "PUT", "/d/_doc/1?pipeline=moves", {"a": 1})
    assert (status, answer["_index"]) == (201, "elsewhere")
    assert source(cluster, "/elsewhere/_doc/1") == {"a": 1}


def test_default_and_final_pipelines_run_on_updates_too(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/d", {"settings": {"final_pipeline": "sets"}})
    ask(cluster, "POST", "/d/_update/1", {"doc": {"a": 1}, "doc_as_upsert": True})
    assert source(cluster, "/d/_doc/1") == {"a": 1, "b": 2}


def test_routing_is_kept_and_shown(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/d/_doc/1?routing=r", {"a": 1})
    ask(cluster, "POST", "/d/_update/1?routing=r", {"doc": {"a": 2}})
    assert ask(cluster, "GET", "/d/_doc/1?routing=r")[1]["_routing"] == "r"


def test_an_update_of_nothing_leaves_an_index_behind(cluster: Cluster) -> None:
    assert ask(cluster, "POST", "/d/_update/1", {"doc": {"a": 1}})[0] == 404
    assert ask(cluster, "HEAD", "/d")[0] == 200


def test_objects_are_merged_at_any_depth(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/d/_doc/1", {"o": {"x": 1, "p": {"y": 1}}, "l": [1]})
    ask(cluster, "POST", "/d/_update/1", {"doc": {"o": {"p": {"z": 2}}, "l": [2]}})
    assert source(cluster, "/d/_doc/1") == {"o": {"x": 1, "p": {"y": 1, "z": 2}}, "l": [2]}


def test_a_bulk_goes_on_after_a_failure(cluster: Cluster) -> None:
    body = lines(
        {"create": {"_id": "1"}}, {"a": 1}, {"create": {"_id": "1"}}, {"a": 2}, {"index": {"_id": "2"}}, {"a": 3}
    )
    status, answer = ask(cluster, "POST", "/d/_bulk", body)
    assert (status, answer["errors"]) == (200, True)
    assert [one["status"] for item in answer["items"] for one in item.values()] == [201, 409, 201]


def test_an_action_chooses_its_own_pipeline(cluster: Cluster) -> None:
    body = lines({"index": {"_id": "1", "pipeline": "_none"}}, {"a": 1}, {"index": {"_id": "2"}}, {"a": 1})
    ask(cluster, "POST", "/d/_bulk?pipeline=sets", body)
    assert source(cluster, "/d/_doc/1") == {"a": 1}
    assert source(cluster, "/d/_doc/2") == {"a": 1, "b": 2}


def test_ingest_took_is_told_only_with_pipelines(cluster: Cluster) -> None:
    body = lines({"index": {"_id": "1"}}, {"a": 1})
    assert "ingest_took" not in ask(cluster, "POST", "/d/_bulk", body)[1]
    assert "ingest_took" in ask(cluster, "POST", "/d/_bulk?pipeline=sets", body)[1]
    ask(cluster, "PUT", "/e", {"settings": {"default_pipeline": "sets"}})
    assert "ingest_took" in ask(cluster, "POST", "/e/_bulk", body)[1]


def test_a_broken_update_fails_the_whole_bulk(cluster: Cluster) -> None:
    body = lines({"index": {"_id": "1"}}, {"a": 1}, {"update": {"_id": "1"}}, {"nope": 1})
    assert ask(cluster, "POST", "/d/_bulk", body)[0] == 400
    assert ask(cluster, "HEAD", "/d")[0] == 404


def test_several_documents_at_once(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/d/_doc/1", {"a": 1, "b": 2})
    asked = {"docs": [{"_id": "1", "_source": ["a"]}, {"_id": "2"}, {"_index": "nope", "_id": "1"}]}
    found, absent, failed = ask(cluster, "POST", "/d/_mget", asked)[1]["docs"]
    assert found["_source"] == {"a": 1}
    assert absent["found"] is False
    assert failed["error"]["type"] == "index_not_found_exception"


def test_another_version_than_asked_for_is_a_conflict(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/d/_doc/1", {"a": 1})
    assert ask(cluster, "GET", "/d/_doc/1?version=1")[0] == 200
    assert ask(cluster, "GET", "/d/_doc/1?version=2")[0] == 409


def test_an_updated_document_is_shown_to_who_asks(cluster: Cluster) -> None:
    ask(cluster, "PUT", "/d/_doc/1", {"a": 1, "b": 1})
    one = ask(cluster, "POST", "/d/_update/1?_source=a", {"doc": {"a": 2}})[1]
    assert one["get"]["_source"] == {"a": 2}
    assert "get" not in ask(cluster, "POST", "/d/_update/1?_source=false", {"doc": {"a": 3}})[1]
    body = lines({"update": {"_id": "1", "_source": "b"}}, {"doc": {"a": 4}}, {"update": {"_id": "1"}}, {"doc": {}})
    first, second = (item["update"] for item in ask(cluster, "POST", "/d/_bulk", body)[1]["items"])
    assert first["get"]["_source"] == {"b": 1}
    assert "get" not in second
