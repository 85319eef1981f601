"""Schema files: projection to a version, violations in written order, and the fast validator held equal to jsonschema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.contract import PRODUCTS, Contract, contract_for, product_named
from fakeinfer.schema import Schema, load, projected_to
from fakeinfer.versions import Version
from tests.near import near_bodies

PACKAGE = Path(__file__).parent.parent / "fakeinfer"


def write(tmp_path: Path, document: dict[str, Any]) -> Path:
    file = tmp_path / "x.json"
    file.write_text(json.dumps(document))
    return file


def test_a_property_a_version_lacks_is_absent_there() -> None:
    schema = {"required": ["a", "b"], "properties": {"a": {}, "b": {"x-since": "9.2"}}}
    assert projected_to(schema, Version.parse("9.1")) == {"required": ["a"], "properties": {"a": {}}}
    assert projected_to(schema, Version.parse("9.2")) == schema


def test_an_unknown_keyword_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown schema keywords requird"):
        load(write(tmp_path, {"body": {"type": "object", "properties": {"a": {"requird": []}}}}), Version(9, 5))


def test_the_first_violation_as_written_names_its_error() -> None:
    schema = Schema(
        {
            "properties": {"a": {"type": "string", "x-error": "bad_a"}, "b": {"type": "string", "x-error": "bad_b"}},
            "required": ["c"],
            "x-error": "incomplete",
        }
    )
    violation = schema.violation({"b": 1, "a": 2})
    assert violation is not None
    assert (violation.error, violation.at, violation.keyword) == ("bad_a", ("a",), "type")
    missing = schema.violation({})
    assert missing is not None
    assert (missing.error, missing.keyword) == ("incomplete", "required")


def test_secrets_are_found_at_any_depth() -> None:
    schema = Schema({"properties": {"s": {"properties": {"api_key": {"x-secret": True}, "url": {}}}}})
    assert schema.secret_names() == {"api_key"}


def contracts() -> list[Contract]:
    return [contract_for(name, line) for name in PRODUCTS for line in (None, next(iter(product_named(name).releases)))]


@pytest.mark.parametrize(
    "contract", contracts(), ids=lambda contract: f"{contract.product.name}-{contract.version.line}"
)
def test_every_operation_has_a_sound_schema(contract: Contract) -> None:
    for op in contract.operations.values():
        schema = contract.schema(op.id)
        assert schema.response is not None, f"{op.id} has no response schema"
        assert schema.source, f"{op.id} has no x-source"
        for part in (schema.path, schema.query, schema.body, schema.response):
            if part is not None:
                jsonschema.Draft202012Validator.check_schema(part.document)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", PRODUCTS)
def test_the_fast_validator_and_jsonschema_agree(name: str, data: st.DataObject) -> None:
    contract = contract_for(name)
    with_bodies = sorted(op.id for op in contract.operations.values() if contract.schema(op.id).body is not None)
    if not with_bodies:
        pytest.skip("no operation takes a body yet")
    schema = contract.schema(data.draw(st.sampled_from(with_bodies))).body
    assert schema is not None
    body = data.draw(near_bodies(schema.document))
    assert schema.accepts(body) == jsonschema.Draft202012Validator(schema.document).is_valid(body)


def test_the_fast_validator_knows_constants() -> None:
    schema = Schema({"properties": {"a": {"const": 1}}})
    assert (schema.accepts({"a": 1}), schema.accepts({"a": 2})) == (True, False)
