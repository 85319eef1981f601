"""What new indices take from templates."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.index_requests.template_reading import overlap
from fakeinfer.indices import templates


def test_a_name_matches_a_pattern_in_which_only_the_star_is_special() -> None:
    assert templates.matches(["a[1]*"], "a[1]b")
    assert not templates.matches(["a[1]*"], "a1b")
    assert not templates.matches(["a?"], "ab")


def test_fields_are_laid_over_each_other_and_objects_joined() -> None:
    below = {
        "dynamic": "strict",
        "properties": {"a": {"type": "keyword", "ignore_above": 5}, "o": {"properties": {"x": {"type": "long"}}}},
    }
    above = {"properties": {"a": {"type": "text"}, "o": {"properties": {"y": {"type": "long"}}}}}
    assert templates.over(below, above) == {
        "dynamic": "strict",
        "properties": {"a": {"type": "text"}, "o": {"properties": {"x": {"type": "long"}, "y": {"type": "long"}}}},
    }


def test_the_template_of_highest_priority_counts_alone() -> None:
    state = Cluster("opensearch", "2.19").state
    for name, priority in (("low", None), ("high", 7)):
        template = {"index_patterns": ["x*"], "composed_of": [], "template": {"settings": {"index": {name: "1"}}}}
        state.store.put(templates.COMPOSABLE, name, {**template, **({"priority": priority} if priority else {})})
    assert templates.taken(state, "x1").settings == {"index.high": "1"}
    assert templates.taken(state, "y") == templates.NOTHING


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("a*", "ab*", True),
        ("a*", "b*", False),
        ("*a", "b*", True),
        ("a*c", "*b", False),
        ("a", "a", True),
        ("*", "anything", True),
        ("a*b*c", "a*d", False),
        ("", "*", True),
    ],
)
def test_patterns_overlap_when_a_name_matches_both(one: str, other: str, both: bool) -> None:
    assert overlap([one], [other]) is both
    assert overlap([other], [one]) is both


def test_long_patterns_are_compared_at_once() -> None:
    assert not overlap(["a*" * 200 + "x"], ["a*" * 200 + "y"])
