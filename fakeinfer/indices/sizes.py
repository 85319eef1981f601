"""What indices take on a disk, which nobody measures."""

from __future__ import annotations

EMPTY_SIZE = 208
"""Bytes that an empty shard takes."""
DOCUMENT_SIZE = 3000
"""Bytes that documents add to a shard, however many there are."""


def size_in_bytes(shards: int, *, filled: int) -> int:
    """The size of so many shards, of which some hold documents."""
    return EMPTY_SIZE * shards + DOCUMENT_SIZE * filled
