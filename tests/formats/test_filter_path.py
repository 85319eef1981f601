"""filter_path: what it keeps and what it drops."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.filter_path import filtered

NAMES = st.text("ab.", min_size=1, max_size=3)
ANSWERS = st.dictionaries(
    NAMES,
    st.recursive(
        st.integers() | st.text("xy"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=12,
    ),
    max_size=4,
)
ANSWER: dict[str, Any] = {
    "f": {
        "_meta": {"a": {"b": [{"c": 1, "d": 2}, {"c": 3}], "e.f": 5, "empty": {}, "none": []}},
        "processors": [],
    }
}


@pytest.mark.parametrize(
    ("paths", "kept"),
    [
        ("f._meta.a.b.c", {"f": {"_meta": {"a": {"b": [{"c": 1}, {"c": 3}]}}}}),
        ("*._meta", {"f": {"_meta": ANSWER["f"]["_meta"]}}),
        ("**.e\\.f", {"f": {"_meta": {"a": {"e.f": 5}}}}),
        ("**.empty,**.none", {"f": {"_meta": {"a": {"empty": {}, "none": []}}}}),
        ("f.*et*.a.e*", {"f": {"_meta": {"a": {"e.f": 5, "empty": {}}}}}),
        ("f._meta.*,-**.b", {"f": {"_meta": {"a": {"e.f": 5, "empty": {}, "none": []}}}}),
        (" f.processors", {"f": {"processors": []}}),
        ("zzz", {}),
        ("f._meta.a.e\\.f.g", {}),
        ("-f", {}),
        ("", ANSWER),
        (",,", ANSWER),
        ("f", ANSWER),
        ("f.**", ANSWER),
    ],
)
def test_paths_keep_what_they_name(paths: str, kept: Any) -> None:
    assert filtered(ANSWER, paths) == kept


def test_an_object_emptied_by_an_exclude_goes_and_empty_ones_stay() -> None:
    excluded = filtered(ANSWER, "-**.c")
    assert excluded["f"]["_meta"]["a"] == {"b": [{"d": 2}], "e.f": 5, "empty": {}, "none": []}
    assert excluded["f"]["processors"] == []


def test_a_list_of_rows_is_transparent() -> None:
    rows = [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert filtered(rows, "a") == [{"a": "1"}, {"a": "3"}]
    assert filtered(rows, "-*.version") == rows


@given(ANSWERS)
def test_any_depth_keeps_everything_and_excluding_it_nothing(answer: dict[str, Any]) -> None:
    assert filtered(answer, "**") == answer
    assert filtered(answer, "-**") == {}
    assert filtered(answer, "-*") == {}


@given(ANSWERS, st.text("ab*.,-\\ ", max_size=12))
def test_any_path_is_applied_without_changing_the_answer(answer: dict[str, Any], paths: str) -> None:
    before = repr(answer)
    kept = filtered(answer, paths)
    assert isinstance(kept, dict)
    assert repr(answer) == before
    assert filtered(kept, paths) == kept
