"""Steps that what a tool gives goes through."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework import output_processors
from fakeinfer.wire import Json

UPPER = {"type": "regex_replace", "pattern": "a", "replacement": "A"}
TEXT = {"type": "to_string"}


@pytest.mark.parametrize(
    ("config", "value", "given"),
    [
        (TEXT, {"a": "<"}, '{"a":"\\u003c"}'),
        ({**TEXT, "escape_json": True}, "a/b", "a\\/b"),
        (UPPER, "banana", "bAnAnA"),
        ({**UPPER, "replace_all": False}, "banana", "bAnana"),
        ({**UPPER, "pattern": "(b)(a)", "replacement": "$2$1"}, "bat", "abt"),
        ({**UPPER, "replacement": "$9"}, "bat", "bat"),
        ({"type": "regex_capture", "pattern": "id=(\\d+)"}, "id=5", "5"),
        ({"type": "regex_capture", "pattern": "(a)(b)", "groups": "[1,2]"}, "ab", ["a", "b"]),
        ({"type": "regex_capture", "pattern": "(a)", "groups": [0, 7]}, "ba", "a"),
        ({"type": "regex_capture", "pattern": "x(y)"}, "ab", "ab"),
        ({"type": "extract_json"}, 'so: [1, {"a": 2}] it is', [1, {"a": 2}]),
        ({"type": "extract_json", "extract_type": "object"}, 'so: [1, {"a": 2}] it is', {"a": 2}),
        ({"type": "extract_json", "default": "none"}, "{broken", "none"),
        ({"type": "extract_json"}, "words", "words"),
        ({"type": "extract_json"}, {"a": 1}, {"a": 1}),
        ({"type": "jsonpath_filter", "path": "$.a[*].b"}, {"a": [{"b": 1}, {"b": 2}]}, [1, 2]),
        ({"type": "jsonpath_filter", "path": "$.a"}, '{"a": "text"}', "text"),
        ({"type": "jsonpath_filter", "path": "$.b", "default": 0}, {"a": 1}, 0),
        ({"type": "jsonpath_filter", "path": "$.b"}, {"a": 1}, {"a": 1}),
        ({"type": "remove_jsonpath", "paths": ["$.a[*].b", "$.c", "$.d"]}, {"a": [{"b": 1, "e": 2}], "c": 3}, {"a": [{"e": 2}]}),
        ({"type": "remove_jsonpath", "paths": ["$.a[0]"]}, {"a": [1, 2]}, {"a": [2]}),
        ({"type": "set_field", "path": "$.b", "value": 2}, {"a": 1}, {"a": 1, "b": 2}),
        ({"type": "set_field", "path": "$.b", "source_path": "$.a"}, {"a": 1}, {"a": 1, "b": 1}),
        ({"type": "set_field", "path": "$.b", "source_path": "$.x"}, {"a": 1}, {"a": 1}),
        ({"type": "set_field", "path": "$.b", "source_path": "$.x", "default": 3}, {"a": 1}, {"a": 1, "b": 3}),
        ({"type": "set_field", "path": "$.x.y", "value": 2}, {"a": 1}, {"a": 1}),
        ({"type": "process_and_set", "path": "$.t", "processors": [TEXT]}, {"a": 1}, {"a": 1, "t": '{"a":1}'}),
        ({"type": "for_each", "path": "$.l[*]", "processors": [UPPER]}, {"l": ["a", "b"]}, {"l": ["A", "b"]}),
        ({"type": "for_each", "path": "$.l", "processors": UPPER}, {"l": []}, {"l": []}),
    ],
)  # fmt: skip
def test_a_step_changes_what_it_can(config: dict[str, Any], value: Json, given: Json) -> None:
    assert output_processors.run(output_processors.made([config]), value) == given


@pytest.mark.parametrize(
    ("condition", "value", "fits"),
    [
        ("exists", 1, True),
        ("null", None, True),
        ("not_exists", [], True),
        ("exists", None, False),
        ("red", "red", True),
        (">5", 6, True),
        (">=6", "6", True),
        ("<6", 6, False),
        ("<=6", 6, True),
        ("==6.0", 6, True),
        (">x", 6, False),
        ("regex:re.", "red", True),
        ("regex:(", "red", False),
        ("contains:e", "red", True),
        ("contains:z", "red", False),
    ],
)
def test_a_route_is_taken_by_what_fits_it(condition: str, value: Json, fits: bool) -> None:
    config = {"type": "conditional", "path": "$.v", "routes": [{condition: UPPER}], "default": [TEXT]}
    given = output_processors.run(output_processors.made([config]), {"v": value, "b": "a"})
    assert ('"b":"A"' in str(given)) is fits


def test_a_route_leads_by_the_value_itself_without_a_path() -> None:
    steps = output_processors.made([{"type": "conditional", "routes": [{"a": UPPER}]}])
    assert (output_processors.run(steps, "a"), output_processors.run(steps, "b")) == ("A", "b")


def test_a_value_is_never_changed_in_place() -> None:
    value = {"a": [1]}
    output_processors.run(output_processors.made([{"type": "remove_jsonpath", "paths": ["$.a[0]"]}]), value)
    assert value == {"a": [1]}


def test_paths_that_look_everywhere_are_refused_by_name() -> None:
    steps = output_processors.made([{"type": "remove_jsonpath", "paths": ["$..a"]}])
    with pytest.raises(ApiError, match="output_processors") as refused:
        output_processors.run(steps, {"a": 1})
    assert refused.value.status == 501


@pytest.mark.parametrize("said", ["words", "5", '{"type": "to_string"}', "[1]", "null"])
def test_what_is_no_list_of_objects_says_nothing(said: str) -> None:
    assert output_processors.configured({"output_processors": said}) == []
