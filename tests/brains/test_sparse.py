"""Sparse stand-in embeddings."""

from __future__ import annotations

from fakeinfer.brains.sparse import weigh

SEED = "fakeinfer"


def test_golden_values_hold_the_weights_still() -> None:
    assert weigh("The sky above the port", SEED).weights == GOLDEN


GOLDEN = {"port": 1.4838, "above": 1.3988, "sky": 1.2119, "abov": 0.8393, "the": 0.2197}


def test_the_heaviest_token_comes_first_and_stopwords_weigh_little() -> None:
    weights = weigh("the colour of the sky", SEED).weights
    assert list(weights.values()) == sorted(weights.values(), reverse=True)
    assert weights["the"] < 0.4 < weights["sky"]


def test_related_forms_share_tokens_and_unrelated_words_do_not() -> None:
    text = weigh("configuring databases", SEED)
    assert text.dot(weigh("database configuration", SEED)) > 0.5
    assert text.dot(weigh("banana bread", SEED)) == 0


def test_a_token_that_occurs_more_often_weighs_more_but_not_as_much_more() -> None:
    once, thrice = weigh("fox", SEED).weights["fox"], weigh("fox fox fox", SEED).weights["fox"]
    assert once < thrice < 3 * once


def test_only_the_first_512_tokens_are_read() -> None:
    text = "early " * 512 + "late"
    assert weigh("early", SEED).is_truncated is False
    assert weigh(text, SEED).is_truncated is True
    assert "late" not in weigh(text, SEED).weights


def test_a_text_without_words_has_no_tokens() -> None:
    assert weigh("…!", SEED).weights == {}
