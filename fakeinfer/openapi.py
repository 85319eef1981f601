"""What a version of a product implements, as an OpenAPI 3.1 document. Start at `document`.

Paths, parameters and schemas are those that requests are routed, read and checked by. What JSON Schema cannot say (the order of
checks, what a service takes) is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .contract import Contract
from .operations import Bool, Choice, Int, Operation, Parameter, Route
from .schema import Schema

JSON = "application/json"
_TITLES = {"elasticsearch": "Elasticsearch", "opensearch": "OpenSearch"}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {}, "status": {"type": "integer"}},
}


def document(contract: Contract) -> dict[str, Any]:
    """The document of one version; operations with several routes have an `operationId` of their own for each."""
    product = contract.product
    components: dict[str, Any] = {"error": _ERROR}
    paths: dict[str, dict[str, Any]] = {}
    for op in sorted(contract.operations.values(), key=lambda op: op.id):
        routes = [route for route in op.routes if contract.version in route.span]
        for number, route in enumerate(routes):
            id = op.id if number == 0 else f"{op.id}.{number + 1}"
            paths.setdefault(route.path, {})[route.method.lower()] = _operation(contract, op, route, id, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{_TITLES.get(product.name, product.name)} as fakeinfer implements it",
            "version": str(contract.version),
        },
        "servers": [{"url": "http://127.0.0.1:9200"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": components,
            "parameters": {name: _query(name, {"type": "string"}) for name in product.common_parameters},
        },
    }


def _operation(contract: Contract, op: Operation, route: Route, id: str, components: dict[str, Any]) -> dict[str, Any]:
    schema = contract.schema(op.id)
    answer: dict[str, Any] = {"description": "The answer."}
    if schema.response is not None and route.method != "HEAD":
        answer["content"] = {JSON: {"schema": _schema(op.id, schema.response, components)}}
    refusal = {"description": "A refusal.", "content": {JSON: {"schema": {"$ref": "#/components/schemas/error"}}}}
    told: dict[str, Any] = {
        "operationId": id,
        "summary": op.summary,
        "parameters": [*_path_parameters(route.path), *_query_parameters(contract, op)],
        "responses": {"200": answer, "default": refusal},
        "x-source": op.source,
    }
    if op.feature is not None:
        told["x-feature"] = op.feature  # only clusters that were started with it have the path
    if route.replaced_by is not None:
        told["deprecated"] = True
    if schema.body is not None:
        content = {JSON: {"schema": _schema(op.id, schema.body, components)}}
        told["requestBody"] = {"required": op.body.startswith("required"), "content": content}
    elif op.body == "raw":
        told["requestBody"] = {"content": {"application/octet-stream": {}}}
    return told


def _path_parameters(path: str) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"\{(\w+)\}", path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query_parameters(contract: Contract, op: Operation) -> Iterator[dict[str, Any]]:
    for name, parameter in op.query.items():
        if contract.version in parameter.span:
            yield _query(name, _of_parameter(parameter))
    for name in contract.product.common_parameters:
        if name not in op.query:
            yield {"$ref": f"#/components/parameters/{name}"}


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def _of_parameter(parameter: Parameter) -> dict[str, Any]:
    default = parameter.default
    schema: dict[str, Any] = {"type": "string"}
    if isinstance(parameter, Bool) or isinstance(default, bool):
        schema = {"type": "boolean"}
    elif isinstance(parameter, Int) or isinstance(default, int):
        schema = {"type": "integer", "format": "int32"}
    elif isinstance(parameter, Choice):
        schema = {"type": "string", "enum": list(parameter.options)}
    if isinstance(default, bool | int | str):
        schema["default"] = default
    return schema


def _schema(operation: str, schema: Schema, components: dict[str, Any]) -> Any:
    """The schema with its definitions moved to where a document keeps them."""
    for name, shared in schema.document.get("definitions", {}).items():
        components[f"{operation}.{name}"] = _moved(operation, shared)
    return _moved(operation, {key: value for key, value in schema.document.items() if key != "definitions"})


def _moved(operation: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_moved(operation, item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"#/components/schemas/{operation}.{inner.rpartition('/')[2]}"
        if key == "$ref" and isinstance(inner, str)
        else _moved(operation, inner)
        for key, inner in value.items()
    }
