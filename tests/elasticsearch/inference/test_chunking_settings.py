"""Chunking settings: what fixtures do not say."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.inference.chunking_settings import DEFAULT, Chunking, read_chunking_settings
from fakeinfer.errors import ApiError

NEWEST = Chunking(recursive=True, limited=True, article=False)


def test_nothing_sent_is_the_default() -> None:
    assert read_chunking_settings({}, NEWEST) == DEFAULT


@pytest.mark.parametrize("strategy", ["recursive", "none"])
def test_newer_strategies_are_unknown_before(strategy: str) -> None:
    with pytest.raises(ApiError, match=f"Invalid chunkingStrategy {strategy}"):
        read_chunking_settings({"strategy": strategy, "max_chunk_size": 50}, Chunking(recursive=False, limited=False))


def test_separators_were_not_limited_at_first() -> None:
    sent = {"strategy": "recursive", "max_chunk_size": 50, "separators": ["a"] * 51}
    assert len(read_chunking_settings(sent, Chunking(recursive=True, limited=False))["separators"]) == 51


def test_all_problems_are_said() -> None:
    with pytest.raises(ApiError) as refused:
        read_chunking_settings({"strategy": "word", "max_chunk_size": 5, "overlap": 0}, NEWEST)
    assert refused.value.reason == (
        "Validation Failed: 1: [chunking_settings] Invalid value [5.0]. [max_chunk_size] must be greater than or equal to "
        "[10.0];2: [chunking_settings] Invalid value [0]. [overlap] must be a positive integer;"
    )
