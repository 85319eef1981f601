"""What one cluster holds: named collections of JSON-shaped records, and nothing else.

A stored record is replaced, never edited in place, so a snapshot is a copy of two levels of dict.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Collections: TypeAlias = dict[str, dict[str, Any]]


class Store:
    """`store[collection]` is a plain dict of id to record; reading a collection nobody wrote gives an empty one."""

    __slots__ = ("collections",)

    def __init__(self, collections: Collections | None = None) -> None:
        self.collections: Collections = collections if collections is not None else {}

    def __getitem__(self, collection: str) -> dict[str, Any]:
        try:
            return self.collections[collection]
        except KeyError:
            return self.collections.setdefault(collection, {})

    def get(self, collection: str, id: str) -> Any | None:
        """The record, or None."""
        records = self.collections.get(collection)
        return None if records is None else records.get(id)

    def put(self, collection: str, id: str, record: Any) -> None:
        """Store or replace a record."""
        self[collection][id] = record

    def delete(self, collection: str, id: str) -> bool:
        """Remove a record; whether there was one."""
        return self[collection].pop(id, None) is not None

    def drop(self, collection: str) -> None:
        """Remove a collection with all its records."""
        self.collections.pop(collection, None)

    def copied(self) -> Collections:
        """The two levels of dict, records shared: what a snapshot keeps."""
        return {name: dict(records) for name, records in self.collections.items()}
