"""Java's own writing of values; expectations are what OpenJDK 17 prints."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.formats.javatext import double_text, hash_order, java_class, to_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (250.0, "250.0"),
        (0.001, "0.001"),
        (0.00099, "9.9E-4"),
        (1e7, "1.0E7"),
        (9999999.0, "9999999.0"),
        (123456789.123, "1.23456789123E8"),
        (-2e-5, "-2.0E-5"),
        (0.0, "0.0"),
        (float("inf"), "Infinity"),
        (float("nan"), "NaN"),
    ],
)
def test_doubles_are_written_as_java_does(value: float, text: str) -> None:
    assert double_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": 1, "b": "x"}, "{a=1, b=x}"),
        ([True, None, {"k": [1.5]}], "[true, null, {k=[1.5]}]"),
        ("text", "text"),
        (3000000000, "3000000000"),
    ],
)
def test_values_are_written_as_java_does(value: Any, text: str) -> None:
    assert to_text(value) == text


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["zeta", "beta", "alpha"], ["zeta", "alpha", "beta"]),
        (["n", "m", "b", "a"], ["a", "b", "m", "n"]),
        (["foo", "bar"], ["bar", "foo"]),
    ],
)
def test_keys_come_in_the_order_of_a_hash_map(names: list[str], ordered: list[str]) -> None:
    assert hash_order(names) == ordered


def test_a_map_that_was_larger_keeps_its_buckets() -> None:
    assert hash_order(["q", "a"], held=2) == ["q", "a"]
    assert hash_order(["q", "a"], held=13) == ["a", "q"]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "java.lang.Integer"),
        (2**31, "java.lang.Long"),
        (2**63, "java.math.BigInteger"),
        (1.0, "java.lang.Double"),
        (True, "java.lang.Boolean"),
        ([], "java.util.ArrayList"),
        ({}, "java.util.HashMap"),
    ],
)
def test_json_values_have_java_classes(value: Any, name: str) -> None:
    assert java_class(value) == name
