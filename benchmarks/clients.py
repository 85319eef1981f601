"""The vendors' clients, in-process and over a socket."""

from __future__ import annotations

from collections.abc import Iterator

from elasticsearch import Elasticsearch
from opensearchpy import OpenSearch

from benchmarks.peers import RawEcho, asked_cluster, null_connection, null_node, werkzeug_server
from benchmarks.table import Row, interleaved_us
from fakeinfer import transports
from fakeinfer.cluster import Cluster
from fakeinfer.doors.server import Server
from fakeinfer.wire import Request

JSON = {"accept": "application/json"}


def elasticsearch_py(smoke: bool) -> Iterator[Row]:
    """elasticsearch-py, GET of an endpoint: in-process against a null node, over loopback against raw and werkzeug."""
    cluster, target = asked_cluster()
    response = cluster.handle(Request("GET", target, {"accept": ("application/json",)}))
    with (
        Server(cluster) as server,
        RawEcho.of(response) as raw,
        werkzeug_server(cluster) as werkzeug_port,
        Elasticsearch(server.url) as loopback,
        Elasticsearch(f"http://127.0.0.1:{raw.port}") as echo,
        Elasticsearch(f"http://127.0.0.1:{werkzeug_port}") as werkzeug,
        transports.elasticsearch_client(cluster) as in_process,
        Elasticsearch(transports.HOST, node_class=null_node(response)) as null,
    ):
        clients = [loopback, echo, werkzeug, in_process, null]
        calls = [lambda client=client: client.perform_request("GET", target, headers=JSON) for client in clients]
        ours, raw_us, werkzeug_us, fast, nothing = interleaved_us(
            calls, 100 if smoke else 2000, between=cluster.journal.clear
        )
    yield Row("elasticsearch-py over loopback", ours, "us", 1.5, "raw socket", raw_us)
    yield Row("elasticsearch-py over loopback", ours, "us", 0.4, "werkzeug's server", werkzeug_us)
    yield Row("elasticsearch-py in-process", fast, "us", 2.5, "null node", nothing)


def opensearch_py(smoke: bool) -> Iterator[Row]:
    """opensearch-py, GET of a model group: in-process against a null connection."""
    cluster = Cluster("opensearch")
    with transports.opensearch_client(cluster) as in_process:
        ask = in_process.transport.perform_request
        group = ask("POST", "/_plugins/_ml/model_groups/_register", body={"name": "bench"})
        target = f"/_plugins/_ml/model_groups/{group['model_group_id']}"
        response = cluster.handle(Request("GET", target))
        with OpenSearch(transports.HOST, connection_class=null_connection(response)) as null:
            calls = [
                lambda client=client: client.transport.perform_request("GET", target) for client in (in_process, null)
            ]
            fast, nothing = interleaved_us(calls, 200 if smoke else 4000, between=cluster.journal.clear)
    yield Row("opensearch-py in-process", fast, "us", 40, "null connection", nothing, difference=True)


BENCHMARKS = (elasticsearch_py, opensearch_py)
