"""Stored scripts, and scripts that are only tried."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.search.asking import asked, holding


@pytest.fixture
def cluster() -> Cluster:
    return holding([{"n": 1}], "elasticsearch", "9.5")


def test_a_stored_script_changes_documents(cluster: Cluster) -> None:
    script = {"lang": "painless", "source": "ctx._source.n += params.by"}
    assert asked(cluster, "PUT", "/_scripts/add", {"script": script})[0] == 200
    assert asked(cluster, "GET", "/_scripts/add")[1]["script"]["source"] == script["source"]
    body = {"script": {"id": "add", "params": {"by": 4}}}
    assert asked(cluster, "POST", "/s/_update/0", body)[0] == 200
    assert asked(cluster, "GET", "/s/_source/0")[1] == {"n": 5}
    assert asked(cluster, "DELETE", "/_scripts/add")[0] == 200
    assert asked(cluster, "POST", "/s/_update/0", body)[0] == 400


def test_scripts_that_cannot_be_compiled_are_not_stored(cluster: Cluster) -> None:
    status, refused = asked(cluster, "PUT", "/_scripts/x/update", {"script": {"lang": "painless", "source": "1 +"}})
    assert (status, refused["error"]["type"]) == (400, "script_exception")
    assert asked(cluster, "GET", "/_scripts/x")[0] == 404


def test_scripts_are_tried_on_documents_that_nobody_wrote(cluster: Cluster) -> None:
    setup = {"index": "s", "document": {"n": 41}}
    body = {"script": {"source": "doc['n'].value + 1"}, "context": "score", "context_setup": setup}
    assert asked(cluster, "POST", "/_scripts/painless/_execute", body) == (200, {"result": 42.0})
    assert asked(cluster, "POST", "/_scripts/painless/_execute", {"script": {"source": "3 * 4"}})[1] == {"result": "12"}


@pytest.mark.parametrize("key", ["_index", "_version", "_now", "_type"])
def test_scripts_of_updates_leave_what_names_a_document(cluster: Cluster, key: str) -> None:
    status, refused = asked(cluster, "POST", "/s/_update/0", {"script": f"ctx.{key} = 'x'"})
    assert (status, refused["error"]["type"]) == (400, "illegal_argument_exception")
