"""ML Commons as a whole: every release has a contract, and the vendor's client finds its way."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import contract_for, product_named
from fakeinfer.opensearch.ml_commons import MODULES

LINES = list(product_named("opensearch").releases)


@pytest.mark.parametrize("line", LINES)
def test_every_release_has_routes_without_clashes(line: str) -> None:
    contract = contract_for("opensearch", line)
    assert contract.trie.find("/_plugins/_ml/models/x") is not None
    assert "ml.delete_model" in contract.operations


@pytest.mark.parametrize(
    ("operation", "since"),
    [
        ("ml.update_connector", "2.11"),
        ("ml.get_model_group", "2.12"),
        ("ml.update_model", "2.12"),
        ("ml.register_agents", "2.12"),
        ("ml.batch_predict", "2.16"),
        ("ml.cancel_task", "2.17"),
        ("ml.update_agent", "3.1"),
    ],
)
def test_operations_come_with_their_release(operation: str, since: str) -> None:
    before = LINES[LINES.index(since) - 1]
    assert operation in contract_for("opensearch", since).operations
    assert operation not in contract_for("opensearch", before).operations


def test_every_operation_of_these_modules_has_a_schema() -> None:
    contract = contract_for("opensearch")
    own = [op for op in contract.operations.values() if op.run.__module__ in MODULES]
    assert len(own) > 50
    for op in own:
        assert contract.schema(op.id).response is not None, op.id


def test_a_reference_to_a_model_is_found_in_agents_of_a_fresh_cluster() -> None:
    rules = Cluster("opensearch").contract.product.references
    assert {(rule.kind, rule.holder) for rule in rules} >= {
        ("model", "docs:.plugins-ml-agent"),
        ("connector", "docs:.plugins-ml-model"),
    }
