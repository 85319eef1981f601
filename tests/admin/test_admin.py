"""The paths under `/_fakeinfer/`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


def ask(cluster: Cluster, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    response = cluster.handle(Request.build(method, target, headers, data))
    return response.status, json.loads(response.body)


def put_pipeline(cluster: Cluster, name: str) -> None:
    assert ask(cluster, "PUT", f"/_ingest/pipeline/{name}", {"processors": []})[0] == 200


def test_health_says_what_it_is() -> None:
    status, health = ask(Cluster("opensearch", "2.19"), "GET", "/_fakeinfer/health")
    assert status == 200
    assert (health["status"], health["product"], health["version"]) == ("ok", "opensearch", "2.19.1")


def test_reset_goes_back_to_the_beginning() -> None:
    cluster = Cluster("elasticsearch")
    put_pipeline(cluster, "one")
    assert ask(cluster, "POST", "/_fakeinfer/reset") == (200, {"acknowledged": True})
    assert ask(cluster, "GET", "/_ingest/pipeline/one") == (404, {})
    assert len(cluster.journal) == 1


def test_a_kept_state_is_put_back() -> None:
    cluster = Cluster("elasticsearch")
    put_pipeline(cluster, "one")
    assert ask(cluster, "POST", "/_fakeinfer/snapshot?name=mine") == (200, {"acknowledged": True, "name": "mine"})
    put_pipeline(cluster, "two")
    assert ask(cluster, "POST", "/_fakeinfer/restore")[0] == 200
    assert list(ask(cluster, "GET", "/_ingest/pipeline")[1]) == ["one"]
    status, refused = ask(cluster, "POST", "/_fakeinfer/restore?name=other")
    assert status == 404
    assert refused["error"]["reason"] == "no snapshot [other] was taken; kept are: mine"


def test_the_journal_is_shown_without_the_admin_paths() -> None:
    cluster = Cluster("elasticsearch")
    put_pipeline(cluster, "one")
    ask(cluster, "GET", "/")
    _, journal = ask(cluster, "GET", "/_fakeinfer/journal")
    assert [entry["operation"] for entry in journal["exchanges"]] == ["ingest.put_pipeline", "info"]
    _, filtered = ask(cluster, "GET", "/_fakeinfer/journal?operation=ingest.*&size=5")
    assert [entry["path"] for entry in filtered["exchanges"]] == ["/_ingest/pipeline/one"]
    status, refused = ask(cluster, "GET", "/_fakeinfer/journal?operation=ingest.put_pipline")
    assert status == 400
    assert "Did you mean 'ingest.put_pipeline'" in refused["error"]["reason"]


def test_state_shows_what_is_held_and_no_secret() -> None:
    cluster = Cluster("elasticsearch")
    config = {"service": "openai", "service_settings": {"api_key": "canary-1", "model_id": "m"}}
    assert ask(cluster, "PUT", "/_inference/text_embedding/emb", config)[0] == 200
    status, state = ask(cluster, "GET", "/_fakeinfer/state")
    assert status == 200
    assert state["inference_endpoints"]["emb"]["service"] == "openai"
    assert "canary-1" not in json.dumps(state)


def test_what_there_is_not_says_what_there_is() -> None:
    status, refused = ask(Cluster("elasticsearch"), "GET", "/_fakeinfer/nope")
    assert status == 404
    assert "POST /_fakeinfer/reset" in refused["error"]["reason"]
    assert ask(Cluster("elasticsearch"), "GET", "/_fakeinfer/reset")[0] == 405


def test_the_journal_is_cut_to_size() -> None:
    cluster = Cluster("elasticsearch")
    for name in ("one", "two", "three"):
        put_pipeline(cluster, name)
    for size, shown in (("0", []), ("2", [2, 3]), ("9", [1, 2, 3])):
        exchanges = ask(cluster, "GET", f"/_fakeinfer/journal?size={size}")[1]["exchanges"]
        assert [entry["number"] for entry in exchanges] == shown
    assert ask(cluster, "GET", "/_fakeinfer/journal?size=%C2%B2")[0] == 400


def test_a_snapshot_without_a_name_takes_no_other_ones() -> None:
    cluster = Cluster("elasticsearch")
    names = [ask(cluster, "POST", f"/_fakeinfer/snapshot{query}")[1]["name"] for query in ("?name=2", "", "")]
    assert names == ["2", "1", "3"]


def test_health_says_where_a_bug_is_and_not_what_it_quotes() -> None:
    cluster = Cluster("elasticsearch")
    try:
        raise KeyError("hidden-key")
    except KeyError as bug:
        cluster.bugs.append(bug)
    (told,) = ask(cluster, "GET", "/_fakeinfer/health")[1]["bugs"]
    assert told.startswith("KeyError in test_health_says_where")
    assert "hidden-key" not in told


def test_the_document_of_what_is_implemented() -> None:
    status, told = ask(Cluster("opensearch", "2.19"), "GET", "/_fakeinfer/openapi.json")
    assert (status, told["openapi"], told["info"]["version"]) == (200, "3.1.0", "2.19.1")


def test_coverage_counts_what_was_asked_for() -> None:
    cluster = Cluster("elasticsearch")
    ask(cluster, "GET", "/_inference")
    ask(cluster, "GET", "/_inference/absent")
    ask(cluster, "GET", "/no/such/route")
    _, told = ask(cluster, "GET", "/_fakeinfer/coverage")
    assert told["operations"]["inference.get"] == {"asked": 2, "answers": {"200": 1, "404": 1}}
    assert "inference.get" not in told["never_asked"]
    assert "inference.put" in told["never_asked"]


# --- faults -------------------------------------------------------------------------------------------------------------


def test_faults_are_declared_listed_and_taken_back() -> None:
    cluster = Cluster("elasticsearch")
    declared = {"number": 1, "about": "status 429 for search size='3'", "hits": 0, "times": 2}
    sent = {"operation": "search", "status": 429, "times": 2, "fields": {"size": "3"}}
    assert ask(cluster, "POST", "/_fakeinfer/faults", sent) == (200, declared)
    assert ask(cluster, "GET", "/_search?size=3")[0] == 429
    assert ask(cluster, "GET", "/_search?size=4")[0] == 200
    assert ask(cluster, "GET", "/_fakeinfer/faults") == (200, {"faults": [{**declared, "hits": 1}]})
    assert ask(cluster, "DELETE", "/_fakeinfer/faults?number=1") == (200, {"acknowledged": True})
    assert ask(cluster, "GET", "/_search?size=3")[0] == 200


def test_all_faults_are_taken_back_at_once() -> None:
    cluster = Cluster("opensearch")
    for operation in ("bulk", "search"):
        assert ask(cluster, "POST", "/_fakeinfer/faults", {"operation": operation, "drop": "eof"})[0] == 200
    assert ask(cluster, "DELETE", "/_fakeinfer/faults") == (200, {"acknowledged": True})
    assert ask(cluster, "GET", "/_fakeinfer/faults") == (200, {"faults": []})
    status, refused = ask(cluster, "DELETE", "/_fakeinfer/faults?number=7")
    assert (status, refused["error"]["reason"]) == (404, "no fault [7]")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (None, "a JSON object is expected"),
        ([1], "a JSON object is expected"),
        ({"status": 429}, "a fault needs an [operation], and its [fields] are an object"),
        ({"operation": "bulk", "fields": []}, "a fault needs an [operation], and its [fields] are an object"),
        (
            {"operation": "bulk", "stauts": 429},
            "a fault has no [stauts]; it has operation, fields, status, error, upstream,",
        ),
        ({"operation": "bluk", "status": 429}, "has no operation 'bluk'. Did you mean"),
        ({"operation": "bulk"}, "say what goes wrong"),
        ({"operation": "bulk", "error": ["x"]}, "error is a name, or"),
        (
            {"operation": "bulk", "error": "nonsense"},
            "elasticsearch has no error 'nonsense'; there are line_too_long (400),",
        ),
        ({"operation": "bulk", "upstream": {"status": 1}}, "upstream is a status from 400 to 599"),
    ],
)
def test_what_makes_no_fault_is_refused(sent: Any, reason: str) -> None:
    cluster = Cluster("elasticsearch")
    status, refused = ask(cluster, "POST", "/_fakeinfer/faults", sent)
    assert status == 400
    assert reason in refused["error"]["reason"]
    assert (len(cluster.state.faults), cluster.bugs) == (0, [])
