"""The names of operations: ids and aliases, and what a pattern can match."""

from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.operation_names import known_names, matches, operations_meant, why_unknown
from tests.toy import toy_contract


def test_a_pattern_that_some_operation_matches_is_known() -> None:
    assert why_unknown(toy_contract(), "toy.*") is None
    assert why_unknown(toy_contract(), "tay.*") == "toys 1.0.0 has no operation 'tay.*'. Did you mean 'toy.*'?"
    assert why_unknown(toy_contract(), "bulk") == "toys 1.0.0 has no operation 'bulk'."


def test_an_operation_of_another_version_says_when_it_exists() -> None:
    assert (
        why_unknown(toy_contract(), "toy.mend") == "toys 1.0.0 has no operation 'toy.mend': toy.mend exists since 2.0."
    )


@pytest.mark.parametrize(
    ("version", "name", "known"),
    [
        ("8.11", "inference.text_embedding", True),
        ("8.13", "inference.rerank", False),
        ("8.14", "inference.rerank", True),
        ("9.3", "inference.embedding", False),
        ("9.4", "inference.embedding", True),
        ("9.4", "inference.any", False),
    ],
)
def test_task_types_are_names_from_when_they_exist(version: str, name: str, known: bool) -> None:
    contract = contract_for("elasticsearch", version)
    assert (name in known_names(contract)) is known
    assert (why_unknown(contract, name) is None) is known


def test_an_alias_means_its_operation() -> None:
    contract = contract_for("elasticsearch")
    assert [op.id for op in operations_meant(contract, "inference.rerank")] == ["inference.inference"]


def test_any_name_may_match() -> None:
    assert matches("a.*", ("b.c", "a.d"))
    assert not matches("a.*", ())
