"""The derived schemas and the quick reading of create bodies say yes and no to the same bodies."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.inference.chunking_settings import Chunking
from fakeinfer.elasticsearch.services.body_schema import body_schema, validator
from fakeinfer.elasticsearch.services.plans import Plan, plan_for
from fakeinfer.elasticsearch.services.reading import read_configuration, refuse_leftovers, take_apart, take_chunking
from fakeinfer.elasticsearch.services.service import services
from fakeinfer.errors import ApiError

LINES = ("8.14", "8.17", "9.2", "9.5", "9.6")
VARIANTS = {
    "elasticsearch": ("elser", "e5", "reranker"),
    "elser": ("elser",),
    "amazon_sagemaker": ("openai", "elastic"),
}


def plans() -> list[Any]:
    """Every plan there is at a few versions."""
    found = []
    for line in LINES:
        contract = contract_for("elasticsearch", line)
        for service in {service.name: service for service in services(contract).values()}.values():
            for task_type in service.task_types:
                for variant in VARIANTS.get(service.name, (None,)):
                    plan = plan_for(contract, service, task_type, variant)
                    found.append(pytest.param(line, plan, id=f"{line}-{service.name}-{task_type}-{variant or 'any'}"))
    return found


def accepted(line: str, plan: Plan, body: dict[str, Any]) -> bool:
    """Whether the quick reading takes the body."""
    chunking = Chunking.of(contract_for("elasticsearch", line).switched_on(None, {}))
    body = copy.deepcopy(body)
    held = len(body)
    body.pop("service", None)
    body.pop("task_type", None)
    try:
        parts = take_apart(body, held, plan.ignores)
        if plan.chunked:
            take_chunking(body, chunking)
        read_configuration(plan, parts)
        refuse_leftovers(plan, parts)
    except ApiError:
        return False
    return True


ODD = st.sampled_from(
    [None, True, False, 0, 1, 2, -1, 19, 20, 64, 251, 2**31, 2**63, 0.5, 1.0, 3.0, "", "x", " Cosine ", "COSINE", "google",
     "meta", "openai", "cohere", "token", "realtime", "http://h/a", "^^^", "a b", [], ["x"], {}, {"foo": 1},
     {"requests_per_minute": 5}, {"requests_per_minute": 0}, {"requests_per_minute": 1.0}, {"enabled": True},
     [["a", "b"]], [["a"]], [["a", 1]], {"a": "b"}, {"a": None}, {"a": []}, {"json_parser": {}}, {"json_parser": None},
     {"translation": {" Search": "q"}}, {"translation": {"search": ""}}, {"default": ""}, {"default": 1}]
)  # fmt: skip


def good_value(schema: Any) -> st.SearchStrategy[Any]:
    """Values that a setting's own schema is likely to take."""
    if not isinstance(schema, dict):
        return st.none()
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].replace(r"[\x00-\x20]*", ""), fullmatch=True)
    kind = schema.get("type")
    if kind == "integer":
        return st.integers(min_value=max(schema["minimum"], -5), max_value=min(schema["maximum"], 300))
    if kind == "number":
        return st.floats(min_value=schema.get("minimum", 0.0), max_value=schema.get("maximum", 2.0))
    if kind == "boolean":
        return st.booleans()
    if kind == "array":
        return st.just([["a", "b"]] if "items" in schema else ["x"])
    if "minProperties" in schema or {"translation"} & set(schema.get("properties", ())):
        inner = {name: good_value(sub["anyOf"][1]) for name, sub in schema["properties"].items()}
        return st.fixed_dictionaries(inner)
    if "propertyNames" in schema:
        return st.just({"INGEST": "document", " search": "query"})
    if "additionalProperties" in schema and "properties" not in schema:
        return st.sampled_from([{}, {"a": "x", "b": None}])
    if kind == "object":
        return st.sampled_from([{}, {"requests_per_minute": 7}])
    return st.sampled_from(["http://localhost/x", "text"])


@st.composite
def bodies(draw: st.DrawFn, plan: Plan) -> dict[str, Any]:
    """Bodies that are nearly right: required settings mostly there, some others, some values odd."""
    body: dict[str, Any] = {"service": plan.service.name}
    for scope, found in plan.objects.items():
        home = body.setdefault("service_settings" if scope == "secret_settings" else scope, {})
        for setting in found:
            often = 9 if setting.missing is not None else 5 if scope == "secret_settings" else 3
            if draw(st.integers(0, 9)) < often:
                odd = draw(st.integers(0, 9)) == 0
                home[setting.name] = draw(ODD if odd else good_value(setting.schema))
    if draw(st.integers(0, 9)) == 0:
        place = draw(st.sampled_from([body, body["service_settings"], body.get("task_settings", body)]))
        place[draw(st.sampled_from(["foo", "model", "model_id", "url", "api_key", "chunking_settings"]))] = draw(ODD)
    if draw(st.integers(0, 9)) == 0:
        body[draw(st.sampled_from(["task_settings", "service_settings"]))] = draw(ODD)
    return body


@pytest.mark.parametrize(("line", "plan"), plans())
def test_schema_and_reading_agree(line: str, plan: Plan) -> None:
    switched_on = contract_for("elasticsearch", line).switched_on(None, {})
    chunking = Chunking.of(switched_on)
    check = validator(body_schema(plan, recursive=chunking.recursive, limited=chunking.limited))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(bodies(plan))
    def agree(body: dict[str, Any]) -> None:
        assert accepted(line, plan, body) == check.is_valid(body), body

    agree()


CHUNKS = st.fixed_dictionaries(
    {},
    optional={
        "strategy": st.sampled_from(["sentence", "word", "recursive", "none", "Word", 1, None]),
        "max_chunk_size": st.sampled_from([0, 5, 10, 20, 250, 1.0, "x", None]),
        "overlap": st.sampled_from([0, 1, 5, "x", None]),
        "sentence_overlap": st.sampled_from([0, 1, 2, 1.0, None]),
        "separators": st.sampled_from([[], ["a"], ["a"] * 51, "x", None]),
        "separator_group": st.sampled_from(["markdown", " Plaintext", "x", 1, None]),
    },
)


@pytest.mark.parametrize("line", LINES[1:])
@settings(max_examples=150, deadline=None, database=None)
@given(chunks=CHUNKS)
def test_schema_and_reading_agree_on_chunking_settings(line: str, chunks: dict[str, Any]) -> None:
    contract = contract_for("elasticsearch", line)
    plan = plan_for(contract, services(contract)["openai"], "text_embedding")
    chunking = Chunking.of(contract.switched_on(None, {}))
    check = validator(body_schema(plan, recursive=chunking.recursive, limited=chunking.limited))
    body = {
        "service": "openai",
        "service_settings": {"api_key": "k", "model_id": "m"},
        "chunking_settings": chunks,
    }
    assert accepted(line, plan, body) == check.is_valid(body)


def test_a_minimal_body_is_taken_by_both() -> None:
    contract = contract_for("elasticsearch", "9.5")
    plan = plan_for(contract, services(contract)["openai"], "text_embedding")
    body = {"service": "openai", "service_settings": {"api_key": "k", "model_id": "m"}}
    assert accepted("9.5", plan, body)
    assert validator(body_schema(plan)).is_valid(body)
