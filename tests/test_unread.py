"""What was sent that nothing reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.journal import Entry
from fakeinfer.operations import PUT, BodyMode, Call, Operation, operation
from fakeinfer.schema import OperationSchema, Schema
from fakeinfer.unread import unread_fields
from fakeinfer.wire import Request
from tests.toy import toy_contract


def sent(cluster: Cluster, method: str, target: str, body: Any) -> Entry:
    headers = {"content-type": "application/json"}
    cluster.handle(Request.build(method, target, headers, json.dumps(body).encode()))
    return cluster.journal[-1]


def test_a_misspelt_field_that_ml_commons_skips_is_unread() -> None:
    body = {"name": "mine", "descripton": "a typo"}
    entry = sent(Cluster("opensearch"), "POST", "/_plugins/_ml/model_groups/_register", body)
    assert entry.status == 200
    assert entry.unread == ["descripton"]


def test_everything_is_read_of_a_good_request() -> None:
    cluster = Cluster("opensearch")
    assert sent(cluster, "POST", "/_plugins/_ml/model_groups/_register", {"name": "a", "description": "b"}).unread == []
    assert sent(cluster, "PUT", "/docs/_doc/1", {"any": {"thing": 1}}).unread == []


def test_a_refused_request_was_not_read_anyway() -> None:
    entry = sent(Cluster("opensearch"), "POST", "/_plugins/_ml/model_groups/_register", {"nmae": "mine"})
    assert entry.status >= 400
    assert entry.unread == []


def test_what_leads_nowhere_is_read_by_nobody() -> None:
    assert sent(Cluster("opensearch"), "GET", "/no/such/path", {"a": 1}).unread == []


def made(schema: dict[str, Any], body: Any, mode: BodyMode = "required") -> list[tuple[str, list[str]]]:
    @operation("toy.put", PUT("/_toy"), body=mode, source="tests")
    def put(call: Call) -> None:
        """Make a toy."""

    contract = toy_contract()
    contract.__dict__["_schemas"] = {"toy.put": OperationSchema(body=Schema(schema))}
    declared: Operation = put.__dict__["declared"]
    return list(unread_fields(contract, declared, body))


TOY = {
    "type": "object",
    "properties": {
        "colour": {"type": "string"},
        "parts": {"type": "array", "items": {"$ref": "#/definitions/part"}},
        "notes": {"type": "object"},
        "labels": {"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "string"}},
        "box": {"anyOf": [{"properties": {"wide": {}}}, {"properties": {"deep": {}}}]},
        "bag": {"anyOf": [{"properties": {"wide": {}}}, {"type": "object"}]},
    },
    "definitions": {"part": {"type": "object", "properties": {"arm": {"type": "integer"}}}},
}


@pytest.mark.parametrize(
    ("body", "unread"),
    [
        ({"colour": "red", "notes": {"free": 1}, "labels": {"any": "x"}}, []),
        ({"color": "red"}, ["color"]),
        ({"parts": [{"arm": 1}, {"amr": 1}]}, ["parts.1.amr"]),
        ({"box": {"wide": 1, "deep": 2, "high": 3}}, ["box.high"]),
        ({"bag": {"high": 3}}, []),
        ("a text", []),
        (None, []),
    ],
)
def test_fields_are_held_against_the_schema(body: Any, unread: list[str]) -> None:
    assert [field for field, _ in made(TOY, body)] == unread


def test_what_would_be_read_in_its_place_is_named() -> None:
    assert made(TOY, {"parts": [{"amr": 1}]}) == [("parts.0.amr", ["parts.0.arm"])]


@pytest.mark.parametrize("mode", ["none", "ignored"])
def test_a_body_nobody_wants_is_unread_as_a_whole(mode: BodyMode) -> None:
    assert made({}, {"a": 1}, mode) == [("(body)", [])]
