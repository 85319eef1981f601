"""The cluster: state that can be put back, sides that can be taken, bugs that surface."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import Client

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS, contract_for, product_named
from fakeinfer.wire import Request


def ask(cluster: Cluster, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    response = cluster.handle(Request.build(method, target, headers, data))
    return response.status, json.loads(response.content)


def names(cluster: Cluster) -> set[str]:
    status, found = ask(cluster, "GET", "/_ingest/pipeline")
    return set(found) if status == 200 else set()


@pytest.fixture(params=PRODUCTS)
def cluster(request: pytest.FixtureRequest) -> Cluster:
    return Cluster(request.param)


def put(cluster: Cluster, name: str) -> None:
    assert ask(cluster, "PUT", f"/_ingest/pipeline/{name}", {"processors": []})[0] == 200


def test_a_snapshot_is_put_back_as_often_as_wanted(cluster: Cluster) -> None:
    put(cluster, "one")
    before = cluster.snapshot()
    for _ in range(2):
        put(cluster, "two")
        assert names(cluster) == {"one", "two"}
        cluster.restore(before)
        assert names(cluster) == {"one"}


def test_ids_and_time_go_on_from_where_the_snapshot_was(cluster: Cluster) -> None:
    before = cluster.snapshot()
    first = (cluster.state.ids.auto_id(), cluster.state.clock.millis)
    cluster.restore(before)
    assert (cluster.state.ids.auto_id(), cluster.state.clock.millis) == first


def test_reset_forgets_everything(cluster: Cluster) -> None:
    put(cluster, "one")
    cluster.reset()
    assert len(cluster.journal) == 0
    assert names(cluster) == set()


def test_clusters_share_nothing() -> None:
    one, other = Cluster("elasticsearch"), Cluster("elasticsearch")
    put(one, "one")
    assert names(other) == set()


def test_a_bug_of_ours_is_a_500_and_is_kept(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(self: Any, collection: str) -> Any:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("fakeinfer.store.Store.__getitem__", breaks)
    status, answered = ask(cluster, "PUT", "/_ingest/pipeline/one", {"processors": []})
    assert (status, answered["error"]["type"]) == (500, "fakeinfer_bug_exception")
    assert [str(bug) for bug in cluster.bugs] == ["broken on purpose"]


def test_a_bug_in_rendering_is_a_500_too(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> Any:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("fakeinfer.media.encode", breaks)
    for target in ("/", "/_nowhere/at/all"):
        response = cluster.handle(Request.build("GET", target))
        assert (response.status, response.body) == (500, b"RuntimeError: broken on purpose")
    assert len(cluster.bugs) == 2


def test_no_repr_shows_what_is_held(cluster: Cluster) -> None:
    cluster.state.store.put("things", "one", {"api_key": "hidden-key"})
    cluster.state.memo["things"] = "hidden-key"
    shown = f"{cluster!r} {cluster.state!r} {cluster.snapshot()!r} {cluster.state.store!r}"
    assert "hidden-key" not in shown


def test_a_cluster_is_a_wsgi_application(cluster: Cluster) -> None:
    assert Client(cluster).get("/").json["version"]["number"] == str(cluster.contract.version)


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_line_and_major_can_be_asked_for(product: str) -> None:
    releases = product_named(product).releases
    for line, newest in releases.items():
        assert str(contract_for(product, line).version) == newest
        assert contract_for(product, newest) is contract_for(product, line)
    newest_line = product_named(product).lines[-1]
    assert contract_for(product, newest_line.partition(".")[0]) is contract_for(product)
    assert contract_for(product).version.line == newest_line


def test_a_line_that_is_not_out_has_to_be_asked_for_by_name() -> None:
    assert "9.6" in product_named("elasticsearch").unreleased
    assert contract_for("elasticsearch", "9.6").version.line == "9.6"
    assert contract_for("elasticsearch", "9").version.line == contract_for("elasticsearch").version.line == "9.5"


@pytest.mark.parametrize("version", ["1.0", "99", "newest", "9.2.1.1"])
def test_an_unknown_version_is_refused_with_those_there_are(version: str) -> None:
    with pytest.raises(ValueError, match=r"fakeinfer knows elasticsearch 8\.11 to 9\.5 and 9\.6 \(unreleased\), not "):
        Cluster("elasticsearch", version)


def test_sides_are_taken_all_at_once_or_alone() -> None:
    name = "last_model_deletes_group"
    assert name in Cluster("opensearch").state.switched_on
    assert name not in Cluster("opensearch", follow="server").state.switched_on
    assert name in Cluster("opensearch", follow="server", disagreements={name: "documented"}).state.switched_on
    assert name not in Cluster("opensearch", disagreements={name: "server"}).state.switched_on
    assert name in Cluster("opensearch", "2.9", follow="server").state.switched_on


@pytest.mark.parametrize(
    ("wrong", "said"), [({"nope": "server"}, "nope: no such"), ({"last_model_deletes_group": "x"}, "not 'x'")]
)
def test_wrong_sides_are_refused(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Cluster("opensearch", disagreements=wrong)


def test_an_unknown_product_is_refused() -> None:
    with pytest.raises(ValueError, match="there are elasticsearch and opensearch"):
        Cluster("solr")
