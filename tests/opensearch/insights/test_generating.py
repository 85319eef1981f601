"""Insights as they are kept, renewed, and refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agent_framework.test_running import new_llm
from tests.opensearch.asking import KEY, ML, ok, refused

NO_AGENT = "Failed to find config with the provided config id: os_index_insight_agent"
SWITCH = {KEY + "index_insight_feature_enabled": True}


@pytest.fixture
def fake() -> FakeOpenSearch:
    fake = FakeOpenSearch(version="3.8", settings=SWITCH)
    ok(fake.cluster, "PUT", f"{ML}/index_insight_config", {"is_enable": True})
    return fake


def fill(fake: FakeOpenSearch, index: str, *sources: dict[str, Any]) -> None:
    for number, source in enumerate(sources):
        ok_or_created = fake.client().index(index=index, id=str(number), body=source, refresh=True)
        assert ok_or_created["result"] == "created"


def insight(fake: FakeOpenSearch, index: str, type: str) -> dict[str, Any]:
    found: dict[str, Any] = ok(fake.cluster, "GET", f"{ML}/insights/{index}/{type}")["index_insight"]
    return found


def ask_an_agent(fake: FakeOpenSearch, *answers: str) -> None:
    """Configure an agent whose model says this."""
    model = new_llm(fake.cluster)
    tool = {"type": "MLModelTool", "parameters": {"model_id": model, "prompt": "${parameters.prompt}"}}
    agent = ok(fake.cluster, "POST", f"{ML}/agents/_register", {"name": "i", "type": "flow", "tools": [tool]})[
        "agent_id"
    ]
    config = {"type": "agent", "configuration": {"agent_id": agent}}
    fake.client().index(index=".plugins-ml-config", id="os_index_insight_agent", body=config, refresh=True)
    fake.endpoint("llm").answers(list(answers))


def test_values_extremes_and_examples_are_told(fake: FakeOpenSearch) -> None:
    fill(fake, "shop", {"name": "shoe", "price": 5, "o": {"at": "2026-01-02"}}, {"name": "sock", "price": 7})
    told = json.loads(insight(fake, "shop", "STATISTICAL_DATA")["content"])
    assert told["example_docs"][1] == {"name": "sock", "price": 7}
    assert told["important_column_and_distribution"] == {
        "name": {"type": "text", "unique_terms": ["shoe", "sock"], "unique_count": 2.0},
        "price": {"type": "long", "unique_terms": [5.0, 7.0], "unique_count": 2.0, "min_value": 5.0, "max_value": 7.0},
        "o.at": {"type": "date", "min_value": "2026-01-02T00:00:00.000Z", "max_value": "2026-01-02T00:00:00.000Z"},
    }


def test_an_empty_index_has_nothing_to_tell(fake: FakeOpenSearch) -> None:
    fake.client().indices.create(index="empty")
    told = json.loads(insight(fake, "empty", "STATISTICAL_DATA")["content"])
    assert told == {"example_docs": [], "important_column_and_distribution": {}}


def test_an_insight_is_kept_for_a_day(fake: FakeOpenSearch) -> None:
    fill(fake, "shop", {"price": 5})
    before = insight(fake, "shop", "STATISTICAL_DATA")
    fill(fake, "shop2", {"price": 5})
    assert insight(fake, "shop", "STATISTICAL_DATA") == before
    fake.clock.advance(hours=25)
    assert insight(fake, "shop", "STATISTICAL_DATA")["last_updated_time"] > before["last_updated_time"]


def test_what_was_begun_without_an_agent_is_awaited_for_three_minutes(fake: FakeOpenSearch) -> None:
    fill(fake, "shop", {"price": 5})
    path = f"{ML}/insights/shop/LOG_RELATED_INDEX_CHECK"
    assert refused(fake.cluster, "GET", path) == (404, NO_AGENT)
    assert refused(fake.cluster, "GET", path) == (429, "Index insight is being generated, please wait...")
    fake.clock.advance(minutes=4)
    ask_an_agent(fake, "<RCA_analysis>{}</RCA_analysis>")
    assert insight(fake, "shop", "LOG_RELATED_INDEX_CHECK")["content"] == "{}"


def test_fields_are_described_after_they_were_counted(fake: FakeOpenSearch) -> None:
    fill(fake, "shop", {"price": 5, "name": "shoe"})
    ask_an_agent(fake, "price: what it costs\nname:\nnonsense")
    assert json.loads(insight(fake, "shop", "FIELD_DESCRIPTION")["content"]) == {"price": "what it costs"}
    prompt = json.dumps(fake.journal[-1].upstream[-1]["body"])
    assert "- price" in prompt
    assert insight(fake, "shop", "STATISTICAL_DATA")["status"] == "COMPLETED"


def test_an_index_without_fields_has_no_descriptions(fake: FakeOpenSearch) -> None:
    fake.client().indices.create(index="empty")
    ask_an_agent(fake)
    assert "content" not in insight(fake, "empty", "FIELD_DESCRIPTION")


def test_a_model_that_fails_is_tried_again(fake: FakeOpenSearch) -> None:
    fill(fake, "shop", {"price": 5})
    ask_an_agent(fake, "price: what it costs")
    fake.fail("ml.predict_model", upstream=500, times=1)
    assert refused(fake.cluster, "GET", f"{ML}/insights/shop/FIELD_DESCRIPTION")[1] == "Batch processing failed"
    assert "what it costs" in insight(fake, "shop", "FIELD_DESCRIPTION")["content"]


def test_a_model_picks_out_of_many_fields(fake: FakeOpenSearch) -> None:
    fill(fake, "wide", {f"n{number}": number for number in range(35)} | {"o": {"deep": 1}, "l": [{"x": 1}]})
    ask_an_agent(
        fake, "<column_name>n1</column_name> <column_name> o.deep </column_name> <column_name>l.x</column_name>"
    )
    told = json.loads(insight(fake, "wide", "STATISTICAL_DATA")["content"])
    assert told["important_column_and_distribution"].keys() == {"n1", "o.deep", "l.x"}
    assert told["example_docs"] == [{"n1": 1, "o": {"deep": 1}, "l": [{"x": 1}]}]


def test_many_fields_stay_where_nobody_can_be_asked(fake: FakeOpenSearch) -> None:
    fill(fake, "wide", {f"n{number}": number for number in range(35)})
    told = json.loads(insight(fake, "wide", "STATISTICAL_DATA")["content"])
    assert len(told["important_column_and_distribution"]) == 35


def test_an_insight_into_a_pattern_serves_the_indices_that_fit(fake: FakeOpenSearch) -> None:
    fill(fake, "shop-1", {"price": 5, "name": "shoe"})
    fill(fake, "shop-2", {"price": 5})
    ask_an_agent(fake, "price: what it costs\nname: what it is called")
    insight(fake, "shop-*", "FIELD_DESCRIPTION")
    found = insight(fake, "shop-2", "FIELD_DESCRIPTION")
    assert (found["index_name"], json.loads(found["content"])) == ("shop-2", {"price": "what it costs"})
    assert insight(fake, "shop-2", "STATISTICAL_DATA")["index_name"] == "shop-2"


def test_all_kinds_stand_in_one_text(fake: FakeOpenSearch) -> None:
    fill(fake, "shop", {"price": 5})
    ask_an_agent(fake, "price: what it costs", "no logs")
    parts = insight(fake, "shop", "ALL")["content"].split("\n\n")
    assert [part.partition(":\n")[0] for part in parts] == [
        "STATISTICAL_DATA",
        "FIELD_DESCRIPTION",
        "LOG_RELATED_INDEX_CHECK",
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"choices": [{"message": {"content": "price: cost"}}]},
        {"content": [{"text": "price: cost"}]},
        {"response": "price: cost"},
    ],
)
def test_a_models_own_answer_is_read(fake: FakeOpenSearch, said: dict[str, Any]) -> None:
    fill(fake, "shop", {"price": 5})
    ask_an_agent(fake, json.dumps(said))
    assert json.loads(insight(fake, "shop", "FIELD_DESCRIPTION")["content"]) == {"price": "cost"}
