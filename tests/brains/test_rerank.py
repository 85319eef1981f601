"""Relevance without a model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.brains.rerank import judge, rank

SEED = "fakeinfer"


def test_a_document_that_covers_more_of_the_query_scores_higher() -> None:
    query = "star wars main character"
    scores = [judge(query, SEED)(text) for text in ("a recipe", "a character", "Star Wars characters", query)]
    assert scores == sorted(scores)
    assert len(set(scores)) == 4


def test_best_first_with_positions_of_the_request() -> None:
    ranked = rank("grey cat", ["a dog", "the grey cats", "a grey wall"], SEED)
    assert [position for position, _ in ranked] == [1, 2, 0]


def test_equal_documents_keep_the_order_of_the_request() -> None:
    assert [position for position, _ in rank("x", ["same", "same", "same"], SEED)] == [0, 1, 2]


@given(st.text(max_size=40), st.text(max_size=40))
def test_scores_lie_between_zero_and_one(query: str, document: str) -> None:
    assert 0 < judge(query, SEED)(document) < 1


def test_golden_value() -> None:
    assert judge("reset password", SEED)("how to reset a password") == pytest.approx(GOLDEN, abs=1e-9)


GOLDEN = 0.953381
