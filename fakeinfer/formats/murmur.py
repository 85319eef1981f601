"""MurmurHash3 in 32 bits, as Lucene's `StringHelper.murmurhash3_x86_32` computes it."""

from __future__ import annotations

_MASK = 2**32 - 1


def murmur3_32(data: bytes, seed: int) -> int:
    """The hash of some bytes, as a signed number."""
    found = seed
    whole = len(data) & ~3
    for at in range(0, whole, 4):
        found ^= _scrambled(int.from_bytes(data[at : at + 4], "little"))
        found = (_rotated(found, 13) * 5 + 0xE6546B64) & _MASK
    if data[whole:]:
        found ^= _scrambled(int.from_bytes(data[whole:], "little"))
    found ^= len(data)
    found = ((found ^ (found >> 16)) * 0x85EBCA6B) & _MASK
    found = ((found ^ (found >> 13)) * 0xC2B2AE35) & _MASK
    found ^= found >> 16
    return found - 2**32 if found >= 2**31 else found


def _scrambled(block: int) -> int:
    return _rotated(block * 0xCC9E2D51 & _MASK, 15) * 0x1B873593 & _MASK


def _rotated(value: int, by: int) -> int:
    return (value << by | value >> (32 - by)) & _MASK
