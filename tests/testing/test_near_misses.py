"""Near misses: routes, ids, operations and names that resemble what was asked for."""

from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.store import Store
from fakeinfer.testing import near_misses
from tests.toy import toy_contract


@pytest.mark.parametrize(
    ("method", "path", "near"),
    [
        ("GET", "/_toys/anna", ["GET /_toy/{toy_id} (toy.get)", "DELETE /_toy/{toy_id} (toy.delete)"]),
        ("PUT", "/_toy/doll", ["DELETE /_toy/{toy_id} (toy.delete)", "GET /_toy/{toy_id} (toy.get)"]),
        ("PUT", "/toy/doll/anna", ["PUT /_toy/{kind}/{toy_id} (toy.put)"]),
        ("PUT", "/_toy/anna/_mend", ["PUT /_toy/{toy_id}/_mend (toy.mend) exists since 2.0; this is 1.0.0"]),
        ("GET", "/_toy/_all", ["GET /_toy/_all (toy.get) exists since 1.2; this is 1.0.0"]),
        ("GET", "/something/else/altogether", []),
        ("GET", "/", ["GET / (info) is elasticsearch's; this is toys"]),
        ("GET", "/_toy/anna", []),  # refused before its route was looked for, by its headers say
    ],
)
def test_routes_that_were_perhaps_meant(method: str, path: str, near: list[str]) -> None:
    found = near_misses.routes(toy_contract(), method, path)
    assert found[: len(near)] == near
    assert len(found) <= 3
    assert bool(found) == bool(near)


def test_a_route_of_the_other_product_is_recognized() -> None:
    found = near_misses.routes(contract_for("elasticsearch"), "GET", "/_plugins/_ml/model_groups/x")
    assert found == [
        "GET /_plugins/_ml/model_groups/{model_group_id} (ml.get_model_group) is opensearch's; this is elasticsearch"
    ]


def test_ids_that_were_perhaps_meant() -> None:
    store = Store({"toy_boxes": {"emb": {}, "embed": {}, "chat": {}}, "others": {"embedding": {}, 7: {}}})  # type: ignore[dict-item]
    assert near_misses.ids(store, ["emv", "emv", "nothing like it"]) == ["'emv': there is 'emb' in toy boxes"]
    assert near_misses.ids(store, ["embe"]) == [
        "'embe': there is 'embed' or 'emb' in toy boxes",
        "'embe': there is 'embedding' in others",
    ]


def test_an_id_that_exists_has_no_near_misses() -> None:
    assert near_misses.ids(Store({"a": {"emb": {}}, "b": {"embed": {}}}), ["emb"]) == []


def test_names() -> None:
    assert near_misses.names("infrence_id", ["task_type", "inference_id"]) == "; did you mean 'inference_id'?"
    assert near_misses.names("zzz", ["task_type"]) == ""


def test_documents_are_found_by_their_index_and_bookkeeping_is_left_out() -> None:
    store = Store({"docs:my-index": {"first": {}}, "tombstones:my-index": {"frist": {}}, "sequences": {"first": 3}})
    assert near_misses.ids(store, ["frist"]) == ["'frist': there is 'first' in index my-index"]


def test_a_route_that_needs_a_feature_names_it() -> None:
    found = near_misses.routes(contract_for("elasticsearch"), "GET", "/_security/user/bob")
    assert found == [
        "GET /_security/user/{username} (security.get_user) is there on a cluster that is started with security=True"
    ]
