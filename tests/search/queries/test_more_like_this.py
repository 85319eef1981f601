"""Documents with the words that make others special."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.asking import holding, ids

TEXTS = ["red fox", "red fox jumps", "blue dog", "red dog", "blue fox"]
LINES = [("opensearch", "2.19"), ("elasticsearch", "9.1")]


def found(like: Any, product: str = "opensearch", line: str = "2.19", **options: Any) -> list[str]:
    cluster = holding([{"t": text} for text in TEXTS], product, line)
    body = {"fields": ["t"], "like": like, "min_term_freq": 1, "min_doc_freq": 1, **options}
    return sorted(ids(cluster, {"more_like_this": body}))


@pytest.mark.parametrize(("product", "line"), LINES)
def test_a_document_is_not_like_itself_unless_it_is_wanted(product: str, line: str) -> None:
    assert found({"_index": "s", "_id": "0"}, product, line) == ["1", "3", "4"]
    assert "0" in found({"_index": "s", "_id": "0"}, product, line, include=True)


def test_more_of_the_words_may_be_asked_for() -> None:
    assert found("red fox") == ["0", "1", "3", "4"]
    assert found("red fox", minimum_should_match="100%") == ["0", "1"]


def test_words_are_left_out_by_length_frequency_and_name() -> None:
    assert found("red fox jumps", min_word_length=5) == ["1"]
    assert found("red fox jumps", max_doc_freq=1) == ["1"]
    assert found("blue fox", stop_words=["fox"]) == ["2", "4"]
    assert found("blue fox", unlike="fox") == ["2", "4"]


def test_a_document_may_be_made_up() -> None:
    assert found({"_index": "s", "doc": {"t": "jumps"}}) == ["1"]
