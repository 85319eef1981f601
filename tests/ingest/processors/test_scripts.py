"""The `script` processor: what definitions it takes, what it leaves in a document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


def simulated(script: Any, source: dict[str, Any] | None = None, product: str = "opensearch", **more: Any) -> Any:
    processor = {"script": {**script, **more} if isinstance(script, dict) else script}
    body = {"pipeline": {"processors": [processor]}, "docs": [{"_source": source or {"a": 1}}]}
    headers = {"Content-Type": "application/json"}
    request = Request.build("POST", "/_ingest/pipeline/_simulate", headers, json.dumps(body).encode())
    answer = json.loads(Cluster(product).handle(request).content)
    if "docs" not in answer:
        return answer["error"]
    return answer["docs"][0].get("doc", {}).get("_source") or answer["docs"][0]["error"]


@pytest.mark.parametrize("product", ["opensearch", "elasticsearch"])
def test_a_script_changes_the_document(product: str) -> None:
    script = {"source": "ctx.b = ctx.a + params.c; ctx.remove('a')", "params": {"c": 2}}
    assert simulated(script, product=product) == {"b": 3}


def test_a_text_is_a_script_too() -> None:
    assert simulated("ctx.a = 9") == {"a": 9}


def test_parameters_are_only_read() -> None:
    told = simulated({"source": "params.c = 5", "params": {"c": 2}})
    assert told["caused_by"]["type"] == "unsupported_operation_exception"


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ({}, "must specify either [source] for an inline script or [id] for a stored script"),
        ({"source": "ctx.a=1", "foo": 1}, "[1:2] [script] unknown field [foo]"),
        ({"source": 5}, "[1:11] [script] source doesn't support values of type: VALUE_NUMBER"),
        ({"source": None}, "[1:11] [script] source doesn't support values of type: VALUE_NULL"),
        ({"source": "ctx.a=1", "lang": "nope"}, "script_lang not supported [nope]"),
        ({"source": "ctx.a=1", "lang": 5}, "[1:28] [script] lang doesn't support values of type: VALUE_NUMBER"),
        ({"source": "ctx.a=1", "params": 5}, "[1:30] [script] params doesn't support values of type: VALUE_NUMBER"),
        ({"id": "x", "source": "ctx.a=1"}, "[1:20] [script] failed to parse field [source]"),
        ({"source": "ctx.a=1", "options": {"a": "b"}}, "illegal compiler options [{a=b}] specified"),
    ],
)
def test_a_definition_that_is_none_is_refused(script: dict[str, Any], problem: str) -> None:
    told = simulated(script)
    assert told["caused_by"]["reason"] == problem
    assert told["reason"].endswith(f": {problem}")


def test_what_json_has_not_fails_the_request() -> None:
    assert simulated({"source": "ctx.b = new StringBuilder('x')"})["reason"] == (
        "unexpected value type [class java.lang.StringBuilder]"
    )
    assert "self-referencing" in simulated({"source": "ctx.b = ctx"})["reason"]


def test_what_is_no_number_is_a_text() -> None:
    assert simulated({"source": "ctx.a = 1.0 / 0"}) == {"a": "Infinity"}


def test_a_stored_script_is_read_anew_for_each_document() -> None:
    """Observed: opensearch 2.19.1."""
    cluster = Cluster("opensearch", "2.19")

    def send(method: str, path: str, body: object = None) -> tuple[int, Any]:
        data = b"" if body is None else json.dumps(body).encode()
        response = cluster.handle(Request.build(method, path, {"content-type": "application/json"}, data))
        return response.status, json.loads(response.content)

    def store(source: str) -> None:
        assert send("PUT", "/_scripts/s", {"script": {"lang": "painless", "source": source}})[0] == 200

    store("ctx.r = 1")
    assert send("PUT", "/_ingest/pipeline/p", {"processors": [{"script": {"id": "s"}}]})[0] == 200
    assert send("PUT", "/_ingest/pipeline/q", {"processors": [{"drop": {"if": {"id": "s"}}}]})[0] == 200
    store("ctx.r = 2")
    assert send("PUT", "/i/_doc/1?pipeline=p", {})[0] == 201
    assert send("GET", "/i/_source/1")[1] == {"r": 2}
    send("DELETE", "/_scripts/s")
    for pipeline in ("p", "q"):
        status, answer = send("PUT", f"/i/_doc/2?pipeline={pipeline}", {})
        assert (status, answer["error"]["reason"]) == (404, "unable to find script [s] in cluster state")
        assert "processor_type" not in answer["error"]
