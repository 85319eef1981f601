"""JSON as Gson has it: what passes, what is refused and where, and how values are printed."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.opensearch.remote import gson


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}),
        ("{a: one, 'b': two}", {"a": "one", "b": "two"}),
        ("{a = 1; b => 2}", {"a": 1, "b": 2}),
        ("[1,,2]", [1, None, 2]),
        ("['\\u0041\\n\\'']", ["A\n'"]),
        ("[TRUE, Null, -1e3, 1.x]", [True, None, -1000.0, "1.x"]),
        ("{}", {}),
        ("text", "text"),
    ],
)
def test_sloppy_json_is_read(source: str, value: Any) -> None:
    assert gson.read(source) == value


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('{"data": [', "End of input at line 1 column 11 path $.data[0]"),
        (
            "just text",
            "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON at line 1 column 7 path $",
        ),
        ("{a b}", "Expected ':' at line 1 column 5 path $.a"),
        ("[1 2]", "Unterminated array at line 1 column 5 path $[1]"),
        ('{"a": 1 "b"}', "Unterminated object at line 1 column 10 path $.a"),
        ("{,}", "Expected name at line 1 column 3 path $."),
        ("[:]", "Expected value at line 1 column 3 path $[0]"),
        ('["\\x"]', "Invalid escape sequence at line 1 column 5 path $[0]"),
        ('["a', "Unterminated string at line 1 column 4 path $[0]"),
        ('{"a": 1, "a": 2}', "duplicate key: a"),
    ],
)
def test_what_is_too_sloppy_says_where(source: str, problem: str) -> None:
    with pytest.raises(gson.NotJson) as refused:
        gson.read(source)
    assert refused.value.problem.splitlines()[0] == problem


@pytest.mark.parametrize("source", ["{a: b}", "[1]", " {} "])
def test_objects_and_lists_count_as_json(source: str) -> None:
    assert gson.is_json(source)


@pytest.mark.parametrize("source", [None, "", "5", "true", '"x"', '{"a": not json}', '[]"', "{a: ${b}}"])
def test_nothing_else_does(source: str | None) -> None:
    assert not gson.is_json(source)


def test_texts_are_safe_for_html_and_nulls_are_left_out() -> None:
    assert gson.text({"a": "<b> & 'c' = d", "n": None, "l": [None]}) == (
        '{"a":"\\u003cb\\u003e \\u0026 \\u0027c\\u0027 \\u003d d","l":[null]}'
    )


def test_parameters_stay_texts_or_become_json() -> None:
    assert [gson.parameter(value) for value in ("a", 1, True, None, ["x"])] == ["a", "1", "true", "null", '["x"]']


def test_values_are_escaped_as_java_does() -> None:
    assert gson.escaped('a/b "c" \\ é\n\x01😀') == 'a\\/b \\"c\\" \\\\ \\u00E9\\n\\u0001\\uD83D\\uDE00'


def test_numbers_become_doubles_and_booleans_stay() -> None:
    told: Any = gson.doubles({"a": 1, "b": [2, True], "c": 1.5})
    assert told == {"a": 1.0, "b": [2.0, True], "c": 1.5}
    assert [type(told["a"]), type(told["b"][1])] == [float, bool]
