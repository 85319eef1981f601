"""What OpenSearch tells of a version for comparing."""

from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.opensearch.cluster.known_settings import Setting
from fakeinfer.opensearch.facets import FACETS, about_setting


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (Setting("a", "int", "10", min=0, max=500), "int, at least 0, at most 500, default 10"),
        (Setting("a", "list", ["x", "y"]), "list, default [x, y]"),
        (Setting("a", "text", ""), "text"),
        (Setting("a", "bool", "true", static=True), "bool, default true, not dynamic"),
    ],
)
def test_a_setting_in_a_few_words(setting: Setting, text: str) -> None:
    assert about_setting(setting) == text


@pytest.mark.parametrize("line", ["2.9", "2.19", "3.8"])
def test_keys_lead_into_the_facets_they_are_within(line: str) -> None:
    contract = contract_for("opensearch", line)
    items = {facet.title: facet.items(contract) for facet in FACETS}
    for facet in FACETS:
        if facet.within is not None:
            assert {key[:-1] for key in items[facet.title]} <= items[facet.within].keys(), facet.title


def test_agents_and_functions_come_with_their_versions() -> None:
    told = {
        line: {facet.title: {key[0] for key in facet.items(contract_for("opensearch", line))} for facet in FACETS}
        for line in ("2.9", "3.6")
    }
    assert "conversational_v2" in told["3.6"]["Types of agents"] - told["2.9"]["Types of agents"]
    assert "TOOL" in told["3.6"]["Function names of models"] - told["2.9"]["Function names of models"]
