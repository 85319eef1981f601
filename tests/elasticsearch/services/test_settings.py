"""Reading single settings: what fixtures of the services do not reach."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.elasticsearch.services.leftovers import Wording
from fakeinfer.elasticsearch.services.settings import compile_setting, read_settings
from fakeinfer.errors import ApiError

WORDING = Wording("someone", model=False, rate_limit_collected=True)


def read(entry: dict[str, Any], sent: dict[str, Any]) -> tuple[dict[str, Any], list[str], dict[str, Any]]:
    """The clean settings, the problems and what was left, for one setting `x`."""
    found: list[str] = []
    left = dict(sent)
    clean = read_settings((compile_setting("x", entry, "scope", WORDING),), left, found)
    return clean, found, left


def test_what_is_read_is_taken_out() -> None:
    assert read({"type": "string"}, {"x": "", "y": 1}) == ({"x": ""}, [], {"y": 1})


def test_a_default_fills_in() -> None:
    assert read({"type": "boolean", "default": False}, {}) == ({"x": False}, [], {})


def test_an_old_name_is_read_and_the_new_one_wins() -> None:
    entry = {"type": "string", "old_names": ["y"]}
    assert read(entry, {"y": "old"})[0] == {"x": "old"}
    assert read(entry, {"y": "old", "x": "new"}) == ({"x": "new"}, [], {})


def test_a_fixed_value_is_never_read() -> None:
    assert read({"type": "integer", "fixed": 512}, {"x": 7}) == ({"x": 512}, [], {"x": 7})


def test_a_forbidden_setting_has_its_own_sentence() -> None:
    assert read({"type": "integer", "forbidden": "not here"}, {"x": 7})[1] == ["not here"]


def test_a_number_that_means_unset_is_absent() -> None:
    assert read({"type": "integer", "minimum": 0, "unset": -1}, {"x": -1})[0] == {}


def test_a_wrong_type_may_be_answered_at_once() -> None:
    with pytest.raises(ApiError) as refused:
        read({"type": "integer", "type_error": "status"}, {"x": "many"})
    assert refused.value.type == "status_exception"
    assert (
        refused.value.reason
        == "field [x] is not of the expected type. The value [many] cannot be converted to a [Integer]"
    )


@pytest.mark.parametrize(("value", "problem"), [([], "[List]"), ({}, "[Map]")])
def test_lists_and_maps_are_quoted(value: Any, problem: str) -> None:
    entry = {"type": "array" if isinstance(value, list) else "object"}
    assert read(entry, {"x": 1})[1][0].endswith(problem)
    assert read(entry, {"x": value})[0] == {"x": value}


def test_words_ignore_case_only_where_the_server_does() -> None:
    assert read({"type": "string", "enum": ["end"]}, {"x": "\tEND "})[0] == {"x": "end"}
    assert read({"type": "string", "enum": ["end"], "ignore_case": False}, {"x": "END"})[1] == [
        "[scope] Invalid value [END] received. [x] must be one of [end]"
    ]


def test_a_setting_needed_only_if_anything_is_left_may_be_absent() -> None:
    entry = {"type": "string", "required": "if_any"}
    assert read(entry, {})[1] == []
    assert read(entry, {"y": 1})[1] == ["[scope] does not contain the required setting [x]"]
    assert read(entry, {"x": None})[1] == ["[scope] does not contain the required setting [x]"]


def test_a_flag_tells_whether_another_setting_was_sent() -> None:
    other = compile_setting("n", {"type": "integer"}, "scope", WORDING)
    flag = compile_setting("x", {"type": "boolean", "forbidden": True, "says_if_sent": "n"}, "scope", WORDING)
    assert read_settings((other, flag), {"n": 1}, []) == {"n": 1, "x": True}
    assert read_settings((other, flag), {}, []) == {"x": False}


def test_problems_may_be_answered_before_the_rest_is_read() -> None:
    first = compile_setting("a", {"type": "string", "required": True}, "scope", WORDING)
    stop = compile_setting("b", {"type": "string", "stops": True}, "scope", WORDING)
    last = compile_setting("c", {"type": "string", "required": True}, "scope", WORDING)
    with pytest.raises(ApiError) as refused:
        read_settings((first, stop, last), {}, [])
    assert refused.value.reason == "Validation Failed: 1: [scope] does not contain the required setting [a];"


NESTED = {
    "type": "object",
    "nested": "their_settings",
    "minProperties": 1,
    "properties": {
        "in": {
            "type": "object",
            "nested": "their_settings",
            "required": True,
            "properties": {"path": {"type": "string", "required": True}},
        }
    },
}


@pytest.mark.parametrize(
    ("value", "problems"),
    [
        ({"in": {"path": "p"}}, []),
        ({}, ["[scope] Invalid value empty map. [x] must be a non-empty map",
              "[scope.x] does not contain the required setting [in]"]),
        ({"in": None}, ["[scope.x] does not contain the required setting [in]"]),
        ({"in": {}}, ["[scope.x.in] does not contain the required setting [path]"]),
        ({"in": {"path": 1}}, ["field [path] is not of the expected type. The value [1] cannot be converted to a [String]"]),
    ],
)  # fmt: skip
def test_settings_inside_of_a_setting_name_their_path(value: Any, problems: list[str]) -> None:
    assert read(NESTED, {"x": value})[1] == problems


def test_unknown_keys_inside_of_a_setting_wait_for_problems_or_do_not() -> None:
    value = {"in": {"path": 1, "odd": 2}}
    assert len(read(NESTED, {"x": value})[1]) == 1
    with pytest.raises(ApiError, match=r"unknown settings \[\{odd=2\}\] while parsing field \[x\]"):
        read({**NESTED, "leftovers": "first"}, {"x": {"in": {"path": 1}, "odd": 2}})


def test_a_text_that_is_no_url_may_be_answered_alone() -> None:
    with pytest.raises(ApiError) as refused:
        read({"type": "string", "format": "java-uri", "type_error": "argument"}, {"x": "^^^"})
    assert refused.value.type == "illegal_argument_exception"
