"""The page of operations."""

from __future__ import annotations

import pytest

from fakeinfer.contract import PRODUCTS, contract_for
from fakeinfer.coverage.operations import disagreements_table, operations_table, page
from tests.toy import toy_contract


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_operation_is_a_row_with_a_fixture(product: str) -> None:
    contract = contract_for(product)
    rows = operations_table(contract).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == sorted(contract.operations)
    assert not any(row.endswith("| 0 |") for row in rows)


def test_both_products_are_on_the_page() -> None:
    text = page()
    assert "## Elasticsearch" in text
    assert "## OpenSearch" in text
    assert "`last_model_deletes_group`" in text


def test_a_product_that_agrees_with_its_documentation() -> None:
    assert disagreements_table(toy_contract()) == "None yet."
