"""Hashes of bytes."""

from __future__ import annotations

import pytest

from fakeinfer.formats.murmur import murmur3_32


@pytest.mark.parametrize(
    ("data", "seed", "hash"),
    [
        (b"", 0, 0),
        (b"", 1, 0x514E28B7),
        (b"test", 0, -1167338989),
        (b"hello", 0, 613153351),
        (b"Hello, world!", 0x9747B28C, 0x24884CBA),
    ],
)
def test_known_hashes(data: bytes, seed: int, hash: int) -> None:
    assert murmur3_32(data, seed) == hash
