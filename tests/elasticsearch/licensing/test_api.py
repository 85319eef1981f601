"""The licence API as the vendor's client calls it; single answers are fixtures."""

from __future__ import annotations

from collections.abc import Iterator

import elasticsearch
import pytest
from elasticsearch import Elasticsearch

from fakeinfer import FakeElasticsearch

NEWEST = "8.19" if elasticsearch.__version__[0] == 8 else "9.5"


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest) -> Iterator[Elasticsearch]:
    with FakeElasticsearch(version=NEWEST, license="basic") as fake:
        client = fake.client() if request.param == "in-process" else Elasticsearch(fake.url)
        with client:
            yield client
        fake.raise_bugs()


def test_a_cluster_tries_everything_once(es: Elasticsearch) -> None:
    assert es.license.get()["license"]["type"] == "basic"
    assert es.license.get_trial_status()["eligible_to_start_trial"] is True
    assert es.license.post_start_trial()["acknowledge"]["security"]
    assert es.license.post_start_trial(acknowledge=True)["trial_was_started"] is True
    assert es.license.get()["license"]["type"] == "trial"
    assert es.license.get_trial_status()["eligible_to_start_trial"] is False
    assert es.license.get_basic_status()["eligible_to_start_basic"] is True
    lost = es.license.post_start_basic()["acknowledge"]
    assert lost["ml"] == ["Machine learning will be disabled"]
    assert es.license.post_start_basic(acknowledge=True)["basic_was_started"] is True
    with pytest.raises(elasticsearch.AuthorizationException):
        es.license.post_start_trial(acknowledge=True)
    with pytest.raises(elasticsearch.AuthorizationException):
        es.license.post_start_basic(acknowledge=True)
    assert es.license.delete()["acknowledged"] is True


def test_nobody_but_the_vendor_signs_licences(es: Elasticsearch) -> None:
    licence = {
        "uid": "u", "type": "platinum", "issue_date_in_millis": 1, "expiry_date_in_millis": 2, "max_nodes": 1,
        "issued_to": "me", "issuer": "me", "signature": "AAAA",
    }  # fmt: skip
    assert es.license.post(licenses=[licence], acknowledge=True)["license_status"] == "invalid"
    assert es.license.get()["license"]["type"] == "basic"


def test_features_follow_the_licence(es: Elasticsearch) -> None:
    before = es.xpack.info()
    assert before["features"]["ml"]["available"] is False
    assert before["tagline"] == "You know, for X"
    es.license.post_start_trial(acknowledge=True)
    assert es.xpack.info(categories=["features"])["features"]["ml"]["available"] is True
    assert list(es.xpack.info(categories=["license"], human=False)) == ["license"]
