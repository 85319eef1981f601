"""What is compared with: a socket that echoes fixed bytes, werkzeug's server, pytest-httpserver, clients without a server."""

from __future__ import annotations

import http.client
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.doors.common import Handler
from fakeinfer.wire import Request, Response

OPENAI = {
    "service": "openai",
    "service_settings": {"api_key": "sk-x", "model_id": "text-embedding-3-small", "dimensions": 1536},
}


def asked_cluster() -> tuple[Cluster, str]:
    """A cluster with one endpoint, and the path that gets it: routing, path variables, lookup, rendering."""
    from fakeinfer.formats import jsontext

    cluster = Cluster("elasticsearch", client_line())
    headers = {"content-type": ("application/json",)}
    body = jsontext.dumps(OPENAI).encode()
    created = cluster.handle(Request("PUT", "/_inference/text_embedding/bench", headers, body))
    return cluster, "/_inference/bench" if created.status == 200 else "/"


def client_line() -> str:
    """The major of the installed client, so that it finds a server that it can talk to."""
    import elasticsearch

    return str(elasticsearch.__version__[0])


class RawEcho:
    """The least a server can do: one thread a connection that answers whatever arrives with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.connections: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @classmethod
    def of(cls, response: Response) -> RawEcho:
        """One that answers with the bytes that the server door would send."""
        from fakeinfer.doors.protocol import head

        return cls(head(response) + response.body)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections.append(connection)
            threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    def _echo(self, connection: socket.socket) -> None:
        try:
            while connection.recv(65536):
                connection.sendall(self.answer)
        except OSError:
            return

    def __enter__(self) -> RawEcho:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()
        for connection in self.connections:
            connection.close()


def quiet_werkzeug() -> None:
    """Its server logs a line for each request otherwise."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


@contextmanager
def werkzeug_server(handler: Handler) -> Iterator[int]:
    """The WSGI door on werkzeug's own server; gives its port."""
    from werkzeug.serving import make_server

    from fakeinfer.doors.wsgi import WsgiApp

    quiet_werkzeug()
    server = make_server("127.0.0.1", 0, WsgiApp(handler), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def keep_alive(port: int, target: str) -> Iterator[Callable[[], bytes]]:
    """A call of one http.client connection that stays open (or opens again, where the server closes)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def call() -> bytes:
        connection.request("GET", target)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read()

    try:
        yield call
    finally:
        connection.close()


def null_node(response: Response) -> Any:
    """A node class of elasticsearch-py that answers the same without asking anybody."""
    from elastic_transport import ApiResponseMeta, BaseNode, HttpHeaders
    from elastic_transport._node import NodeApiResponse

    headers = HttpHeaders(response.headers)

    class NullNode(BaseNode):
        _CLIENT_META_HTTP_CLIENT = ("nn", "1.0")

        def perform_request(self, *_: Any, **__: Any) -> NodeApiResponse:
            return NodeApiResponse(ApiResponseMeta(200, "1.1", headers, 0.0, self.config), response.body)

    return NullNode


def null_connection(response: Response) -> Any:
    """The same for opensearch-py."""
    from opensearchpy import Connection

    headers = {name.lower(): value for name, value in response.headers}
    text = response.body.decode()

    class NullConnection(Connection):
        def perform_request(self, method: str, url: str, *_: Any, **__: Any) -> Any:
            self.log_request_success(method, self.host + url, url, None, 200, text, 0.0)
            return 200, headers, text

        def close(self) -> None: ...

    return NullConnection
