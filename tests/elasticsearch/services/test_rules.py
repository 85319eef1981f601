"""Conditions between settings, and the sentences said when they do not hold."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.elasticsearch.services.rules import compile_condition, compile_rule


@pytest.mark.parametrize(
    ("must", "values", "holds"),
    [
        ({"required": ["a"]}, {"a": 1}, True),
        ({"required": ["a"]}, {}, False),
        ({"required": ["a", "b"]}, {"a": 1}, False),
        ({"required": ["a", "b"]}, {"a": 1, "b": 2, "c": 3}, True),
        ({"properties": {"a": {"enum": ["x", "y"]}}}, {"a": "y"}, True),
        ({"properties": {"a": {"enum": ["x", "y"]}}}, {"a": "z"}, False),
        ({"properties": {"a": {"const": "x"}}}, {}, True),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"b": 1}, True),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"c": 1}, False),
        ({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"b": 1}, False),
        ({"not": {"required": ["a"]}}, {}, True),
        ({"required": ["a"], "properties": {"a": {"const": "x"}}}, {"a": "y"}, False),
    ],
)
def test_a_condition_holds_or_not(must: Any, values: dict[str, Any], holds: bool) -> None:
    assert compile_condition(must)(values) is holds


def test_a_word_that_conditions_do_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="minItems"):
        compile_condition({"minItems": 1})


def test_values_are_filled_into_the_sentence() -> None:
    rule = compile_rule({"in": "model", "must": {"required": ["a"]}, "error": "[{task_type}] [{provider}] [{absent}]"})
    assert rule.text({"provider": "meta"}, "rerank") == "[rerank] [meta] [null]"


def test_missing_and_received_are_counted_among_the_fields() -> None:
    rule = compile_rule(
        {"in": "service_settings", "must": {"required": ["a"]}, "fields": ["a", "b"], "error": "{missing}|{received}"}
    )
    assert rule.text({"b": 1, "c": 2}, "rerank") == "a|b"


@pytest.mark.parametrize(("kind", "type"), [("status", "status_exception"), ("validation", "validation_exception")])
def test_a_rule_of_the_model_is_answered_alone(kind: str, type: str) -> None:
    rule = compile_rule({"in": "model", "must": {"required": ["a"]}, "error": "no", "as": kind})
    refusal = rule.refusal({}, "rerank")
    assert (refusal.status, refusal.type) == (400, type)
