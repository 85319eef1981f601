"""The server door: a cluster or a hub on a socket, over HTTP/1.1, in a daemon thread of this process.

What is spoken on a connection is the business of `protocol.py`; here is when listening begins and how everything ends.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .common import Handler, imported
from .protocol import HandlerProtocol

if TYPE_CHECKING:
    import ssl
    import tempfile
    from collections.abc import Coroutine


BACKLOG = 1024
"""Connections that may wait to be taken."""


class Server:
    """Serves `handler` from `start()` to `stop()`, or as a context manager, sync or async. OSError when it cannot listen."""

    def __init__(self, handler: Handler, host: str = "127.0.0.1", port: int = 0, *, tls: bool = False) -> None:
        self.handler = handler
        self.host = host
        self.tls = tls
        self._wanted_port = port
        self._running: _Running | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._started.port

    @property
    def url(self) -> str:
        """Where clients find it, e.g. `http://127.0.0.1:40001`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    @property
    def ca_file(self) -> Path | None:
        """The certificate that clients have to trust, while it runs with `tls`."""
        return self._started.ca_file

    @property
    def _started(self) -> _Running:
        if self._running is None:
            raise RuntimeError("the server is not started")
        return self._running

    def start(self) -> Server:
        """Listen; returns when connections are taken."""
        if self._running is None:
            self._running = _Running(self.handler, self.host, self._wanted_port, tls=self.tls)
        return self

    def stop(self) -> None:
        """Close the socket and every connection, idle or not. Stopping twice is fine."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Server:
        return self.start()

    async def __aexit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Server {self.url if self._running else 'stopped'} for {self.handler!r}>"


class _Running:
    """What exists between start and stop: a listening socket, an event loop and its thread."""

    def __init__(self, handler: Handler, host: str, port: int, *, tls: bool) -> None:
        listener = _listen(host, port)
        self.port: int = listener.getsockname()[1]
        self.ca_file: Path | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        try:
            context = self._certify(host) if tls else None
        except BaseException:
            listener.close()
            raise
        self._connections: set[HandlerProtocol] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        new_connection = partial(HandlerProtocol, handler, self._loop, self._connections)
        listening = self._loop.create_server(new_connection, sock=listener, ssl=context, backlog=BACKLOG)
        self._thread = threading.Thread(target=self._run, args=(listening,), name="fakeinfer", daemon=True)
        self._thread.start()
        self._ready.wait()

    def _run(self, listening: Coroutine[Any, Any, asyncio.Server]) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._server = self._loop.run_until_complete(listening)
        finally:
            self._ready.set()
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._end_connections())
        finally:
            self._loop.close()

    def end(self) -> None:
        """Close everything and wait for the thread, which has nothing left to wait for."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop)
        self._thread.join()
        if self._folder is not None:
            self._folder.cleanup()

    async def _close(self) -> None:
        # Not closed yet: asyncio forgets a connection that it takes at that moment.
        for listener in self._server.sockets:
            self._loop.remove_reader(listener.fileno())
        self._loop.stop()

    async def _end_connections(self) -> None:
        """Close what is open, stop listening, end what still waits for a client (a TLS handshake), close what came of that."""
        for ending in (_nothing, self._stop_listening, _cancel_others):
            await ending()
            for _ in range(4):  # a connection that was just taken is known, and a closed one gone, a few rounds later
                for connection in list(self._connections):
                    transport = connection.transport
                    transport.abort() if transport.get_write_buffer_size() else transport.close()
                await asyncio.sleep(0)

    async def _stop_listening(self) -> None:
        self._server.close()

    def _certify(self, host: str) -> ssl.SSLContext:
        import ssl
        import tempfile

        trustme = imported("trustme", "fakeinfer[tls]", "serving https")
        authority = trustme.CA()
        names = dict.fromkeys((host, "localhost", "127.0.0.1", "::1"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(context)
        self._folder = tempfile.TemporaryDirectory(prefix="fakeinfer-")
        self.ca_file = Path(self._folder.name) / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        return context


async def _nothing() -> None:
    pass


async def _cancel_others() -> None:
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. It names TCP, or asyncio would not know to switch Nagle's algorithm off: 40 ms a stall."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this would share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener
