"""Arguments that fit a JSON Schema."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.brains.arguments import MAX_VALUES, arguments_for
from fakeinfer.formats import jsontext


def of(part: Any, said: str = "Paris") -> Any:
    """The argument `x`, whose schema is `part`."""
    return arguments_for({"type": "object", "properties": {"x": part}}, said)["x"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ({"type": "string"}, "Paris"),
        ({"type": "string", "maxLength": 3}, "Par"),
        ({"type": "string", "minLength": 7}, "Paris.."),
        ({"type": "string", "format": "date"}, "2026-01-01"),
        ({"type": "integer"}, 1),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "integer", "maximum": -2}, -2),
        ({"type": "number", "exclusiveMinimum": 1}, 2),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"type": ["null", "integer"]}, 1),
        ({"type": "array", "items": {"type": "string"}}, ["Paris"]),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [1, 1]),
        ({"type": "object", "properties": {"y": {"type": "string"}}}, {"y": "Paris"}),
        ({"enum": ["Rome", "paris"]}, "paris"),
        ({"enum": ["Rome", "Oslo"]}, "Rome"),
        ({"const": 7}, 7),
        ({"type": "string", "default": "here"}, "here"),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, 1),
        ({"allOf": [{"type": "integer"}, {"minimum": 3}]}, 3),
        ({}, "Paris"),
        (True, "Paris"),
    ],
)
def test_a_value_fits_its_schema(part: Any, value: Any) -> None:
    assert of(part) == value
    jsonschema.validate(value, part)


@pytest.mark.parametrize(
    ("kind", "said", "number"),
    [("integer", "in 3 days", 3), ("number", "about 2.5 km", 2.5), ("integer", "-4 or 12", 12)],
)
def test_a_number_that_the_user_spoke_of_is_taken_if_it_fits(kind: str, said: str, number: float) -> None:
    assert of({"type": kind, "minimum": 0}, said) == number


def test_what_is_required_is_filled_and_the_rest_is_left_out() -> None:
    schema = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["b"]}
    assert arguments_for(schema, "x") == {"b": "x"}


def test_references_are_followed() -> None:
    schema = {"$defs": {"city": {"enum": ["Paris"]}}, "properties": {"city": {"$ref": "#/$defs/city"}}}
    assert arguments_for(schema, "") == {"city": "Paris"}


def test_a_schema_that_holds_itself_ends() -> None:
    properties = {f"p{number}": {"$ref": "#"} for number in range(20)}
    filled = arguments_for({"type": "object", "properties": properties}, "x")
    assert len(jsontext.dumps(filled)) < 40 * 20 * MAX_VALUES


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
WORDS = (
    "type", "properties", "required", "items", "enum", "const", "default", "anyOf", "allOf", "oneOf", "$ref", "minItems",
    "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "format",
)  # fmt: skip
SCHEMA = st.recursive(
    st.fixed_dictionaries(
        {}, optional={word: ANYTHING | st.sampled_from(["object", "array", "integer", "#", "#/properties/a"]) for word in WORDS}
    ),
    lambda inner: st.fixed_dictionaries(
        {"type": st.sampled_from(["object", "array", "string"])},
        optional={"properties": st.dictionaries(st.text(max_size=3), inner, max_size=3), "items": inner, "anyOf": st.lists(inner)},
    ),
    max_leaves=5,
)  # fmt: skip


@given(schema=SCHEMA, said=st.text(max_size=20))
def test_any_schema_is_filled_with_json(schema: dict[str, Any], said: str) -> None:
    filled = arguments_for(schema, said)
    assert isinstance(filled, dict)
    assert filled == arguments_for(schema, said) or "nan" in str(filled)
    jsontext.dumps(filled)
