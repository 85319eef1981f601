"""YAML answers are Jackson's, and YAML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats import yamltext

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff"))
NAMES = st.text("ab *:#-'\"{}[],&!|>%@`?\\\n\t\u00e9", max_size=8)
"""Names without digits: Jackson leaves those plain, and a YAML reader then takes them for numbers."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


def test_objects_and_lists_are_blocks_and_texts_are_quoted() -> None:
    answer = {"error": {"root_cause": [{"type": "x", "n": 1}], "empty": {}, "none": []}, "status": 404, "ok": None}
    assert yamltext.dumps(answer) == (
        '---\nerror:\n  root_cause:\n  - type: "x"\n    "n": 1\n  empty: {}\n  none: []\nstatus: 404\nok: null\n'
    )


@pytest.mark.parametrize(
    ("value", "text"), [({}, "--- {}\n"), ([], "--- []\n"), ("x", '--- "x"\n'), (1.5, "--- 1.5\n")]
)
def test_what_is_no_block_stands_on_the_first_line(value: object, text: str) -> None:
    assert yamltext.dumps(value) == text


def test_a_long_text_is_folded_behind_a_word_past_column_80() -> None:
    reason = "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"
    assert yamltext.dumps({"error": {"root_cause": [{"reason": reason}], "reason": reason}}) == (
        "---\nerror:\n  root_cause:\n"
        '  - reason: "Compressor detection can only be called on some xcontent bytes or compressed\\\n      \\ xcontent bytes"\n'
        '  reason: "Compressor detection can only be called on some xcontent bytes or compressed\\\n    \\ xcontent bytes"\n'
    )


def test_depth_does_not_matter() -> None:
    deep: object = 1
    for _ in range(3000):
        deep = {"a": [deep]}
    assert yamltext.dumps(deep).endswith("- 1\n")


@given(VALUES)
def test_yaml_reads_back_what_was_printed(value: object) -> None:
    yaml = pytest.importorskip("yaml")
    assert yaml.safe_load(yamltext.dumps(value)) == value
