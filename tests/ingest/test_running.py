"""Documents go through stored pipelines before they are indexed."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.ingest.running import run_pipelines
from tests.ingest.tools import store


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("elasticsearch", "9.5")
    store(made, "one", {"set": {"field": "one", "value": "{{_id}}"}})
    store(made, "two", {"set": {"field": "two", "value": 2}})
    store(made, "drops", {"drop": {}})
    store(made, "moves", {"set": {"field": "_index", "value": "other"}}, {"set": {"field": "_id", "value": "new"}})
    store(made, "fails", {"fail": {"message": "no"}})
    return made


def test_pipelines_run_in_order_and_the_final_one_last(cluster: Cluster) -> None:
    ran = run_pipelines(cluster.state, "i", "1", {"a": 1}, ["one"], final="two")
    assert ran.source == {"a": 1, "one": "1", "two": 2}
    assert ran.executed == ("one", "two")


def test_none_is_no_pipeline(cluster: Cluster) -> None:
    ran = run_pipelines(cluster.state, "i", "1", {"a": 1}, ["_none"], final="_none")
    assert (ran.source, ran.executed) == ({"a": 1}, ())


def test_a_dropped_document_goes_no_further(cluster: Cluster) -> None:
    ran = run_pipelines(cluster.state, "i", "1", {}, ["drops"], final="two")
    assert ran.dropped
    assert ran.executed == ("drops",)


def test_a_pipeline_may_move_a_document(cluster: Cluster) -> None:
    ran = run_pipelines(cluster.state, "i", "1", {}, ["moves"])
    assert (ran.index, ran.id) == ("other", "new")


def test_a_final_pipeline_may_not_move_a_document(cluster: Cluster) -> None:
    with pytest.raises(ApiError, match=r"final pipeline \[moves\] can't change the target index"):
        run_pipelines(cluster.state, "i", "1", {}, [], final="moves")


def test_a_missing_pipeline_is_refused_before_any_runs(cluster: Cluster) -> None:
    with pytest.raises(ApiError, match=r"pipeline with id \[nope\] does not exist"):
        run_pipelines(cluster.state, "i", "1", {}, ["fails"], final="nope")


def test_a_failure_is_the_processors_own_error(cluster: Cluster) -> None:
    with pytest.raises(ApiError) as raised:
        run_pipelines(cluster.state, "i", "1", {}, ["fails"])
    assert (raised.value.status, raised.value.type, raised.value.reason) == (500, "fail_processor_exception", "no")


def test_what_handlers_are_told_is_gone_afterwards(cluster: Cluster) -> None:
    told = {"set": {"field": "told", "value": "{{_ingest.on_failure_message}}{{_ingest.on_failure_pipeline}}"}}
    after = {"set": {"field": "after", "value": "{{_ingest.on_failure_message}}"}}
    store(cluster, "handles", {"fail": {"message": "no", "on_failure": [told]}}, after)
    ran = run_pipelines(cluster.state, "i", "1", {}, ["handles"])
    assert ran.source == {"told": "nohandles", "after": ""}


def test_what_the_fake_lacks_is_not_hidden_by_handlers() -> None:
    made = Cluster("opensearch")
    store(made, "p", {"script": {"source": "ctx.n = ctx.t.codePointBefore(1)", "ignore_failure": True}})
    with pytest.raises(ApiError) as raised:
        run_pipelines(made.state, "i", "1", {"t": "x"}, ["p"])
    assert raised.value.status == 501


def test_the_stored_definition_and_the_source_stay_as_they_are(cluster: Cluster) -> None:
    source = {"l": [1]}
    store(cluster, "appends", {"set": {"field": "o", "value": {"k": []}}}, {"append": {"field": "o.k", "value": [1]}})
    for _ in range(2):
        assert run_pipelines(cluster.state, "i", "1", source, ["appends"]).source["o"] == {"k": [1]}
    assert source == {"l": [1]}


def test_conditional_failures_are_told_as_conditional() -> None:
    made = Cluster("opensearch", "2.19")
    told = {"set": {"field": "type", "value": "{{_ingest.on_failure_processor_type}}"}}
    store(made, "p", {"fail": {"if": "true", "message": "x"}}, on_failure=[told])
    assert run_pipelines(made.state, "i", "1", {}, ["p"]).source == {"type": "conditional"}
