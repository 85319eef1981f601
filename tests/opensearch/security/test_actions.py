from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.opensearch.product import PRODUCT
from fakeinfer.opensearch.security.actions import ACTIONS, actions_of


@pytest.mark.parametrize("line", PRODUCT.lines)
def test_every_operation_says_which_permissions_it_needs(line: str) -> None:
    operations = contract_for("opensearch", line).operations.values()
    untold = [one.id for one in operations if one.feature is None and actions_of(one) is None]
    assert untold == []


def test_no_action_of_an_operation_that_does_not_exist() -> None:
    known = {id for line in PRODUCT.lines for id in contract_for("opensearch", line).operations}
    assert set(ACTIONS) <= known
