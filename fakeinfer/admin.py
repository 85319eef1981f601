"""Paths under `/_fakeinfer/`: looking at a running fake and steering it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .wire import Response

if TYPE_CHECKING:
    from .pipeline import Exchange


def handle_admin(exchange: Exchange) -> Response:
    """Answer one admin request."""
    if exchange.request.path == "/_fakeinfer/reset":
        exchange.cluster.reset()
    return Response(200, [("content-type", "application/json")], b'{"acknowledged":true}')
