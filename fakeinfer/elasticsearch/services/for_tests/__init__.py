"""The services that Elasticsearch's own tests use, one file each, and the contract that has them. They answer in `answering.py`."""

from __future__ import annotations

from pathlib import Path

from ....contract import Contract
from ..own import contract_with

_MEMO = "with test services"


def contract_with_test_services(contract: Contract) -> Contract:
    """The contract with the test services of its version; made once."""
    found: Contract | None = contract.memo.get(_MEMO)
    if found is None:
        files = sorted(Path(__file__).parent.glob("*.json"))
        found = contract.memo[_MEMO] = contract_with(contract, files)
    return found
