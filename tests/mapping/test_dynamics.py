"""What a mapping may say about fields that it does not name."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.mapping.dynamics import check_dynamic, check_switches, check_templates
from fakeinfer.mapping.types import Refused

TYPES = ("keyword", "text")


@pytest.mark.parametrize("value", [True, False, "true", "false", "strict", "runtime"])
def test_dynamic_is_a_switch_or_one_of_two_words(value: Any) -> None:
    check_dynamic(value)


@pytest.mark.parametrize("value", ["nope", 1, {}, None])
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        check_dynamic(value)


def test_detection_is_switched_on_or_off() -> None:
    check_switches({"date_detection": "true", "numeric_detection": False})
    with pytest.raises(Refused, match=r"Could not convert \[numeric_detection\] to boolean"):
        check_switches({"numeric_detection": 5})


@pytest.mark.parametrize(
    "content",
    [
        {"mapping": {}},
        {"match": "a*", "mapping": {"type": "keyword"}},
        {"match_mapping_type": ["string", "*"], "mapping": {"type": "{dynamic_type}"}},
        {"match_pattern": "regex", "match": "a.*", "runtime": {}},
        {"path_match": "a.*", "mapping": {"type": "object"}},
    ],
)
def test_a_template_says_which_fields_it_means_and_what_becomes_of_them(content: Any) -> None:
    check_templates([{"name": content}], TYPES)


@pytest.mark.parametrize(
    ("templates", "reason"),
    [
        ({}, "Dynamic template syntax error"),
        ([{}], "must be defined with a name"),
        (["a"], "class java.lang.String cannot be cast to class java.util.Map"),
        ([{"a": [1]}], "class java.util.ArrayList cannot be cast to class java.util.Map"),
        ([{"a": {"mapping": 1.5}}], "class java.lang.Double cannot be cast to class java.util.Map"),
        ([{"a": {"nope": 1}}], "Illegal dynamic template parameter: [nope]"),
        ([{"a": {"match": "x"}}], "template [a] must have either mapping or runtime set"),
        ([{"a": {"match_pattern": "x", "mapping": {}}}], "No matching pattern matched on [x]"),
        ([{"a": {"match_mapping_type": "x", "mapping": {}}}], "No field type matched on [x]"),
        ([{"a": {"mapping": {"type": "x"}}}], 'has invalid content [{"mapping":{"type":"x"}}]'),
    ],
)
def test_what_nobody_understands_is_refused(templates: Any, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        check_templates(templates, TYPES)
    assert reason in refused.value.reason
