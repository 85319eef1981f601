"""Which API a body of `amazon_sagemaker` asks for; the refusals are in the fixtures."""

from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.inference.task_types import TASK_TYPES
from fakeinfer.elasticsearch.services.plans import plan_for
from fakeinfer.elasticsearch.services.service import services


def test_every_api_is_a_variant_and_does_tasks_of_the_service() -> None:
    document = services(contract_for("elasticsearch", "9.5"))["amazon_sagemaker"].document
    assert set(document["apis"]) == set(document["variants"])
    for task_types in document["apis"].values():
        assert set(task_types) <= set(document["task_types"]) <= set(TASK_TYPES)


@pytest.mark.parametrize(
    ("variant", "names"),
    [
        (None, set()),
        ("openai", {"dimensions"}),
        ("elastic", {"dimensions", "dimensions_set_by_user", "similarity", "element_type"}),
    ],
)
def test_an_api_adds_its_own_settings(variant: str | None, names: set[str]) -> None:
    contract = contract_for("elasticsearch", "9.5")
    service = services(contract)["amazon_sagemaker"]
    common = {setting.name for setting in plan_for(contract, service, "text_embedding").objects["service_settings"]}
    found = plan_for(contract, service, "text_embedding", variant).objects["service_settings"]
    assert {setting.name for setting in found} - common == names
