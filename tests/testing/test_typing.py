"""What type checkers make of a user's program: `mypy --strict` over one that uses the fakes as the README says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")

PROGRAM = """
from collections.abc import Callable

import pytest
from elasticsearch import Elasticsearch

from fakeinfer import Cluster, Entry, FakeElasticsearch, FakeOpenSearch, Journal, Snapshot


def count(es: Elasticsearch) -> int:
    return int(es.count(index="docs")["count"])


@pytest.mark.fakeinfer(version="9.2")
def test_a_program(fake_elasticsearch: FakeElasticsearch, fakeinfer_factory: Callable[..., FakeOpenSearch]) -> None:
    es = fake_elasticsearch.client(request_timeout=5)
    es.index(index="docs", document={})
    before: Snapshot = fake_elasticsearch.snapshot()
    assert count(es) == count(Elasticsearch(fake_elasticsearch.url)) == 1
    fake_elasticsearch.restore(before)
    fake_elasticsearch.assert_called("count", times=2)
    journal: Journal = fake_elasticsearch.journal
    last: Entry = journal[-1]
    assert last.operation == "count"
    assert last.status == 200
    cluster: Cluster = fake_elasticsearch.cluster
    assert cluster.contract.version.line == "9.2"
    fake_elasticsearch.expect_request("/_inference/x").respond_with_json({"one": "off"})
    with fakeinfer_factory(product="opensearch") as other:
        other.client().ml.register_model_group(body={"name": "mine"})


async def in_an_application(fake: FakeElasticsearch) -> str:
    async with fake.async_client() as es:
        info = await es.info()
    return str(info["version"]["number"])
"""


def test_a_typed_program_is_clean(tmp_path: Path) -> None:
    (tmp_path / "test_program.py").write_text(PROGRAM)
    root = Path(__file__).parent.parent.parent
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-incremental",
        "--follow-imports=silent",
        "test_program.py",
    ]
    told = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=300, env={**os.environ, "MYPYPATH": str(root)}
    )
    assert told.returncode == 0, told.stdout + told.stderr
