"""What happened: every exchange of one cluster, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .contract import Contract
    from .pipeline import Exchange
    from .wire import Response


class Journal:
    """Exchanges, kept cheaply: an entry is worked out when somebody looks at it."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._entries: list[tuple[Exchange, Response]] = []

    def add(self, exchange: Exchange, response: Response) -> None:
        """Keep one exchange."""
        self._entries.append((exchange, response))

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
