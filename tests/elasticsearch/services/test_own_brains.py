"""Services that answer by themselves."""

from __future__ import annotations

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.services.for_tests import answering, contract_with_test_services
from fakeinfer.elasticsearch.services.own_brains import own_brains
from fakeinfer.elasticsearch.services.service import Service, services


def test_a_service_names_the_module_that_answers() -> None:
    found = services(contract_with_test_services(contract_for("elasticsearch", "9.5")))
    assert own_brains(found["test_service"]) is answering
    assert own_brains(found["openai"]) is None
    assert own_brains(None) is None


def test_a_module_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError):
        own_brains(Service("x", {"brains": "fakeinfer.nothing"}, ()))


def test_the_contract_with_test_services_is_made_once() -> None:
    contract = contract_for("elasticsearch", "9.5")
    assert contract_with_test_services(contract) is contract_with_test_services(contract)
    assert "test_service" not in services(contract)
