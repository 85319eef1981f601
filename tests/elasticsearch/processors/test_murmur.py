"""MurmurHash3, by values that are known."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.processors.murmur import murmur3


@pytest.mark.parametrize(
    ("text", "hash"),
    [
        ("", "00000000000000000000000000000000"),
        ("hello", "cbd8a7b341bd9b025b1e906a48ae1d19"),
        ("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347"),
    ],
)
def test_known_hashes(text: str, hash: str) -> None:
    assert murmur3(text.encode()).hex() == hash
