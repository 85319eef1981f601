"""Every release line says which Lucene it has and how far back it goes."""

from __future__ import annotations

import re

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.product import RELEASES
from fakeinfer.elasticsearch.releases import LUCENE, build_hash, compatibility, warning_agent


@pytest.mark.parametrize("line", RELEASES)
def test_a_line_is_complete(line: str) -> None:
    contract = contract_for("elasticsearch", line)
    assert re.fullmatch(r"\d+\.\d+\.\d+", LUCENE[contract.version.line])
    assert re.fullmatch(r"[0-9a-f]{40}", build_hash(contract.version))
    assert len(compatibility(contract.version)) == 2
    assert str(contract.version) in warning_agent(contract)


def test_no_line_is_listed_that_does_not_exist() -> None:
    assert set(LUCENE) == set(RELEASES)
