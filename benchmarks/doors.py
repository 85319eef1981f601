"""The server door: starting, stopping, one client, many clients, large bodies."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator

from benchmarks.load import put_on
from benchmarks.peers import RawEcho, asked_cluster, keep_alive, quiet_werkzeug, werkzeug_server
from benchmarks.table import Row, interleaved_us, median_us
from fakeinfer.cluster import Cluster
from fakeinfer.doors.hub import Hub
from fakeinfer.doors.server import Server
from fakeinfer.wire import Request


def isolated_server(smoke: bool) -> Iterator[Row]:
    """A server for one test alone: start, first call, stop; and stopping it while a client idles."""
    from pytest_httpserver import HTTPServer

    quiet_werkzeug()

    def once() -> None:
        with Server(Cluster("elasticsearch")) as server, keep_alive(server.port, "/") as call:
            call()

    def stop_with_idle_client() -> float:
        server = Server(Cluster("elasticsearch")).start()
        with keep_alive(server.port, "/") as call:
            call()
            began = time.perf_counter()
            server.stop()
            return time.perf_counter() - began

    def pytest_httpserver_once() -> None:
        with HTTPServer(port=0) as server, keep_alive(server.port, "/") as call:
            server.expect_request("/").respond_with_json({})
            call()

    took = median_us(once, 10 if smoke else 100) / 1000
    peer = median_us(pytest_httpserver_once, 3, warm_up=1) / 1000
    yield Row("isolated server: start, first call, stop", took, "ms", 4)
    yield Row("the same against pytest-httpserver", took, "ms", 1, "pytest-httpserver", peer)
    stops = sorted(stop_with_idle_client() for _ in range(10 if smoke else 100))
    yield Row("stop with an idle keep-alive client, slowest of a hundred", stops[-1] * 1000, "ms", 5)


def fresh_state(smoke: bool) -> Iterator[Row]:
    """What a test costs on a server that runs already: a cluster of its own, behind its own path."""
    hub = Hub()
    with Server(hub):

        def one() -> None:
            hub.add(Cluster("elasticsearch"), "test")
            hub.remove("test")

        yield Row("fresh state on a running server", median_us(one, 200 if smoke else 5000) / 1000, "ms", 0.2)


def one_client(smoke: bool) -> Iterator[Row]:
    """One http.client connection that is kept alive, GET of an endpoint."""
    cluster, target = asked_cluster()
    raw_answer = cluster.handle(Request("GET", target))
    with (
        Server(cluster) as server,
        RawEcho.of(raw_answer) as raw,
        werkzeug_server(cluster) as werkzeug_port,
        keep_alive(server.port, target) as ours,
        keep_alive(raw.port, target) as echo,
        keep_alive(werkzeug_port, target) as werkzeug,
    ):
        measured, reference, peer = interleaved_us(
            [ours, echo, werkzeug], 200 if smoke else 4000, between=cluster.journal.clear
        )
    yield Row("http.client over loopback, p50", measured, "us", 3, "raw socket", reference)
    yield Row("http.client over loopback, p50", measured, "us", 0.4, "werkzeug's server", peer)


def many_clients(smoke: bool) -> Iterator[Row]:
    """16 and 64 clients at once, from another process."""
    cluster, target = asked_cluster()
    seconds = 0.5 if smoke else 3
    with Server(cluster) as server, werkzeug_server(cluster) as werkzeug_port:
        ours = put_on(server.port, target, 16, seconds)["per_second"]
        werkzeug = put_on(werkzeug_port, target, 16, seconds)["per_second"]
        crowd = put_on(server.port, target, 64, seconds)
    yield Row("16 clients", ours, "calls/s", 5, "werkzeug's server", werkzeug, at_least=True)
    yield Row("64 clients, p99", crowd["p99"], "ms", 30)


def large_body(smoke: bool) -> Iterator[Row]:
    """A body of 3 MB, sent by curl (which waits for `100 Continue`) or, without curl, by http.client."""
    size = 3_000_000
    with Server(Cluster("elasticsearch")) as server, tempfile.NamedTemporaryFile() as file:
        file.write(b"x" * size)
        file.flush()

        def by_curl() -> float:
            asked = ["curl", "-s", "-o", "/dev/null", "-w", "%{time_total}", "-T", file.name, f"{server.url}/x"]
            return float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)

        def by_http_client() -> float:
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", server.port)
            connection.request("PUT", "/x", b"x" * size)
            connection.getresponse().read()
            connection.close()
            return time.perf_counter() - began

        send = by_curl if shutil.which("curl") else by_http_client
        send()  # the first one loads what answers it
        took = sorted(send() for _ in range(3 if smoke else 15))
    yield Row("3 MB body, slowest", took[-1] * 1000, "ms", 100)


BENCHMARKS = (isolated_server, fresh_state, one_client, many_clients, large_body)
