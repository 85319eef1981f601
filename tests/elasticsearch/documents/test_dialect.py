"""What Elasticsearch does with documents that others leave alone."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

PLAIN = """
import sys
from fakeinfer import Cluster, Request
cluster = Cluster("elasticsearch")
def send(method, path, body=b"{}"):
    return cluster.handle(Request.build(method, path, {"content-type": "application/json"}, body)).status
print(
    send("PUT", "/books"),
    send("PUT", "/books/_doc/1?refresh=true", b'{"title": "Dune"}'),
    send("GET", "/books/_search", b'{"query": {"match": {"title": "dune"}}}'),
    *sys.modules,
)
"""


def test_plain_documents_and_searches_load_no_models_and_no_scripts() -> None:
    ran = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True)
    index, write, search, *loaded = ran.stdout.split()
    assert (index, write, search) == ("200", "201", "200")
    heavy = (
        "painless",
        "brains.hashed",
        *(f"elasticsearch.{name}" for name in ("inference", "services", "trained_models")),
    )
    lazy = ("retrievers.tree", "semantic.documents", "vector_search.script_score", "vector_search.max_similarity")
    wanted = {f"fakeinfer.{name}" for name in (*heavy, *(f"elasticsearch.{name}" for name in lazy))}
    assert all(importlib.util.find_spec(name) for name in wanted)
    assert not wanted & set(loaded)
