"""Seed files: both forms, and what is said about broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.seed import SeedError, apply_seed, read_seed

CONSOLE = '''# an endpoint
PUT /_ingest/pipeline/one
{
  "description": """two
lines""",
  // the only processor
  "processors": [ {"set": {"field": "a", "value": 1}} ]
}

GET _ingest/pipeline/one

POST /_bulk
{"index": {"_index": "docs"}}
{"text": "a"}
'''


def test_console_text_is_read_as_dev_tools_prints_it(tmp_path: Path) -> None:
    file = tmp_path / "seed.console"
    file.write_text(CONSOLE)
    put, get, bulk = read_seed(file)
    assert (put.method, put.path, put.line) == ("PUT", "/_ingest/pipeline/one", 2)
    assert json.loads(put.body)["description"] == "two\nlines"
    assert (get.method, get.path, get.body) == ("GET", "_ingest/pipeline/one", b"")
    assert bulk.body == b'{"index":{"_index":"docs"}}\n{"text":"a"}\n'
    assert bulk.content_type == "application/x-ndjson"


def test_console_text_from_the_docs_is_read(tmp_path: Path) -> None:
    """Callouts, comments after a value, includes of the page's source; none of them where they are part of a string."""
    file = tmp_path / "seed.console"
    file.write_text(
        """put _ingest/pipeline/one <1>
{ /* two
     lines */
  "description": "# no comment // here <1>", // a comment
  "processors": [ <1>
    {"set": {"field": "url", "value": "http://host/#a"}} <2>
  ]
}
{% include copy-curl.html %}

GET _ingest/pipeline/one   # all of it
"""
    )
    put, get = read_seed(file)
    assert (put.method, put.path, put.line) == ("PUT", "_ingest/pipeline/one", 1)
    assert json.loads(put.body) == {
        "description": "# no comment // here <1>",
        "processors": [{"set": {"field": "url", "value": "http://host/#a"}}],
    }
    assert (get.path, get.line, get.body) == ("_ingest/pipeline/one", 11, b"")


@pytest.mark.parametrize("name", ["seed.json", "seed.yaml"])
def test_lists_of_requests_are_read(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text('[{"method": "put", "path": "/_ingest/pipeline/one", "body": {"processors": []}}]')
    [only] = read_seed(file)
    assert (only.method, only.path, json.loads(only.body)) == ("PUT", "/_ingest/pipeline/one", {"processors": []})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.console", "hello\n", "a.console:1: a request such as"),
        ("a.console", 'PUT /x\n{\n  "a": ,\n}\n', "a.console:3: the body of PUT /x is not JSON"),
        (
            "a.console",
            '# one\nPUT /x\n# two\n{\n  "b": """1\n2""",\n  // three\n  "a": ,\n}\n',
            "a.console:8: the body",
        ),
        ("a.json", "{", "a.json:1:"),
        ("a.json", "{}", "a list of requests is expected"),
        ("a.yaml", "- method: GET\n", "entry 1 needs method and path"),
        ("a.yaml", "a: [\n", "a.yaml:2:"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(SeedError) as refused:
        read_seed(file)
    assert message in str(refused.value)


def test_a_refused_request_names_its_line_and_the_servers_reason(tmp_path: Path) -> None:
    file = tmp_path / "seed.console"
    file.write_text("\nGET /no/such/route\n")
    with pytest.raises(SeedError) as refused:
        apply_seed(file, Cluster("elasticsearch").handle)
    assert str(refused.value) == (
        f"{file}:2: GET /no/such/route was refused: 400 no handler found for uri [/no/such/route] and method [GET]"
    )


def test_requests_reach_the_cluster_in_order(tmp_path: Path) -> None:
    file = tmp_path / "seed.console"
    file.write_text('PUT /_ingest/pipeline/one\n{"processors": []}\n\nGET _ingest/pipeline/one\n')
    assert apply_seed(file, Cluster("elasticsearch").handle) == 2
