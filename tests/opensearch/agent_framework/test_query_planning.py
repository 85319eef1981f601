"""What a model is told when it is to write a search."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from fakeinfer import documents, indices
from fakeinfer.cluster import Cluster, State
from fakeinfer.opensearch.agent_framework import core_tools, query_planning
from fakeinfer.opensearch.agent_framework.outputs import Outputs
from fakeinfer.wire import Json

Plan = Callable[..., tuple[Json, list[dict[str, Any]]]]


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch", "3.8")


@pytest.fixture
def plan(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Runs the tool with what its model is to say; returns what it gives, and what the model was asked."""

    def run(made_with: dict[str, str], asked: dict[str, str], *answers: str) -> tuple[Json, list[dict[str, Any]]]:
        heard: list[dict[str, Any]] = []
        left = list(answers)

        def answer(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> str:
            heard.append({**parameters, "asked model": made_with["model_id"]})
            return left.pop(0)

        monkeypatch.setattr(core_tools, "run_model", answer)
        given = query_planning.plan_query(cluster.state, {"model_id": "m", **made_with}, asked)
        assert not isinstance(given, Outputs)
        return given, heard

    return run


ASKED = {"question": "shoes", "index_name": "shop", "_chat_history": "secret"}


def fill(cluster: Cluster, **fields: Json) -> None:
    documents.write(cluster.state, "shop", "1", fields)


def test_the_model_is_told_mapping_document_and_time(cluster: Cluster, plan: Plan) -> None:
    fill(cluster, name="shoe", about="x" * 300)
    _, heard = plan({}, ASKED, "{}")
    told = heard[0]
    assert json.loads(json.loads(told["index_mapping"]))["_doc"]["properties"].keys() == {"name", "about"}
    assert json.loads(json.loads(told["sample_document"])) == {"name": "shoe", "about": "[truncated]" + "x" * 250}
    assert "_chat_history" not in told
    assert query_planning.MATCH_ALL.replace('"', '\\"') in told["system_prompt"]


def test_an_index_without_documents_has_no_sample(cluster: Cluster, plan: Plan) -> None:
    indices.create(cluster.state, "shop")
    _, heard = plan({}, ASKED, "{}")
    assert heard[0]["sample_document"] == "null"


def test_prompts_may_be_replaced(cluster: Cluster, plan: Plan) -> None:
    fill(cluster, name="shoe")
    prompts = {"query_planner_system_prompt": "system", "query_planner_user_prompt": "user", "query_fields": "[name]"}
    _, heard = plan({}, {**ASKED, **prompts}, "{}")
    assert (heard[0]["system_prompt"], heard[0]["user_prompt"], heard[0]["query_fields"]) == (
        "system",
        "user",
        '"[name]"',
    )


def test_templates_are_chosen_by_the_model(cluster: Cluster, plan: Plan) -> None:
    fill(cluster, name="shoe")
    cluster.state.store.put("stored_scripts", "t", {"lang": "mustache", "source": "{{q}}", "options": {}})
    made = {"generation_type": "user_templates", "search_templates": '[{"template_id": "t"}]'}
    given, heard = plan(made, ASKED, "t", '{"size": 1}')
    assert given == {"size": 1}
    assert json.loads(heard[0]["search_templates"]) == made["search_templates"]
    assert heard[1]["template"] == '"{{q}}"'


def test_an_agents_model_stands_in(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(cluster, name="shoe")
    made = {"agent_llm_model_id": "agents"}
    monkeypatch.setattr(core_tools, "run_model", lambda state, made, parameters: json.dumps({"by": made["model_id"]}))
    query_planning.check(cluster.state, made)
    assert query_planning.plan_query(cluster.state, made, ASKED) == {"by": "agents"}
