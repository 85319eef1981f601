"""What documents teach a mapping."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.mapping.learning import learned
from fakeinfer.mapping.merging import merged
from fakeinfer.mapping.parsing import Reader
from tests.near import json_values

TEXT = {"type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 256}}}


def after(
    source: dict[str, Any], mappings: dict[str, Any] | None = None, product: str = "opensearch"
) -> dict[str, Any]:
    """The mapping a document leaves behind."""
    return learned(Cluster(product).state, mappings or {}, "1", source)


@pytest.mark.parametrize(
    ("value", "definition"),
    [
        ("word", TEXT),
        (1, {"type": "long"}),
        (1.5, {"type": "float"}),
        (True, {"type": "boolean"}),
        ("2024-01-02", {"type": "date"}),
        ("2024/01/02", {"type": "date", "format": "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"}),
        ("12", TEXT),
        ([1, 2], {"type": "long"}),
        ({}, {"type": "object"}),
        ({"x": {"y": "z"}}, {"properties": {"x": {"properties": {"y": TEXT}}}}),
        ([{"a": 1}, {"b": True}], {"properties": {"a": {"type": "long"}, "b": {"type": "boolean"}}}),
    ],
)
def test_a_new_field_is_what_its_first_value_is(value: object, definition: dict[str, Any]) -> None:
    assert after({"f": value}) == {"properties": {"f": definition}}


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ([1, 2.5], "mapper [f] cannot be changed from type [long] to [float]"),
        ([True, [None, "x"]], "mapper [f] cannot be changed from type [boolean] to [text]"),
        ([{"a": 1}, {"a": "x"}], "mapper [f.a] cannot be changed from type [text] to [long]"),
        ([1, {"a": 1}], "can't merge a non object mapping [f] with an object mapping"),
        ([{"a": 1}, 1], "can't merge a non object mapping [f] with an object mapping"),
    ],
)
def test_values_of_a_new_field_have_to_agree(value: object, refused: str) -> None:
    with pytest.raises(ApiError) as error:
        after({"f": value})
    assert error.value.reason == refused


def test_the_first_value_decides_in_newer_versions() -> None:
    state = Cluster("elasticsearch", "9.5").state
    assert learned(state, {}, "1", {"f": [1, 2.5]}) == {"properties": {"f": {"type": "long"}}}
    with pytest.raises(ApiError) as error:
        learned(state, {}, "1", {"f": [1, "x"]}, b'{"f": [1, "x"]}')
    assert str(error.value.reason).startswith("[1:11] failed to parse field [f] of type [long]")


@pytest.mark.parametrize("value", [None, [], [None]])
def test_nothing_is_learned_from_nothing(value: object) -> None:
    before: dict[str, Any] = {}
    assert learned(Cluster("opensearch").state, before, "1", {"f": value}) is before


def test_a_dot_makes_an_object() -> None:
    assert after({"a.b": 1}) == {"properties": {"a": {"properties": {"b": {"type": "long"}}}}}


def test_many_floats_become_a_vector_in_elasticsearch() -> None:
    vectors = after({"v": [0.5] * 128, "w": [0.5] * 127, "n": [1] * 128}, product="elasticsearch")["properties"]
    assert (vectors["v"]["type"], vectors["v"]["dims"]) == ("dense_vector", 128)
    assert vectors["w"] == {"type": "float"}
    assert vectors["n"] == {"type": "long"}


def test_dynamic_false_learns_nothing_and_strict_refuses() -> None:
    before = {"dynamic": "false", "properties": {}}
    assert after({"a": 1}, before) == before
    with pytest.raises(ApiError) as refused:
        after({"a": 1}, {"dynamic": "strict"})
    assert refused.value.type == "strict_dynamic_mapping_exception"


def test_a_dynamic_template_says_what_a_field_becomes() -> None:
    template = {"strings": {"match_mapping_type": "string", "mapping": {"type": "keyword"}}}
    assert after({"a": "x", "n": 1}, {"dynamic_templates": [template]})["properties"] == {
        "a": {"type": "keyword"},
        "n": {"type": "long"},
    }


@pytest.mark.parametrize(
    ("product", "type", "begin"),
    [("opensearch", "mapper_parsing_exception", ""), ("elasticsearch", "document_parsing_exception", "[1:6] ")],
)
def test_a_value_that_does_not_fit_is_refused_in_the_products_words(product: str, type: str, begin: str) -> None:
    with pytest.raises(ApiError) as refused:
        after({"o": 1}, {"properties": {"o": {"properties": {}}}}, product)
    reason = "object mapping for [o] tried to parse field [o] as object, but found a concrete value"
    assert (refused.value.type, refused.value.reason) == (type, begin + reason)


@settings(deadline=None)
@given(value=json_values)
def test_what_was_learned_can_be_written_as_a_mapping(value: object) -> None:
    state = Cluster("opensearch").state
    try:
        mappings = learned(state, {}, "1", {"f": value})
    except ApiError:
        return
    assert Reader(state).read(mappings) == mappings
    assert merged(state, mappings, mappings) == mappings
