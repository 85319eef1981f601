"""Options read their value or refuse it; what nobody read is left over."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.ingest.options import Bool, Config, Double, Int, ListOf, Map, Option, Text, TextList, TextOrInt


@pytest.mark.parametrize(
    ("option", "given", "read"),
    [
        (Text("o"), "x", "x"),
        (Text("o", "d"), None, "d"),
        (Text("o", lambda taken: taken["f"]), None, "field"),
        (TextOrInt("o"), 3, "3"),
        (Bool("o"), False, False),
        (Int("o"), "12", 12),
        (Int("o"), -(2**31), -(2**31)),
        (Double("o"), "1.5", 1.5),
        (Map("o"), {"a": 1}, {"a": 1}),
        (ListOf("o"), [1], [1]),
        (TextList("o"), "x", ["x"]),
        (TextList("o"), ["x", 1], ["x", "1"]),
    ],
)
def test_a_value_is_taken(option: Option, given: Any, read: Any) -> None:
    config = Config({"o": given}, "set")
    assert option.read(config, {"f": "field"}) == read
    assert config.leftovers() == []


@pytest.mark.parametrize(
    ("option", "given", "reason"),
    [
        (Text("o"), None, "[o] required property is missing"),
        (Text("o"), 1, "[o] property isn't a string, but of type [java.lang.Integer]"),
        (TextOrInt("o"), True, "[o] property isn't a string or int, but of type [java.lang.Boolean]"),
        (Bool("o"), "true", "[o] property isn't a boolean, but of type [java.lang.String]"),
        (Int("o"), 1.5, "[o] property cannot be converted to an int [1.5]"),
        (Int("o"), 2**31, "[o] property cannot be converted to an int [2147483648]"),
        (Double("o"), "x", "[o] property cannot be converted to a double [x]"),
        (Map("o"), [], "[o] property isn't a map, but of type [java.util.ArrayList]"),
        (ListOf("o"), {}, "[o] property isn't a list, but of type [java.util.HashMap]"),
    ],
)
def test_a_bad_value_is_refused(option: Option, given: Any, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        option.read(Config({"o": given}, "set"), {})
    assert raised.value.reason == reason
    assert raised.value.metadata == {"property_name": "o"}


def test_reading_leaves_the_definition_alone() -> None:
    definition = {"a": 1, "b": 2}
    config = Config(definition, "set")
    config.take("a")
    assert config.leftovers() == ["b"]
    assert definition == {"a": 1, "b": 2}
