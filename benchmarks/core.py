"""Without a client: importing, starting cold, validating, embedding, memory."""

from __future__ import annotations

import gc
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.peers import OPENAI, asked_cluster
from benchmarks.table import Row, median_us
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request

JSON = {"content-type": ("application/json",)}


@contextmanager
def _installed() -> Iterator[dict[str, str]]:
    """An environment in which modules are compiled once, as those of an installed package are."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        yield {**kept, "PYTHONPYCACHEPREFIX": folder}


def _timed_elsewhere(before: str, timed: str, runs: int) -> float:
    """Milliseconds that `timed` takes in a fresh interpreter; a first run, which compiles, does not count."""
    code = f"import time; {before}\nbegan = time.perf_counter()\n{timed}\nprint((time.perf_counter() - began) * 1000)"
    asked = [sys.executable, "-c", code]
    with _installed() as env:
        took = [
            float(subprocess.run(asked, capture_output=True, text=True, check=True, env=env).stdout)
            for _ in range(runs + 1)
        ]
    return statistics.median(took[1:])


def importing(smoke: bool) -> Iterator[Row]:
    """The plugin's entry point, which every pytest run on the machine pays for; and the first server, cold, once."""
    runs = 3 if smoke else 9
    plugin = _timed_elsewhere("import pytest", "import fakeinfer.pytest_plugin", runs)
    yield Row("import of the plugin, above pytest's own", plugin, "ms", 3)
    first = (
        "from fakeinfer.cluster import Cluster\nfrom fakeinfer.doors.server import Server\n"
        "connection = http.client.HTTPConnection('127.0.0.1', Server(Cluster('elasticsearch')).start().port)\n"
        "connection.request('GET', '/'); connection.getresponse().read()"
    )
    yield Row(
        "first server of a process: import, start, first call",
        _timed_elsewhere("import http.client", first, runs),
        "ms",
        120,
    )


_CONTRACT = """
import fakeinfer.contract as contracts
contract = contracts.contract_for({product!r})
contract.trie
for operation in contract.operations:
    contract.schema(operation)
"""
_SERVICES = """
from fakeinfer.elasticsearch.services.plans import plan_for
from fakeinfer.elasticsearch.services.service import services
for service in services(contract).values():
    for task_type in service.task_types:
        for variant in service.document.get("variants", (None,)):
            plan_for(contract, service, task_type, variant)
"""


def beginning(smoke: bool) -> Iterator[Row]:
    """What a process pays once: the import, the contract of a version read whole, the first request."""
    runs = 3 if smoke else 9
    yield Row("import fakeinfer, above `typing`", _timed_elsewhere("import typing", "import fakeinfer", runs), "ms", 3)
    for title, product, more in (
        ("contract read whole, Elasticsearch with all services", "elasticsearch", _SERVICES),
        ("contract read whole, OpenSearch", "opensearch", ""),
    ):
        took = _timed_elsewhere("", _CONTRACT.format(product=product) + more, runs)
        yield Row(title, took, "ms", 250)
    asked = (
        "from fakeinfer.cluster import Cluster\nfrom fakeinfer.wire import Request\n"
        "Cluster('elasticsearch').handle(Request.build('GET', '/_inference'))"
    )
    yield Row("first GET of a process, without a door: import and answer", _timed_elsewhere("", asked, runs), "ms", 120)


def serving(smoke: bool) -> Iterator[Row]:
    """`fakeinfer serve` from spawn to its first answer, and what it holds in memory then."""
    with _installed() as env:
        measured = [_serve_once(env) for _ in range(3 if smoke else 8)][1:]
    yield Row("`fakeinfer serve`: spawn to first answer", statistics.median(took for took, _ in measured), "ms", 250)
    if measured[0][1]:
        yield Row("`fakeinfer serve`: memory", statistics.median(size for _, size in measured), "MB", 45)


def _serve_once(env: dict[str, str]) -> tuple[float, float]:
    """Milliseconds until it answered, and its memory in MB."""
    asked = [sys.executable, "-m", "fakeinfer", "serve", "--port", "0"]
    began = time.perf_counter()
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().rpartition(":")[2])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            took = (time.perf_counter() - began) * 1000
            size = _resident_mb(process.pid)
            connection.close()
        finally:
            process.terminate()
    return took, size


def _resident_mb(pid: int | str) -> float:
    """Resident memory of a process, where the system tells (0 elsewhere)."""
    file = Path(f"/proc/{pid}/statm")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if file.exists() else 0


def handling(smoke: bool) -> Iterator[Row]:
    """One request without any door; there is no target of its own, it is what the doors share."""
    cluster, target = asked_cluster()
    took = median_us(lambda: cluster.handle(Request("GET", target)), 200 if smoke else 5000)
    yield Row("handling a GET without a door", took, "us", 40)


def validating(smoke: bool) -> Iterator[Row]:
    """A body that creates an endpoint: held against its schema, its settings read with their ranges, defaults and rules."""
    from fakeinfer.elasticsearch.services.body_schema import body_schema, validator
    from fakeinfer.elasticsearch.services.plans import plan_for
    from fakeinfer.elasticsearch.services.reading import read_configuration, refuse_leftovers, take_apart
    from fakeinfer.elasticsearch.services.service import services

    contract = Cluster("elasticsearch").contract
    schema = contract.schema("inference.put").body
    assert schema is not None
    plan = plan_for(contract, services(contract)["openai"], "text_embedding")
    by_jsonschema = validator(body_schema(plan))

    def read() -> None:
        assert schema.accepts(OPENAI)
        body = dict(OPENAI)
        parts = take_apart(body, len(body))
        del body["service"]
        read_configuration(plan, parts)
        refuse_leftovers(plan, parts)

    ours = median_us(read, 500 if smoke else 5000)
    yield Row("validating and reading the body of a new endpoint", ours, "us", 10)
    reference = median_us(lambda: by_jsonschema.is_valid(OPENAI), 50 if smoke else 500)
    yield Row("the same against jsonschema", ours, "us", 0.1, "jsonschema", reference)


def embedding(smoke: bool) -> Iterator[Row]:
    """100 texts embedded in 1,536 dimensions, as JSON; the texts are new at first and known afterwards."""
    cluster, target = asked_cluster()
    path = "/_inference/text_embedding/bench"

    def embed(texts: list[str]) -> float:
        body = json.dumps({"input": texts}).encode()
        began = time.perf_counter()
        answer = cluster.handle(Request("POST", path, JSON, body))
        spent = (time.perf_counter() - began) * 1000
        assert answer.status == 200, answer.body
        return spent

    if target == "/" or cluster.handle(Request("POST", path, JSON, b'{"input": ["x"]}')).status != 200:
        return
    texts = [f"a sentence about subject number {number}, of ordinary length" for number in range(100)]
    first = embed(texts)
    again = statistics.median(embed(texts) for _ in range(5 if smoke else 30))
    yield Row("100 known texts x 1,536 dimensions", again, "ms", 5)
    yield Row("100 new texts x 1,536 dimensions", first, "ms", 100)


def memory(smoke: bool) -> Iterator[Row]:
    """10,000 requests with a reset after every hundred."""
    cluster, target = asked_cluster()

    def ask(count: int) -> None:
        for number in range(count):
            cluster.handle(Request("GET", target))
            cluster.handle(Request("PUT", f"/_ingest/pipeline/p{number}", JSON, b'{"processors": []}'))
            if number % 50 == 49:
                cluster.reset()

    ask(500)
    gc.collect()
    before = _resident_mb("self")
    if before:
        ask(500 if smoke else 5000)
        gc.collect()
        yield Row("memory growth over 10,000 requests with resets", max(_resident_mb("self") - before, 0), "MB", 5)


def many_models(smoke: bool) -> Iterator[Row]:
    """A search over ten times as many models and tasks takes ten times as long, but for the memory that it walks through."""
    few, many = (100, 1000) if smoke else (1000, 10_000)
    clusters = [_models(count) for count in (few, many)]
    for title, path, body in SEARCHES:
        data = json.dumps(body).encode()
        asked = Request("POST", path, JSON, data)
        taken = [median_us(partial(cluster.handle, asked), 3 if smoke else 15, 2) / 1000 for cluster in clusters]
        yield Row(f"{title}, {many:,} there", taken[1], "ms", 25, f"{few:,} there", taken[0])


SEARCHES = (
    ("models by a word of the name", "/_plugins/_ml/models/_search", {"query": {"match": {"name": "model"}}}),
    (
        "models by state, sorted",
        "/_plugins/_ml/models/_search",
        {"query": {"term": {"model_state": "REGISTERED"}}, "sort": [{"name.keyword": "asc"}]},
    ),
    (
        "models newest first, without chunks",
        "/_plugins/_ml/models/_search",
        {
            "query": {"bool": {"must_not": [{"exists": {"field": "chunk_number"}}]}},
            "sort": [{"created_time": {"order": "desc"}}],
        },
    ),
    (
        "models counted by function",
        "/_plugins/_ml/models/_search",
        {"size": 0, "query": {"match_all": {}}, "aggs": {"kinds": {"terms": {"field": "algorithm"}}}},
    ),
    (
        "models of some groups",
        "/_plugins/_ml/models/_search",
        {"query": {"terms": {"model_group_id": ["none", "of", "them"]}}},
    ),
    ("tasks by state", "/_plugins/_ml/tasks/_search", {"query": {"term": {"state": "COMPLETED"}}}),
)


def _models(count: int) -> Cluster:
    """A cluster with so many remote models, and a task for each."""
    cluster = Cluster("opensearch")

    def ask(path: str, body: dict[str, object]) -> dict[str, str]:
        answer = cluster.handle(Request("POST", f"/_plugins/_ml/{path}", JSON, json.dumps(body).encode()))
        assert answer.status == 200, answer.body
        told: dict[str, str] = json.loads(answer.content)
        return told

    action = {"action_type": "predict", "method": "POST", "url": "https://api.openai.com/v1/x", "request_body": "{}"}
    connector = {"name": "c", "version": 1, "protocol": "http", "credential": {"key": "k"}, "actions": [action]}
    model = {
        "function_name": "remote",
        "connector_id": ask("connectors/_create", connector)["connector_id"],
        "model_group_id": ask("model_groups/_register", {"name": "many"})["model_group_id"],
    }
    for number in range(count):
        ask("models/_register", {"name": f"model {number}", **model})
    return cluster


BENCHMARKS = (importing, beginning, serving, handling, validating, embedding, memory, many_models)
