"""Definitions become steps; refusals name the processor they are about, in the product's order."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.errors import ApiError
from fakeinfer.ingest.building import Builder
from fakeinfer.ingest.declaring import catalog_of


def refusal(product: str, definition: dict[str, Any]) -> ApiError:
    with pytest.raises(ApiError) as raised:
        Builder(catalog_of(contract_for(product))).read_pipeline("p", definition)
    return raised.value


def test_steps_carry_what_all_processors_have() -> None:
    handler = {"set": {"field": "h", "value": 1}}
    definition = {
        "processors": [
            {"drop": {"tag": "t", "description": "d", "if": "true", "ignore_failure": True, "on_failure": [handler]}}
        ]
    }
    (step,) = Builder(catalog_of(contract_for("elasticsearch"))).read_pipeline("p", definition).steps
    assert (step.type.name, step.tag, step.description, step.ignore_failure) == ("drop", "t", "d", True)
    assert step.condition is not None
    assert [inner.type.name for inner in step.handlers] == ["set"]


@pytest.mark.parametrize(
    ("product", "order"),
    [
        ("elasticsearch", ["property_name", "processor_type", "processor_tag"]),
        ("opensearch", ["processor_type", "processor_tag", "property_name"]),
    ],
)
def test_a_refusal_names_option_and_processor(product: str, order: list[str]) -> None:
    error = refusal(product, {"processors": [{"set": {"tag": "t", "value": 1}}]})
    assert list(error.metadata) == order
    assert error.metadata == {"processor_type": "set", "processor_tag": "t", "property_name": "field"}


def test_a_broken_processor_inside_foreach_is_about_foreach() -> None:
    error = refusal("elasticsearch", {"processors": [{"foreach": {"field": "a", "processor": {"set": {"value": 1}}}}]})
    assert error.metadata["processor_type"] == "foreach"


def test_options_of_another_version_are_leftovers() -> None:
    definition = {"processors": [{"rename": {"field": "a", "target_field": "b", "override": True}}]}
    with pytest.raises(ApiError) as raised:
        Builder(catalog_of(contract_for("elasticsearch", "8.11"))).read_pipeline("p", definition)
    assert "[override]" in str(raised.value.reason)


def test_a_processor_the_fake_does_not_have_is_answered_with_501() -> None:
    error = refusal("opensearch", {"processors": [{"geoip": {"field": "a"}}]})
    assert error.status == 501
    assert "[geoip]" in str(error.reason)
