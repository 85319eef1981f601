"""Licences: what each level allows, when one runs out, what stays."""

from __future__ import annotations

import json

import pytest

from fakeinfer import FakeElasticsearch
from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.licensing import licences
from fakeinfer.wire import Request
from tests.elasticsearch.asking import DENSE, ask, ok, reason

PUT = ("PUT", "/_inference/text_embedding/emb", DENSE)
NO_LICENCE = "current license is non-compliant for [inference]"


@pytest.mark.parametrize("level", licences.LEVELS)
def test_inference_needs_enterprise_or_a_trial(level: str) -> None:
    status, answer = ask(Cluster("elasticsearch", license=level), *PUT)
    assert (status == 200) == (level in ("enterprise", "trial")), answer


@pytest.mark.parametrize(("level", "allowed"), [("basic", False), ("gold", False), ("platinum", True), ("trial", True)])
def test_machine_learning_needs_platinum(level: str, allowed: bool) -> None:
    state = Cluster("elasticsearch", license=level).state
    assert licences.allows(state, licences.MACHINE_LEARNING) == allowed


def test_there_is_no_other_licence() -> None:
    with pytest.raises(ValueError, match=r"license is one of basic, standard, .*, not 'free'"):
        Cluster("elasticsearch", license="free")


def test_a_trial_runs_out_after_thirty_days() -> None:
    fake = FakeElasticsearch(license="trial")
    fake.clock.advance(hours=24 * 30 - 1)
    ok(fake.cluster, *PUT)
    fake.clock.advance(hours=1)
    assert reason(fake.cluster, "POST", "/_inference/emb", {"input": "a"}) == NO_LICENCE
    assert ok(fake.cluster, "GET", "/_license")["license"]["status"] == "expired"
    assert ok(fake.cluster, "GET", "/_xpack?categories=license")["license"]["status"] == "expired"
    assert ok(fake.cluster, "GET", "/_inference/emb")["endpoints"]
    assert ok(fake.cluster, "DELETE", "/_inference/emb")["acknowledged"]


@pytest.mark.parametrize(("left", "text"), [(6.5 * 24, "will expire in [6] days"), (3, "expires today")])
def test_the_end_of_a_licence_is_warned_of(left: float, text: str) -> None:
    fake = FakeElasticsearch(license="trial")
    fake.clock.advance(hours=24 * 30 - left)
    body = json.dumps(DENSE).encode()
    headers = {"content-type": "application/json"}
    response = fake.cluster.handle(Request.build(PUT[0], PUT[1], headers, body))
    warning = response.header("warning")
    assert warning is not None
    assert f'"Your license {text}. Contact your administrator' in warning


def test_a_licence_that_nobody_named_does_not_run_out_under_a_test() -> None:
    fake = FakeElasticsearch()
    fake.clock.advance(hours=24 * 365)
    ok(fake.cluster, *PUT)
    assert ok(fake.cluster, "GET", "/_license")["license"]["type"] == "trial"


def test_a_trial_on_a_basic_cluster_begins_now() -> None:
    fake = FakeElasticsearch(license="basic")
    fake.clock.advance(hours=1000)
    ok(fake.cluster, "POST", "/_license/start_trial?acknowledge=true")
    licence = ok(fake.cluster, "GET", "/_license")["license"]
    assert licence["expiry_date_in_millis"] - licence["issue_date_in_millis"] == licences.TRIAL
    ok(fake.cluster, *PUT)


def test_licences_come_back_with_a_snapshot_and_a_reset() -> None:
    fake = FakeElasticsearch()
    before = fake.snapshot()
    ok(fake.cluster, "DELETE", "/_license")
    basic = fake.snapshot()
    fake.restore(before)
    assert ok(fake.cluster, "GET", "/_license")["license"]["type"] == "trial"
    fake.restore(basic)
    assert ok(fake.cluster, "GET", "/_license")["license"]["type"] == "basic"
    fake.reset()
    assert ok(fake.cluster, "GET", "/_license")["license"]["type"] == "trial"


def test_a_basic_licence_that_is_deleted_stays_the_same() -> None:
    cluster = Cluster("elasticsearch", license="basic")
    before = ok(cluster, "GET", "/_license")
    ok(cluster, "DELETE", "/_license")
    assert ok(cluster, "GET", "/_license") == before


def test_a_bulk_item_is_refused_alone() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, *PUT)
    ok(cluster, "PUT", "/docs", {"mappings": {"properties": {"t": {"type": "semantic_text", "inference_id": "emb"}}}})
    ok(cluster, "DELETE", "/_license")
    lines = '{"index":{"_id":"1"}}\n{"t":"a"}\n{"index":{"_id":"2"}}\n{"other":"a"}\n'
    refused, taken = (item["index"] for item in ok(cluster, "POST", "/docs/_bulk", lines)["items"])
    assert (refused["status"], refused["error"]["type"]) == (403, "security_exception")
    assert refused["error"]["reason"] == NO_LICENCE
    assert taken["status"] == 201


def test_the_inference_processor_asks_no_endpoint_without_the_licence() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, *PUT)
    ok(cluster, "DELETE", "/_license")
    pair = {"input_field": "a", "output_field": "b"}
    pipeline = {"processors": [{"inference": {"model_id": "emb", "input_output": pair}}]}
    body = {"pipeline": pipeline, "docs": [{"_source": {"a": "text"}}]}
    (doc,) = ok(cluster, "POST", "/_ingest/pipeline/_simulate", body)["docs"]
    assert NO_LICENCE in doc["error"]["reason"]


def test_older_versions_ask_for_no_licence() -> None:
    ok(Cluster("elasticsearch", "8.17", license="basic"), *PUT)
