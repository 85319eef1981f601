"""Faults at work: which exchanges they concern, what those get, and what the journal says of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.faulting import declare
from fakeinfer.wire import Request, Response

ENDPOINT = {"service": "openai", "service_settings": {"api_key": "sk-canary-1", "model_id": "text-embedding-3-small"}}
PERFORM = {"input": ["a text"]}


def ask(cluster: Cluster, method: str, target: str, body: Any = None, **headers: str) -> Response:
    data = b"" if body is None else json.dumps(body).encode()
    sent = {**headers, **({"Content-Type": "application/json"} if data else {})}
    return cluster.handle(Request.build(method, target, sent, data))


@pytest.fixture
def cluster() -> Cluster:
    """An Elasticsearch with an embedding endpoint."""
    cluster = Cluster("elasticsearch")
    assert ask(cluster, "PUT", "/_inference/text_embedding/emb", ENDPOINT).status == 200
    return cluster


# --- declaring ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "version", "pattern", "complaint"),
    [
        ("elasticsearch", "9.2", "inference.putt", "elasticsearch 9.2.7 has no operation 'inference.putt'. Did you mean 'inference.put'"),
        ("elasticsearch", "9.2", "infrence.*", "elasticsearch 9.2.7 has no operation 'infrence.*'. Did you mean 'inference.*'"),
        ("elasticsearch", "9.2", "inference.text_embeding", "Did you mean 'inference.text_embedding'"),
        ("elasticsearch", "9.2", "inference.embedding", "elasticsearch 9.2.7 has no operation 'inference.embedding': inference.embedding exists since 9.4."),
        ("opensearch", "2.19", "ml.predict_modle", "Did you mean 'ml.predict_model'"),
    ],
)  # fmt: skip
def test_a_pattern_that_can_match_nothing_is_refused(product: str, version: str, pattern: str, complaint: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are compared
        declare(Cluster(product, version), pattern, {}, status=429)
    assert complaint in str(refused.value)


def test_a_wrong_name_of_an_error_lists_them() -> None:
    with pytest.raises(
        ValueError, match=r"elasticsearch has no error 'circuit_braking'; did you mean 'circuit_breaking'\?"
    ):
        declare(Cluster("elasticsearch"), "bulk", {}, error="circuit_braking")
    with pytest.raises(ValueError, match=r"no error 'xyz'; there are .*rejected_execution \(429\), .*proxy \(502\)"):
        declare(Cluster("opensearch"), "bulk", {}, error="xyz")


def test_an_error_comes_with_its_own_statuses() -> None:
    with pytest.raises(ValueError, match="circuit_breaking is answered with 429, not with 503"):
        declare(Cluster("elasticsearch"), "bulk", {}, error="circuit_breaking", status=503)


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_a_status_that_nobody_answers_is_refused(product: str) -> None:
    with pytest.raises(ValueError, match="known are 400, 401, 403, 404, 408, 409, 413, 429, 500, 502, 503, 504"):
        declare(Cluster(product), "bulk", {}, status=418)


@pytest.mark.parametrize(
    "error", [{"type": "x"}, {"type": "x", "reason": 1}, {"type": "x", "reason": "y", "more": "z"}]
)
def test_an_error_of_ones_own_has_a_type_and_a_reason(error: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="an error of your own is"):
        declare(Cluster("elasticsearch"), "bulk", {}, error=error)


def test_providers_fail_where_there_are_some() -> None:
    with pytest.raises(
        ValueError,
        match=r"goes by: it goes by ml\.predict_model, ml\.predict, ml\.batch_predict, ml\.predict_model_stream, whatever",
    ):
        declare(Cluster("opensearch"), "bulk", {}, upstream=429)
    assert declare(Cluster("opensearch"), "ml.predict*", {"name": "m"}, upstream=429).hits == 0
    with pytest.raises(ValueError, match="told by inference_id, task_type, service, not by input"):
        declare(Cluster("elasticsearch"), "inference.*", {"input": "x"}, upstream=429)
    with pytest.raises(
        ValueError, match=r"bulk is not what a call of a model provider goes by: it goes by inference\."
    ):
        declare(Cluster("elasticsearch"), "bulk", {}, upstream=429)
    assert declare(Cluster("elasticsearch"), "inference.rerank", {}, upstream=429).hits == 0
    with pytest.raises(ValueError, match="upstream is a status"):
        declare(Cluster("elasticsearch"), "inference.*", {}, upstream="sometimes")


def test_what_the_cluster_was_started_without_cannot_fail() -> None:
    with pytest.raises(ValueError, match=r"started without what 'security\.authenticate' needs"):
        declare(Cluster("elasticsearch"), "security.authenticate", {}, status=429)
    assert declare(Cluster("elasticsearch", security=True), "security.authenticate", {}, status=429).hits == 0


def test_a_secret_of_the_operations_schema_is_hidden() -> None:
    declared = declare(
        Cluster("elasticsearch"), "inference.put", {"service_settings.access_key": "AKIA-canary"}, status=429
    )
    assert "service_settings.access_key='***'" in repr(declared)


# --- striking -----------------------------------------------------------------------------------------------------------


def test_the_first_pass_some_fail_and_the_rest_pass(cluster: Cluster) -> None:
    declare(cluster, "search", {}, status=503, after=1, times=2)
    assert [ask(cluster, "GET", "/_search").status for _ in range(5)] == [200, 503, 503, 200, 200]


def test_two_faults_strike_one_after_the_other(cluster: Cluster) -> None:
    declare(cluster, "search", {}, status=429, times=2)
    declare(cluster, "search", {}, status=503, times=1)
    assert [ask(cluster, "GET", "/_search").status for _ in range(4)] == [429, 429, 503, 200]


@pytest.mark.parametrize(
    "target",
    ["/_inference/emb", "/_inference/text_embedding/emb", "/_inference/any/emb", "/_inference/TEXT_EMBEDDING/emb"],
)
def test_performing_is_known_by_its_task_type_whatever_the_url(cluster: Cluster, target: str) -> None:
    declared = declare(cluster, "inference.text_embedding", {}, status=429)
    declare(cluster, "inference.rerank", {}, status=500)
    assert ask(cluster, "POST", target, PERFORM).status == 429
    assert declared.hits == 1
    assert cluster.journal[-1].names == ("inference.inference", "inference.text_embedding")
    assert cluster.journal[-1].operation == "inference.inference"
    assert [entry.number for entry in cluster.journal.of("inference.text_*")] == [2]


def test_an_endpoint_that_is_not_there_has_no_task_type(cluster: Cluster) -> None:
    declare(cluster, "inference.text_embedding", {}, status=429)
    assert ask(cluster, "POST", "/_inference/none", PERFORM).status == 404
    assert ask(cluster, "POST", "/_inference/nonsense/emb", PERFORM).status == 400
    assert [entry.names for entry in cluster.journal[-2:]] == [("inference.inference",)] * 2


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"inference_id": "emb"}, 429),
        ({"inference_id": "other"}, 200),
        ({"timeout": "10s"}, 429),
        ({"input": ["a text"]}, 429),
        ({"input": "a text"}, 200),
        ({"input.0": "a text"}, 429),
        ({"task_settings.user": "me"}, 429),
        ({"query": None}, 429),
    ],
)
def test_fields_are_compared_with_path_query_and_body(cluster: Cluster, fields: dict[str, Any], status: int) -> None:
    declare(cluster, "inference.inference", fields, status=429)
    body = {**PERFORM, "task_settings": {"user": "me"}}
    assert ask(cluster, "POST", "/_inference/emb?timeout=10s", body).status == status


def test_other_operations_and_unknown_paths_are_left_alone(cluster: Cluster) -> None:
    declare(cluster, "bulk", {}, drop="reset")
    assert ask(cluster, "GET", "/").status == 200
    assert ask(cluster, "GET", "/no/such/path/here").status == 400


def test_the_fakes_own_paths_never_fail(cluster: Cluster) -> None:
    declare(cluster, "*", {}, status=503)
    assert ask(cluster, "GET", "/_fakeinfer/health").status == 200
    assert ask(cluster, "GET", "/").status == 503


def test_it_comes_before_the_body_is_looked_at(cluster: Cluster) -> None:
    declare(cluster, "inference.put", {}, status=429)
    assert ask(cluster, "PUT", "/_inference/text_embedding/new?nonsense=1", {"broken": 1}).status == 429


def test_an_error_of_ones_own_is_answered_as_it_is(cluster: Cluster) -> None:
    declare(cluster, "search", {}, error={"type": "my_exception", "reason": "just so"}, times=1)
    declare(cluster, "search", {}, error={"type": "my_exception", "reason": "just so"}, status=418)
    answers = [ask(cluster, "GET", "/_search") for _ in range(2)]
    assert [response.status for response in answers] == [500, 418]
    assert json.loads(answers[1].body) == {
        "error": {
            "root_cause": [{"type": "my_exception", "reason": "just so"}],
            "type": "my_exception",
            "reason": "just so",
        },
        "status": 418,
    }


def test_it_is_shaped_as_the_request_asks(cluster: Cluster) -> None:
    declare(cluster, "search", {}, status=503)
    response = ask(cluster, "GET", "/_search?format=yaml", **{"X-Opaque-Id": "mine"})
    assert response.body.startswith(b"---\nerror:\n")
    assert response.header("x-opaque-id") == "mine"
    assert response.header("x-elastic-product") == "Elasticsearch"


def test_a_lost_request_changes_nothing_and_a_lost_answer_hides_a_change(cluster: Cluster) -> None:
    declare(cluster, "inference.delete", {}, drop="eof", times=1)
    declare(cluster, "inference.delete", {}, drop="reset", when="after", times=1)
    first = ask(cluster, "DELETE", "/_inference/emb")
    assert (first.status, first.closes) == (0, True)
    assert ask(cluster, "GET", "/_inference/emb").status == 200
    second = ask(cluster, "DELETE", "/_inference/emb")
    assert (second.closes, second.trouble.drop if second.trouble else None) == (True, "reset")
    assert ask(cluster, "GET", "/_inference/emb").status == 404


def test_a_truncated_answer_was_made(cluster: Cluster) -> None:
    declare(cluster, "inference.delete", {}, drop="truncate")
    response = ask(cluster, "DELETE", "/_inference/emb")
    assert (response.status, response.closes) == (200, False)
    assert ask(cluster, "GET", "/_inference/emb").status == 404


def test_a_late_answer_can_also_be_an_error(cluster: Cluster) -> None:
    declare(cluster, "search", {}, status=429)
    declare(cluster, "search", {}, delay=3)
    response = ask(cluster, "GET", "/_search")
    assert (response.status, response.trouble.delay if response.trouble else None) == (429, 3)
    assert cluster.journal[-1].fault == "a delay of 3 s for search (1); status 429 for search (1)"


def test_a_reset_takes_faults_back_and_a_snapshot_does_not_know_them(cluster: Cluster) -> None:
    before = cluster.snapshot()
    declare(cluster, "search", {}, status=429)
    cluster.restore(before)
    assert ask(cluster, "GET", "/_search").status == 429
    cluster.reset()
    assert ask(cluster, "GET", "/_search").status == 200


# --- the journal --------------------------------------------------------------------------------------------------------


def test_the_journal_says_which_fault_answered(cluster: Cluster) -> None:
    declare(cluster, "search", {"size": 3}, status=429, times=2)
    declare(cluster, "inference.delete", {}, drop="eof", when="after")
    for _ in range(3):
        ask(cluster, "GET", "/_search?size=3")
    ask(cluster, "DELETE", "/_inference/emb")
    last = cluster.journal[-4:]
    assert [(entry.by, entry.status, entry.fault) for entry in last] == [
        ("fault", 429, "status 429 for search size=3 (1 of 2)"),
        ("fault", 429, "status 429 for search size=3 (2 of 2)"),
        ("fake", 200, None),
        ("fake", 200, "eof after it ran for inference.delete (1)"),
    ]
    assert last[0].shown()["fault"] == "status 429 for search size=3 (1 of 2)"


def test_the_journal_names_faults_of_providers(cluster: Cluster) -> None:
    declare(cluster, "inference.text_embedding", {"inference_id": "emb"}, upstream=401, times=1)
    assert ask(cluster, "POST", "/_inference/emb", PERFORM).status == 401
    assert ask(cluster, "POST", "/_inference/emb", PERFORM).status == 200
    assert [entry.fault for entry in cluster.journal[-2:]] == [
        "upstream 401 for inference.text_embedding inference_id='emb' (1 of 1)",
        None,
    ]
