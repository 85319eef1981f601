"""Interfaces of models: the words of the server's validator."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.models.interfaces import check_input, check_output
from fakeinfer.opensearch.remote.inputs import Parameters, Similarity, TextDocs


def told(schema: Any, value: Any) -> str:
    """What is wrong with a parameter `x`."""
    interface = {"input": json.dumps({"properties": {"parameters": {"properties": {"x": schema}}}})}
    with pytest.raises(ApiError) as refused:
        check_input(interface, Parameters({"x": value if isinstance(value, str) else json.dumps(value)}, "PREDICT"))
    reason = refused.value.reason or ""
    return reason.partition("Validation failed: [")[2].partition("] for instance: ")[0]


@pytest.mark.parametrize(
    ("schema", "value", "problem"),
    [
        ({"type": "array"}, 5, "$.parameters.x: integer found, array expected"),
        ({"type": ["array", "null"]}, "a", "$.parameters.x: string found, [array, null] expected"),
        ({"type": "integer"}, 1.5, "$.parameters.x: number found, integer expected"),
        ({"type": "string", "minLength": 3}, "a", "$.parameters.x: must be at least 3 characters long"),
        ({"enum": ["a", 1]}, 2, "$.parameters.x: does not have a value in the enumeration [a, 1]"),
        ({"const": 1}, 2, "$.parameters.x: must be the constant value '1'"),
        ({"minimum": 3}, 2, "$.parameters.x: must have a minimum value of 3"),
        ({"minItems": 2}, [1], "$.parameters.x: must have at least 2 items but found 1"),
        ({"items": {"type": "string"}}, [1], "$.parameters.x[0]: integer found, string expected"),
        ({"required": ["y"]}, {"z": 1}, "$.parameters.x: required property 'y' not found"),
        (
            {"additionalProperties": False, "properties": {"a": {}}},
            {"b": 1},
            "$.parameters.x: property 'b' is not defined in the schema and the schema does not allow additional properties",
        ),
        (
            {"anyOf": [{"type": "array"}, {"type": "null"}]},
            1,
            "$.parameters.x: integer found, array expected, $.parameters.x: integer found, null expected",
        ),
        ({"type": "string", "pattern": "^b"}, "a", "$.parameters.x: does not match the regex pattern ^b"),
    ],
)
def test_violations_are_told_as_the_server_does(schema: Any, value: Any, problem: str) -> None:
    assert told(schema, value) == problem


def test_texts_stay_texts_where_the_schema_wants_them() -> None:
    schema = {"properties": {"parameters": {"properties": {"x": {"type": "string"}}}}}
    check_input({"input": json.dumps(schema)}, Parameters({"x": "5"}, "PREDICT"))


@pytest.mark.parametrize("given", [TextDocs(["a"]), Similarity("q", ["a"])])
def test_other_inputs_are_held_against_it_too(given: TextDocs | Similarity) -> None:
    check_input({"input": json.dumps({"required": ["text_docs"]})}, given)
    with pytest.raises(ApiError, match="required property 'parameters' not found"):
        check_input({"input": json.dumps({"required": ["parameters"]})}, given)


def test_an_output_that_fits_passes() -> None:
    check_output({"output": json.dumps({"required": ["inference_results"]})}, [])
    check_output({}, [])


@pytest.mark.parametrize("schema", [{"type": "Europe/Berlin"}, {"type": [["object"]]}, {"required": 5}])
def test_what_is_no_schema_is_not_implemented(schema: Any) -> None:
    with pytest.raises(ApiError) as refused:
        check_output({"output": json.dumps(schema)}, [])
    assert refused.value.status == 501
