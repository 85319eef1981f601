"""What the services' files are compiled into, for every version, task type and kind of model."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.contract import contract_for, product_named
from fakeinfer.elasticsearch.services.plans import Plan, plan_for
from fakeinfer.elasticsearch.services.service import services

LINES = list(product_named("elasticsearch").releases)


def all_plans(line: str) -> list[Plan]:
    contract = contract_for("elasticsearch", line)
    return [
        plan_for(contract, service, task_type, variant)
        for service in services(contract).values()
        for task_type in service.task_types
        for variant in service.document.get("variants", (None,))
    ]


@pytest.mark.parametrize("line", LINES)
def test_rules_speak_of_settings_that_exist(line: str) -> None:
    for plan in all_plans(line):
        existing = {setting.name for found in plan.objects.values() for setting in found}
        for rule in plan.rules:
            assert names_in(rule.must) <= existing, (plan.service.name, plan.task_type, rule.error)
            assert set(rule.fields) <= existing


def names_in(must: Any) -> set[str]:
    """The settings that a condition asks about."""
    found: set[str] = set()
    for word, value in must.items():
        if word == "required" or word == "properties":
            found |= set(value)
        else:
            for sub in value if isinstance(value, list) else [value]:
                found |= names_in(sub)
    return found


@pytest.mark.parametrize("line", LINES)
def test_embeddings_learn_their_similarity(line: str) -> None:
    for plan in all_plans(line):
        if plan.service.name == "amazon_sagemaker":  # leaves it out where nobody says it
            continue
        settings = {setting.name: setting for setting in plan.objects["service_settings"]}
        if "similarity" in settings and plan.task_type in ("text_embedding", "embedding"):
            assert (plan.probe and "similarity" in plan.probe) or settings["similarity"].default, plan.service.name
