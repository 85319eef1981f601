"""The section of a failing test's report."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.testing.report import failure_section
from fakeinfer.wire import Request


def ask(cluster: Cluster, method: str, target: str, body: bytes = b"") -> None:
    cluster.handle(Request.build(method, target, {"content-type": "application/json"}, body))


def test_a_cluster_nobody_talked_to_is_left_out() -> None:
    assert failure_section([Cluster("elasticsearch"), Cluster("opensearch")]) == ""


def test_exchanges_show_what_was_sent_and_why_it_was_refused() -> None:
    cluster = Cluster("opensearch", "2.19")
    ask(cluster, "GET", "/_plugin/_ml/model_groups/x?api_key=canary")
    ask(cluster, "PUT", "/_nowhere/at/all", b'{"credential": {"key": "canary-1"}, "name": "n"}')
    assert failure_section([cluster]) == (
        "opensearch 2.19.1, 2 exchanges:\n"
        "  #1 (no operation): GET /_plugin/_ml/model_groups/x?api_key=*** -> 400\n"
        "       why: no handler found for uri [/_plugin/_ml/model_groups/x] and method [GET]\n"
        "       near: GET /_plugins/_ml/model_groups/{model_group_id} (ml.get_model_group)\n"
        "       near: DELETE /_plugins/_ml/model_groups/{model_group_id} (ml.delete_model_group)\n"
        "       near: PUT /_plugins/_ml/model_groups/{model_group_id} (ml.update_model_group)\n"
        "  #2 (no operation): PUT /_nowhere/at/all -> 400\n"
        '       sent: {"credential": {"key": "***"}, "name": "n"}\n'
        "       why: no handler found for uri [/_nowhere/at/all] and method [PUT]"
    )


def test_ids_near_the_one_that_is_missing_are_shown() -> None:
    cluster = Cluster("opensearch")
    cluster.state.store.put("model_groups", "my-group", {})
    ask(cluster, "GET", "/_plugins/_ml/model_groups/my-grop")
    assert "       near: 'my-grop': there is 'my-group' in model groups" in failure_section([cluster]).splitlines()


def test_a_deletion_that_found_nothing_shows_near_ids_too() -> None:
    cluster = Cluster("opensearch")
    ask(cluster, "POST", "/_plugins/_ml/model_groups/_register", b'{"name": "mine"}')
    group_id = cluster.journal[0].answer["model_group_id"]
    ask(cluster, "DELETE", f"/_plugins/_ml/model_groups/{group_id[:-1]}")
    near = f"       near: '{group_id[:-1]}': there is '{group_id}' in index .plugins-ml-model-group"
    assert near in failure_section([cluster]).splitlines()


def test_only_the_last_exchanges_are_shown_and_the_refusals_before_them() -> None:
    cluster = Cluster("elasticsearch", "9.2", follow="server")
    for number in range(7):
        ask(cluster, "GET", f"/nothing/to/see/here/{number}")
    for number in range(30):
        ask(cluster, "GET", f"/?filter_path=a{number}")
    lines = failure_section([cluster]).splitlines()
    assert lines[:3] == [
        "elasticsearch 9.2.7 (follow=server), the last 10 of 37 exchanges:",
        "  7 refusals before:",
        "  #3 (no operation): GET /nothing/to/see/here/2 -> 400 "
        "no handler found for uri [/nothing/to/see/here/2] and method [GET]",
    ]
    assert [line.split()[0] for line in lines if line.startswith("  #")] == [
        *(f"#{number}" for number in range(3, 8)),
        *(f"#{number}" for number in range(28, 38)),
    ]


def test_its_size_is_bounded() -> None:
    cluster = Cluster("elasticsearch")
    for number in range(100):
        ask(cluster, "PUT", f"/{'x' * 3000}/{number}?{'q' * 3000}=1", b'{"a": "' + b"y" * 100_000 + b'"}')
    assert len(failure_section([cluster])) < 20_000


def test_bugs_of_the_fake_are_shown() -> None:
    cluster = Cluster("elasticsearch")
    cluster.bugs.append(KeyError("x"))
    assert failure_section([cluster]) == "elasticsearch 9.5.1, 0 exchanges:\n  a bug of fakeinfer: KeyError: 'x'"
