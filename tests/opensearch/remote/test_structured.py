"""Parameters that become fields of a request."""

from __future__ import annotations

import json

import pytest

from fakeinfer.opensearch.remote.structured import with_fields


@pytest.mark.parametrize(
    ("payload", "parameters", "expected"),
    [
        ({"a": 1}, {"_response_format_json": '{"b": 2}'}, {"a": 1, "response_format": {"b": 2}}),
        ({"toolConfig": {"a": 1}}, {"_toolConfig_json": '{"b": 2}'}, {"toolConfig": {"b": 2}}),
        (
            {"generationConfig": {"a": 1}},
            {"_generationConfig_additions_json": '{"b": 2}'},
            {"generationConfig": {"a": 1, "b": 2}},
        ),
        ({"generationConfig": 1}, {"_generationConfig_additions_json": '{"b": 2}'}, {"generationConfig": {"b": 2}}),
        ({}, {"_response_format_json": '{"a": 1}', "_response_format_additions_json": '{"b": 2}'},
         {"response_format": {"a": 1, "b": 2}}),
        ({"a": 1}, {"_response_format_json": "[1]"}, {"a": 1}),
        ({"a": 1}, {"_response_format_json": None, "_other_json": '{"b": 2}'}, {"a": 1}),
        ([1], {"_response_format_json": '{"b": 2}'}, [1]),
    ],
)  # fmt: skip
def test_fields_are_set_and_added_to(payload: object, parameters: dict[str, str | None], expected: object) -> None:
    assert json.loads(with_fields(json.dumps(payload), parameters)) == expected
