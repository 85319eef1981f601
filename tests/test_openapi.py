"""The OpenAPI document of a version: valid, whole, and about that version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from fakeinfer.contract import PRODUCTS, contract_for, product_named
from fakeinfer.openapi import document

EDGES = [(name, line) for name in PRODUCTS for line in (product_named(name).lines[0], product_named(name).lines[-1])]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref" and isinstance(inner, str):
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_document_is_valid(product: str) -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(json.loads(json.dumps(document(contract_for(product)))))


@pytest.mark.parametrize(("product", "line"), EDGES)
def test_every_route_is_a_path_and_every_reference_leads_somewhere(product: str, line: str) -> None:
    contract = contract_for(product, line)
    told = document(contract)
    there = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    routes = [
        (r.method, r.path) for op in contract.operations.values() for r in op.routes if contract.version in r.span
    ]
    assert there == set(routes)
    ids = [operation["operationId"] for methods in told["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids)) == len(routes)
    assert set(contract.operations) <= set(ids)
    for reference in references(told):
        _, _, kind, name = reference.split("/")
        assert name in told["components"][kind], reference


def test_a_version_tells_what_it_has() -> None:
    older, newer = (document(contract_for("elasticsearch", line)) for line in ("8.12", "9.5"))
    delete = "/_inference/{task_type}/{inference_id}"
    names = [
        {parameter.get("name") for parameter in told["paths"][delete]["delete"]["parameters"]}
        for told in (older, newer)
    ]
    assert "force" not in names[0]
    assert "force" in names[1]
    assert "/_inference/_services" not in older["paths"]
    body = newer["paths"][delete]["put"]["requestBody"]["content"]["application/json"]["schema"]
    assert "chunking_settings" in body["properties"]


def test_parameters_have_their_types() -> None:
    told = document(contract_for("elasticsearch", "9.5"))
    (force,) = (
        p for p in told["paths"]["/_inference/{inference_id}"]["delete"]["parameters"] if p.get("name") == "force"
    )
    assert force == {"name": "force", "in": "query", "schema": {"type": "boolean", "default": False}}
    refs = [p["$ref"] for p in told["paths"]["/_inference"]["get"]["parameters"] if "$ref" in p]
    assert "#/components/parameters/pretty" in refs


def test_a_route_under_an_old_name_is_deprecated() -> None:
    told = document(contract_for("opensearch"))
    old = [op for methods in told["paths"].values() for op in methods.values() if op.get("deprecated")]
    assert any("." in operation["operationId"] for operation in old)


def test_a_path_that_not_every_cluster_has_says_so() -> None:
    contract = contract_for("elasticsearch")
    needs = {op.id: op.feature for op in contract.operations.values() if op.feature is not None}
    told = [op for methods in document(contract)["paths"].values() for op in methods.values() if "x-feature" in op]
    assert {op["operationId"]: op["x-feature"] for op in told if op["operationId"] in needs} == needs
    assert needs
