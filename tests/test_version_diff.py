"""What changed between versions: told once, the same in both directions, each change at its edge."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise

import pytest

from fakeinfer.contract import PRODUCTS, Contract, Facet, contract_for, product_named
from fakeinfer.version_diff import Comparison, Difference, compare, facets_of, fields_in, summary_of
from tests.toy import toy_contract

LINES = {product: list(product_named(product).releases) for product in PRODUCTS}
NEIGHBOURS = [(product, old, new) for product in PRODUCTS for old, new in pairwise(LINES[product])]
FAR = [(product, LINES[product][0], LINES[product][-1]) for product in PRODUCTS]

SMALL = """\
opensearch 3.3.2 -> 3.4.0

Fields of requests
  + ml.add_agentic_memory: checkpoint_id: string or number or boolean

Cluster settings
  ~ plugins.ml_commons.max_batch_inference_tasks: int, at least 0, at most 500, default 10 -> int, at least 0, at most 10000, default 100
  ~ plugins.ml_commons.max_batch_ingestion_tasks: int, at least 0, at most 500, default 10 -> int, at least 0, at most 10000, default 100

Behaviour and wording
  + agentic_search_keeps_source_filter: an agent's query leaves the search's _source as it was
  + merged_percentiles: percentiles are told by a digest that merges values
  + agent_type_is_fixed: an update of an agent that names another type is refused
  + log_analysis_shows_five: LogPatternAnalysisTool shows five messages of a pattern, two before
  + planner_marks_steps: planners are told steps between marks, with what tools gave
  + memory_failures_are_hidden: why the model of a memory container fails is not told
  + deletions_hide_failures: why a memory container cannot be deleted is not told
  + updates_hide_failures: why a memory container cannot be updated is not told
  + prefixes_are_checked: the index prefix of a memory container has to begin the name of an index
  + roles_of_containers_are_checked: backend roles of memory containers are checked
  + checkpoints_in_memories: working memories hold a checkpoint_id
  + blank_texts_pass: embedding processors take blank texts"""


@cache
def between(product: str, old: str, new: str) -> Comparison:
    return compare(contract_for(product, old), contract_for(product, new))


def topic(found: Comparison, title: str) -> Difference:
    return next((one for one in found.differences if one.title == title), Difference(title, {}, {}, {}))


def test_a_small_step_reads_well() -> None:
    assert between("opensearch", "3.3", "3.4").as_text() == SMALL


@pytest.mark.parametrize(("product", "line"), [(product, line) for product in PRODUCTS for line in LINES[product]])
def test_a_version_does_not_differ_from_itself(product: str, line: str) -> None:
    found = between(product, line, line)
    assert not found.differences
    assert found.as_text().endswith("nothing differs that fakeinfer knows of")


@pytest.mark.parametrize(("product", "old", "new"), [*NEIGHBOURS, *FAR])
def test_the_way_back_mirrors_the_way_there(product: str, old: str, new: str) -> None:
    there, back = between(product, old, new), between(product, new, old)
    assert {one.title for one in there.differences} == {one.title for one in back.differences}
    for one in there.differences:
        other = topic(back, one.title)
        assert one.came == other.went
        assert one.went == other.came
        assert {key: (after, before) for key, (before, after) in one.changed.items()} == other.changed


@pytest.mark.parametrize(("product", "old", "new"), [*NEIGHBOURS, *FAR])
def test_every_item_is_one_line_and_its_json_holds_it(product: str, old: str, new: str) -> None:
    found = between(product, old, new)
    told = json.loads(json.dumps(found.as_json()))
    assert (told["product"], told["to"]) == (product, product_named(product).releases[new])
    lines = found.as_text().splitlines()
    for one in found.differences:
        assert one.title in lines
        for key, about in one.came.items():
            assert any(line.startswith("  + ") and key[-1] in line and about in line for line in lines), key
            assert {"item": list(key), "about": about} in told["topics"][one.title]["came"]
    items = [line for line in lines[1:] if line and line.startswith("  ")]
    assert all(line[2:4] in ("+ ", "- ", "~ ") for line in items)
    assert len(items) == len(set(items))


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_named_change_shows_exactly_at_its_edges(product: str) -> None:
    for change in product_named(product).changes:
        for old, new in pairwise(LINES[product]):
            before, after = (contract_for(product, line).version in change.span for line in (old, new))
            shown = topic(between(product, old, new), "Behaviour and wording")
            assert ((change.name,) in shown.came) == (after and not before), (change.name, old, new)
            assert ((change.name,) in shown.went) == (before and not after), (change.name, old, new)


@pytest.mark.parametrize(("product", "old", "new"), NEIGHBOURS)
def test_what_came_with_its_operation_is_told_once(product: str, old: str, new: str) -> None:
    found = between(product, old, new)
    came = {key[0] for key in topic(found, "Operations").came}
    for title in ("Routes", "Query parameters", "Fields of requests", "Fields of answers"):
        assert not came & {key[0] for key in topic(found, title).came}


def test_an_inference_service_tells_settings_by_task_type() -> None:
    found = between("elasticsearch", "8.14", "8.15")
    settings = topic(found, "Settings of services").came
    assert settings[("cohere", "rerank", "rate_limit")].startswith("object")
    assert ("cohere", "rerank", "rate_limit.requests_per_minute") not in settings
    assert ("alibabacloud-ai-search",) not in topic(found, "Services").came
    assert ("mistral",) in topic(found, "Services").came


def test_items_that_differ_in_the_middle_share_a_line() -> None:
    text = between("elasticsearch", "8.14", "8.15").as_text()
    line = next(line for line in text.splitlines() if line.startswith("  + openai (") and ": rate_limit:" in line)
    assert "text_embedding" in line or "completion" in line


def test_a_product_without_facets_of_its_own_is_compared_too() -> None:
    old, new = toy_contract("1.0.0"), toy_contract("2.0.0")
    new.__dict__["_schemas"]["toy.mend"] = new.__dict__["_schemas"]["toy.get"]
    assert next(facet.title for facet in facets_of(old)) == "Operations"
    found = compare(old, new)
    assert topic(found, "Operations").came == {("toy.mend",): "Repair a toy; older versions cannot."}
    assert topic(found, "Routes").came == {("toy.get", "GET /_toy/_all"): ""}


def test_what_sums_up_others_does_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def items(contract: Contract) -> dict[tuple[str, ...], str]:
        return {("a",): str(contract.version)}

    old, new = contract_for("opensearch", "3.6"), contract_for("opensearch", "3.7")
    for sums_up in (True, False):
        facets = (Facet("Toys", items, sums_up=sums_up),)
        monkeypatch.setattr("fakeinfer.version_diff.facets_of", lambda _, facets=facets: facets)
        assert bool(compare(old, new).differences) is not sums_up


def test_fields_are_found_at_any_depth() -> None:
    schema = {
        "definitions": {"node": {"properties": {"next": {"$ref": "#/definitions/node"}}}},
        "properties": {"list": {"items": {"anyOf": [{"properties": {"a": {}}}, {"$ref": "#/definitions/node"}]}}},
        "additionalProperties": {"properties": {"b": {}}},
    }
    assert [path for path, _ in fields_in(schema)] == ["list", "list[].a", "list[].next", "*.b"]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"type": "integer", "minimum": 1}, "integer, at least 1"),
        ({"type": "integer", "maximum": 9}, "integer, at most 9"),
        ({"type": ["string", "null"], "enum": ["a", None]}, "string or null, a | null"),
        ({"minimum": 0, "maximum": 1, "default": True}, "0 to 1, default true"),
        (True, ""),
    ],
)
def test_a_schema_in_a_few_words(entry: object, text: str) -> None:
    assert summary_of(entry) == text
