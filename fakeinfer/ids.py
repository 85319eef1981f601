"""Seeded ids in the shapes the servers use: the same seed and the same calls give the same ids everywhere."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass


@dataclass(slots=True)
class Ids:
    """A counter behind a hash; never `random`, never `hash()`."""

    seed: str = "fakeinfer"
    drawn: int = 0

    def auto_id(self) -> str:
        """A document id: 20 URL-safe characters."""
        return self._draw("id", 15)

    def uuid(self) -> str:
        """A cluster, node or index uuid: 22 URL-safe characters."""
        return self._draw("uuid", 16)

    def fixed(self, name: str, length: int = 16) -> str:
        """An id that depends on the seed and `name` alone, e.g. the node's. `length` in bytes before encoding."""
        return _encoded(f"{self.seed}/{name}", length)

    def _draw(self, kind: str, length: int) -> str:
        self.drawn += 1
        return _encoded(f"{self.seed}/{kind}/{self.drawn}", length)


def _encoded(text: str, length: int) -> str:
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=length).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
