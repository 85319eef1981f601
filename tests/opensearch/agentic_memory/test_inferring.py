"""What is remembered for long: facts found, held against what is known, and the history of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.opensearch.agentic_memory.remembering import Remembering
from tests.opensearch.asking import ok

TRUSTED = "plugins.ml_commons.trusted_connector_endpoints_regex"


def decisions(*made: dict[str, Any]) -> str:
    return json.dumps({"memory_decision": list(made)})


def messages_of(here: Remembering) -> list[dict[str, str]]:
    """What the model was asked last."""
    sent = here.fake.journal[-1].upstream[0]["body"]
    messages: list[dict[str, str]] = (json.loads(sent) if isinstance(sent, str) else sent)["messages"]
    return messages


def test_what_a_user_says_is_remembered() -> None:
    here = Remembering()
    here.say("My name is Bob. I like pasta. What is the weather?", tags={"a": "b"})
    assert here.facts == {"My name is Bob.", "I like pasta."}
    memory = here.kept()[0]
    assert memory["strategy_type"] == "SEMANTIC"
    assert (memory["namespace"], memory["namespace_size"], memory["tags"]) == ({"user_id": "bob"}, 1, {"a": "b"})
    assert len(memory["memory_embedding"]) == 1536
    assert {(told["action"], told["after"]["memory"]) for told in here.kept("history")} == {
        ("ADD", "My name is Bob."),
        ("ADD", "I like pasta."),
    }


def test_what_is_said_again_is_not_remembered_twice_and_more_of_it_takes_its_place() -> None:
    here = Remembering()
    here.say("My name is Bob. I like pasta.")
    here.say("My name is Bob. I like pasta with tomatoes.")
    assert here.facts == {"My name is Bob.", "I like pasta with tomatoes."}
    update = next(told for told in here.kept("history") if told["action"] == "UPDATE")
    assert (update["before"]["memory"], update["after"]["memory"]) == ("I like pasta.", "I like pasta with tomatoes.")


def test_users_do_not_share_memories() -> None:
    here = Remembering()
    here.say("I like pasta.")
    here.say("I like pasta.", namespace={"user_id": "ann"})
    assert [memory["namespace"]["user_id"] for memory in here.kept()] == ["bob", "ann"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("USER_PREFERENCE", {"I like pasta."}),
        ("SUMMARY", {"My name is Bob. I like pasta. What is the weather?"}),
    ],
)
def test_strategies_remember_other_things(kind: str, expected: set[str]) -> None:
    here = Remembering(strategy={"type": kind})
    here.say("My name is Bob. I like pasta. What is the weather?")
    assert here.facts == expected


def test_the_model_decides() -> None:
    here = Remembering()
    here.script('{"facts":["a","b"]}')
    here.say("x")
    first, second = (memory["_id"] for memory in sorted(here.kept(), key=lambda memory: str(memory["memory"])))
    here.script(
        'Sure: {"facts":["c"]} - done',
        decisions(
            {"id": "new", "text": "c", "event": "ADD"},
            {"id": first, "text": "a", "event": "delete"},
            {"memory_id": second, "text": "b2", "event": "UPDATE", "old_memory": "b"},
        ),
    )
    here.say("y")
    assert here.facts == {"c", "b2"}
    told = here.kept("history")[-3:]
    assert {one["action"]: (one.get("before"), one.get("after")) for one in told} == {
        "ADD": (None, {"memory": "c"}),
        "DELETE": ({"memory": "a"}, None),
        "UPDATE": ({"memory": "b"}, {"memory": "b2"}),
    }


def test_history_takes_the_id_of_an_addition_from_its_place_among_the_decisions() -> None:
    here = Remembering()
    here.script('{"facts":["a"]}')
    here.say("x")
    known = here.kept()[0]["_id"]
    update, new = ({"id": known, "text": "a2", "event": "UPDATE"}, {"id": "n", "text": "b", "event": "ADD"})
    here.script('{"facts":["b"]}', decisions(update, new))
    here.say("y")
    added = next(told for told in here.kept("history")[1:] if told["action"] == "ADD")
    assert (added["after"]["memory"], added["memory_id"]) == ("b", known)


def test_an_update_by_the_model_keeps_the_old_embedding_and_one_by_hand_makes_a_new_one() -> None:
    here = Remembering()
    here.script('{"facts":["a"]}', '{"facts":["b"]}')
    here.say("x")
    first = here.kept()[0]
    here.script(decisions({"id": first["_id"], "text": "something else", "event": "UPDATE"}))
    here.say("y")
    changed = here.kept()[0]
    assert (changed["memory"], changed["memory_embedding"]) == ("something else", first["memory_embedding"])
    here.ask("PUT", f"/{here.id}/memories/long-term/{first['_id']}", {"memory": "something else"})
    assert here.kept()[0]["memory_embedding"] != first["memory_embedding"]


@pytest.mark.parametrize("said", ["no JSON at all", '{"facts":[{}]}', '{"facts":[null]}'])
def test_an_answer_without_facts_is_an_error_of_the_history(said: str) -> None:
    here = Remembering()
    here.script(said)
    here.say("x")
    assert [(told.get("action"), told["error"]) for told in here.kept("history")] == [(None, "Internal server error")]


@pytest.mark.parametrize("said", ['["a"]', '{"facts":"a"}', "42 facts"])
@pytest.mark.parametrize(("version", "errors"), [("3.5", ["Internal server error"]), ("3.6", [])])
def test_json_of_another_form_is_told_nobody_from_36_on(said: str, version: str, errors: list[str]) -> None:
    here = Remembering(version)
    here.script(said)
    here.say("x")
    assert [told["error"] for told in here.kept("history")] == errors


def test_a_decision_that_is_none_changes_nothing() -> None:
    here = Remembering()
    here.script('{"facts":["a"]}')
    here.say("x")
    for bad in ("no JSON", decisions({"id": "x", "text": "y", "event": "FORGET"}), '{"memory_decision":{}}'):
        here.script('{"facts":["b"]}', bad)
        here.say("y")
    assert here.facts == {"a"}
    assert len(here.kept("history")) == 1


def test_a_path_that_leads_nowhere_is_told_nobody() -> None:
    here = Remembering(parameters={})
    here.say("I like pasta.")
    assert (here.kept(), here.kept("history")) == ([], [])


def test_a_strategy_may_look_elsewhere_and_ask_another_model() -> None:
    here = Remembering(parameters={})
    other = here.model("other", {**CHAT_OF_OTHERS})
    strategy: dict[str, Any] = {"type": "SEMANTIC", "namespace": ["user_id"]}
    strategy |= {"configuration": {"llm_id": other, "llm_result_path": "$.choices[0].message.content"}}
    here.ask("PUT", f"/{here.id}", {"configuration": {"strategies": [strategy]}})
    here.fake.endpoint("other").answers(['{"facts":["a"]}'])
    here.say("x")
    assert here.facts == {"a"}


CHAT_OF_OTHERS = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/chat/completions",
    "request_body": '{"messages":[{"role":"user","content":"${parameters.user_prompt}"}]}',
}


def test_a_prompt_of_ones_own_asks_for_facts_in_json() -> None:
    here = Remembering(strategy={"configuration": {"system_prompt": "Find something."}})
    here.say("I like pasta.")
    reason = "Custom prompt must specify JSON response format with 'facts' array"
    assert [told["error"] for told in here.kept("history")] == [reason]
    prompt = 'Find JSON: {"facts":[]}'
    here = Remembering(strategy={"configuration": {"system_prompt": prompt}})
    here.say("I like pasta.")
    assert messages_of(here)[0]["content"] == prompt
    assert here.facts == {"I like pasta."}


def test_a_strategy_that_is_switched_off_or_lacks_its_namespace_does_nothing() -> None:
    here = Remembering(strategy={"enabled": False})
    here.say("I like pasta.")
    assert here.kept() == []
    here = Remembering()
    here.say("I like pasta.", namespace={"team": "red"})
    assert (here.kept(), here.kept("history")) == ([], [])


def test_without_any_namespace_the_server_stumbles_and_says_so_in_the_history() -> None:
    here = Remembering()
    body = {"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}], "infer": True}
    here.ask("POST", f"/{here.id}/memories", body)
    assert "is null" in here.kept("history")[0]["error"]


def test_history_may_be_disabled() -> None:
    here = Remembering(disable_history=True)
    here.say("I like pasta.")
    assert here.facts == {"I like pasta."}


@pytest.mark.parametrize(
    ("version", "words"), [("3.3", "Prefer absolute over relative time"), ("3.8", "Include relative time references")]
)
def test_the_prompt_is_that_of_the_version(version: str, words: str) -> None:
    here = Remembering(version)
    here.say("I like pasta.")
    system, user = messages_of(here)
    assert words in system["content"]
    assert user["content"].startswith("Analyze the following conversation and extract information:\n```json\n[")
    assert "Respond NOW with ONE LINE" in user["content"]


def test_a_model_that_fails_is_an_error_of_the_history() -> None:
    here = Remembering()
    here.fake.fail("ml.predict_model", upstream=500)
    here.say("I like pasta.")
    assert [told["error"] for told in here.kept("history")] == ["Internal server error"]


def test_facts_that_cannot_be_embedded_are_lost_and_their_history_is_not() -> None:
    here = Remembering()
    here.script('{"facts":["a"]}')
    here.fake.fail("ml.predict_model", upstream=500, after=1)
    here.say("x")
    assert here.kept() == []
    assert [(told["action"], told.get("memory_id")) for told in here.kept("history")] == [("ADD", None)]


@pytest.mark.parametrize(
    ("url", "field", "told"),
    [
        ("https://api.openai.com/v1/chat/completions", "response_format", {"type": "json_schema"}),
        ("https://x.example.com/openai/deployments/d/chat/completions", "response_format", {"type": "json_schema"}),
        ("https://api.cohere.com/v2/chat", "response_format", {"type": "json_schema"}),
        (
            "https://generativelanguage.googleapis.com/v1/models/m:generateContent",
            "generationConfig",
            {"responseMimeType": "application/json"},
        ),
        ("https://my-openai-proxy.internal/chat?openai", "response_format", None),
    ],
)
def test_a_service_that_can_is_made_to_keep_to_the_form(url: str, field: str, told: dict[str, Any] | None) -> None:
    here = Remembering()
    ok(here.fake.cluster, "PUT", "/_cluster/settings", {"persistent": {TRUSTED: [".*"]}})
    model = here.model("other", CHAT_OF_OTHERS | {"url": url, "supports_structured_output": "true"})
    here.fake.endpoint("other").answers(["no facts"])
    here.ask("PUT", f"/{here.id}", {"configuration": {"llm_id": model}})
    here.say("I like pasta.")
    sent = here.fake.journal[-1].upstream[0]["body"]
    assert isinstance(sent, dict)
    form = sent.get(field)
    assert form is None if told is None else isinstance(form, dict) and told.items() <= form.items()
    assert ("Respond NOW" in json.dumps(sent)) is (told is None)


def test_bedrock_answers_with_a_call() -> None:
    here = Remembering()
    action = CHAT_OF_OTHERS | {
        "url": "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse",
        "supports_structured_output": "true",
        "request_body": '{"messages":[{"role":"user","content":[{"text":"${parameters.user_prompt}"}]}]}',
    }
    here.ask("PUT", f"/{here.id}", {"configuration": {"llm_id": here.model("other", action)}})
    here.say("I like pasta. What is the weather?")
    assert here.facts == {"I like pasta."}


def test_a_service_keeps_to_no_form_before_37() -> None:
    here = Remembering("3.6")
    model = here.model("other", CHAT_OF_OTHERS | {"supports_structured_output": "true"})
    here.ask("PUT", f"/{here.id}", {"configuration": {"llm_id": model}})
    here.say("I like pasta.")
    assert "response_format" not in json.dumps(here.fake.journal[-1].upstream[0]["body"])
