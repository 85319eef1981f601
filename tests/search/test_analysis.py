"""Words of texts."""

from __future__ import annotations

import pytest

from fakeinfer.search.analysis import simple, standard


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Red Fox", ["red", "fox"]),
        ("It's 3.14, isn't it?", ["it's", "3.14", "isn't", "it"]),
        ("a_b-c", ["a_b", "c"]),
        ("größe 模型 🙂", ["größe", "模", "型", "🙂"]),
        ("example.com, 10,000", ["example.com", "10,000"]),
        ("", []),
        ("__ - !", []),
    ],
)
def test_the_standard_analyzer(text: str, tokens: list[str]) -> None:
    assert standard(text) == tokens


def test_long_tokens_are_cut() -> None:
    assert [len(token) for token in standard("x" * 512)] == [255, 255, 2]


def test_the_simple_analyzer_knows_letters_only() -> None:
    assert simple("Top10 it's") == ["top", "it", "s"]
