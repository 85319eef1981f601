"""Answers taken out of texts."""

from __future__ import annotations

import pytest

from fakeinfer.brains.hashed import HashedBrains
from fakeinfer.opensearch.prediction.extracting import answer_to, highlights


@pytest.mark.parametrize(
    ("question", "context", "answer"),
    [
        ("who am I?", "", ""),
        ("where do cats sleep?", "Dogs bark. Cats sleep in small boxes.", "small boxes"),
        ("is it so?", "It is so.", "it is so."),
    ],
)
def test_the_answer_is_what_the_question_does_not_say(question: str, context: str, answer: str) -> None:
    assert answer_to(question, context) == answer


def test_a_text_without_sentences_has_nothing_to_mark() -> None:
    assert highlights("a?", "", HashedBrains("seed")) == []
