"""The ASGI door: mount a cluster in any ASGI server or application.

uvicorn.run(AsgiApp(cluster), port=9200)

What declared faults do to a connection comes as near as ASGI allows: where there is to be no answer, or half of one, `NoAnswer`
is raised for the host to close it, so resets and garbage look the same; delays and stalls are awaited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..wire import Request, Response
from .common import Handler, NoAnswer, call_soon, half, headers_of, is_truncated, payload, quoted, target_of

if TYPE_CHECKING:
    from ..trouble import Gate

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class AsgiApp:
    """An ASGI 3 application in front of a cluster or a hub. Answering is short and stays in the loop's thread."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, take part in the lifespan, refuse websockets."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        else:
            body = await _body(receive)
            if body is not None:
                await self._answer(request_of(scope, body), receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        response = self.handler.handle(request)
        trouble = response.trouble
        if trouble is not None:
            await asyncio.sleep(trouble.delay)
            if trouble.drop == "stall" and trouble.gate is not None:
                await _stall(trouble.gate, receive)
        if response.closes:
            raise NoAnswer
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers_of(response)]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await _send_body(request.method, response, send)

    def __repr__(self) -> str:
        return f"<AsgiApp for {self.handler!r}>"


def request_of(scope: Message, body: bytes) -> Request:
    """The request that a scope describes, with its path as it came over the wire."""
    path = raw.decode("latin-1") if (raw := scope.get("raw_path")) else quoted(scope["path"])
    target = target_of(path, scope.get("query_string", b"").decode("latin-1"), scope.get("root_path", ""))
    pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Request.build(scope["method"], target, pairs, body)


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None when the client went away before it was complete."""
    pieces = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(pieces)


async def _stall(gate: Gate, receive: Receive) -> None:
    """Wait until the stalled are let go, or the client has gone."""
    loop = asyncio.get_running_loop()
    opened = asyncio.Event()
    gate.when_open(partial(call_soon, loop, opened.set))
    waiting = [asyncio.ensure_future(opened.wait()), asyncio.ensure_future(_gone(receive))]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_body(method: str, response: Response, send: Send) -> None:
    truncated = is_truncated(response)
    pieces = payload(method, response)
    for number, piece in enumerate(half(pieces) if truncated else pieces):
        if number and response.pause:
            await asyncio.sleep(response.pause)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    if truncated:
        raise NoAnswer
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
