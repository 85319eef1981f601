"""Patterns of log messages."""

from __future__ import annotations

import pytest

from fakeinfer.opensearch.agent_framework.skills import brain


def test_words_that_vary_are_told_apart() -> None:
    messages = [f"session of {name} closed" for name in ("ann", "bob", "eve", "joe", "kim")]
    assert brain.patterns([*messages, "disk full"]) == {"session of <*> closed": [0, 1, 2, 3, 4], "disk full": [5]}


def test_a_few_different_words_are_none_that_vary() -> None:
    messages = [f"session of {name} closed" for name in ("ann", "bob")]
    assert list(brain.patterns(messages)) == messages
    assert list(brain.patterns(messages, 2)) == ["session of <*> closed"]


@pytest.mark.parametrize(
    ("message", "pattern"),
    [
        ("from 10.0.0.1:80 now", "from <*IP*> now"),
        ("at 2026-01-02T03:04:05.678Z it", "at <*DATETIME*> it"),
        ("0xdeadbeef block42 12345", "<*> <*> <*>"),
        ("status 404 stays", "status 404 stays"),
        ("took [17] ms", "took [<*>] ms"),
        ("one,two+three", "one two three"),
        ("", ""),
    ],
)
def test_what_varies_by_its_form_is_masked(message: str, pattern: str) -> None:
    assert brain.patterns([message]) == {pattern: [0]}


def test_a_more_frequent_word_with_others_beside_it_varies() -> None:
    messages = ["a x c", "a y c", "b x c", "b x d", "q x c"]
    assert brain.patterns(messages, 2) == {"<*> x c": [0, 2, 4], "<*> <*> c": [1], "<*> x <*>": [3]}


def test_messages_of_the_plugins_own_test() -> None:
    """opensearch-project/skills:src/test/java/org/opensearch/integTest/LogPatternToolIT.java"""
    messages = ["123.abc-AB * De /", "45.abc-AB * De /", "12.abc_AB * De /", "45.ab_AB * De /", ".abAB * De /"]
    assert brain.patterns(messages) == {"<*> * De /": [0, 1, 2, 3, 4]}
