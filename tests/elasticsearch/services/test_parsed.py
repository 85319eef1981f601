"""Objects that a parser reads: the first thing wrong answers alone, and secrets pass through."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.services.parsed import ParsedObject
from fakeinfer.elasticsearch.services.plans import plan_for
from fakeinfer.elasticsearch.services.service import services
from fakeinfer.errors import ApiError

URL = "http://hf.test"


def parsed(name: str = "hugging_face", task_type: str = "text_embedding") -> ParsedObject:
    contract = contract_for("elasticsearch", "9.6")
    return plan_for(contract, services(contract)[name], task_type).parsed["service_settings"]


def refused(sent: dict[str, Any], name: str = "hugging_face") -> ApiError:
    with pytest.raises(ApiError) as caught:
        parsed(name).create(sent, (), "text_embedding")
    return caught.value


def test_what_is_read_is_taken_and_the_secrets_stay() -> None:
    sent = {"api_key": "hidden", "url": URL, "similarity": " Cosine "}
    clean = parsed().create(sent, (), "text_embedding")
    assert clean == {"url": URL, "similarity": "cosine", "rate_limit": {"requests_per_minute": 3000}}
    assert sent == {"api_key": "hidden"}


def test_keys_are_read_in_the_order_of_a_hash_map() -> None:
    """`similarity` comes before `url` there, whichever was sent first."""
    assert "[similarity]" in str(refused({"url": 5, "similarity": "x"}).reason)
    assert "[similarity]" in str(refused({"similarity": "x", "url": 5}).reason)


def test_what_is_missing_is_missed_after_everything_was_read() -> None:
    assert "[dimensions]" in str(refused({"dimensions": 0}).reason)
    assert refused({"dimensions": 1}).reason == "[service_settings] does not contain the required setting [url]"


def test_secrets_are_held_to_be_texts() -> None:
    assert str(refused({"url": URL, "api_key": 5}).reason).endswith(
        "api_key doesn't support values of type: VALUE_NUMBER"
    )


def test_an_update_knows_only_what_can_change() -> None:
    changes = parsed().change({"max_input_tokens": 7, "rate_limit": None, "api_key": "new"})
    assert changes == {"max_input_tokens": 7, "rate_limit": {"requests_per_minute": 3000}}
    assert parsed("jinaai").change({"max_input_tokens": None}) == {"max_input_tokens": None}
    assert parsed().change({"rate_limit": {}}) == {}
    with pytest.raises(ApiError, match="unknown field"):
        parsed().change({"url": URL})


def test_services_that_collect_are_not_parsed_before_9_6() -> None:
    contract = contract_for("elasticsearch", "9.5")
    assert plan_for(contract, services(contract)["hugging_face"], "text_embedding").parsed == {}


def test_models_in_the_cluster_are_parsed_where_they_have_no_settings_of_their_own() -> None:
    contract = contract_for("elasticsearch", "9.6")
    service = services(contract)["elasticsearch"]
    parsed_ones = [
        (task_type, variant)
        for task_type in service.task_types
        for variant in ("elser", "e5", "reranker", "uploaded")
        if plan_for(contract, service, task_type, variant).parsed
    ]
    assert sorted(parsed_ones) == [
        ("rerank", "elser"), ("rerank", "uploaded"), ("sparse_embedding", "elser"), ("sparse_embedding", "uploaded"),
    ]  # fmt: skip
    plan = plan_for(contract, service, "text_embedding", "e5")
    assert plan.parsed_updates["service_settings"].change({"num_allocations": 2, "adaptive_allocations": None}) == {
        "num_allocations": 2,
        "adaptive_allocations": None,
    }
    assert plan_for(contract_for("elasticsearch", "9.5"), service, "text_embedding", "e5").parsed_updates == {}
