"""The memories of 3.2."""

from __future__ import annotations

from typing import Any

from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agentic_memory.remembering import EMBED
from tests.opensearch.asking import ML, new_model, ok

CHAT = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-3/invoke",
    "request_body": '{"system":"${parameters.system_prompt}","messages":${parameters.messages}}',
}


class First:
    """A fake of 3.2 with a container."""

    def __init__(self, *, llm: bool = True, embeds: bool = True) -> None:
        settings = {"plugins.ml_commons.agentic_memory_enabled": True}
        self.fake = FakeOpenSearch(version="3.2", settings=settings)
        config: dict[str, Any] = {"memory_index_name": "mine"}
        if llm:
            config["llm_model_id"] = self.model("llm", CHAT)
        if embeds:
            config["embedding_model_id"] = self.model("emb", EMBED)
            config |= {"embedding_model_type": "TEXT_EMBEDDING", "dimension": 1536}
        made = self.ask("POST", "/_create", {"name": "c", "memory_storage_config": config})
        self.id = made["memory_container_id"]

    def model(self, name: str, action: dict[str, str]) -> str:
        body = {"name": "c", "version": 1, "protocol": "http", "credential": {"key": "k"}, "actions": [action]}
        connector = ok(self.fake.cluster, "POST", f"{ML}/connectors/_create", body)["connector_id"]
        return new_model(self.fake.cluster, name=name, connector_id=connector)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return ok(self.fake.cluster, method, f"{ML}/memory_containers{path}", body)

    def say(self, *texts: str, **more: Any) -> list[dict[str, Any]]:
        messages = [{"role": "user", "content": text} for text in texts]
        answer = self.ask("POST", f"/{self.id}/memories", {"messages": messages, "session_id": "s", **more})
        results: list[dict[str, Any]] = answer["results"]
        return results

    def script(self, *answers: str) -> None:
        self.fake.endpoint("llm").answers(list(answers))

    @property
    def kept(self) -> dict[str, dict[str, Any]]:
        found = ok(self.fake.cluster, "POST", "/mine/_search", {"size": 100})["hits"]["hits"]
        return {hit["_source"]["memory"]: hit["_source"] for hit in found}


def test_facts_are_kept_and_messages_are_not_while_there_are_facts() -> None:
    first = First()
    assert [one["event"] for one in first.say("I like pasta.")] == ["ADD"]
    assert list(first.kept) == ["I like pasta."]
    memory = first.kept["I like pasta."]
    assert (memory["memory_type"], len(memory["memory_embedding"])) == ("FACT", 1536)


def test_where_there_are_no_facts_messages_are_kept() -> None:
    first = First()
    assert first.say("Who are you?") == []
    assert first.kept["Who are you?"]["memory_type"] == "RAW_MESSAGE"


def test_what_is_decided_is_done() -> None:
    first = First()
    first.script('{"facts":["a","b"]}', '{"memory_decision":[{"text":"a","event":"ADD"},{"text":"b","event":"ADD"}]}')
    ids = {one["text"]: one["id"] for one in first.say("x")}
    update = f'{{"id":"{ids["a"]}","text":"a2","event":"UPDATE","old_memory":"a"}}'
    delete = f'{{"id":"{ids["b"]}","text":"b","event":"DELETE"}}'
    first.script('{"facts":["c"]}', f'{{"memory_decision":[{update},{delete},{{"id":"x","event":"NONE"}}]}}')
    assert first.say("y") == [
        {"id": ids["a"], "text": "a2", "event": "UPDATE", "old_memory": "a"},
        {"id": ids["b"], "text": "b", "event": "DELETE"},
    ]
    assert list(first.kept) == ["a2"]


def test_several_messages_at_once_get_no_embedding_from_a_service() -> None:
    first = First(llm=False)
    first.say("one")
    first.say("two", "three")
    assert {text for text, memory in first.kept.items() if "memory_embedding" in memory} == {"one"}


def test_an_update_embeds_anew_unless_that_fails() -> None:
    first = First(llm=False)
    (made,) = first.say("one")
    before = first.kept["one"]["memory_embedding"]
    path = f"/{first.id}/memories/{made['id']}"
    first.ask("PUT", path, {"text": "two"})
    embedded = first.kept["two"]["memory_embedding"]
    assert embedded != before
    with first.fake.fail("ml.predict_model", upstream=500):
        first.ask("PUT", path, {"text": "three"})
    assert first.kept["three"]["memory_embedding"] == embedded


def test_a_container_without_anything_is_searched_by_words() -> None:
    first = First(llm=False, embeds=False)
    first.say("pasta with tomatoes", "an office in Berlin")
    found = first.ask("POST", f"/{first.id}/memories/_search", {"query": "the Berlin office"})["hits"]
    assert [hit["memory"] for hit in found["hits"]] == ["an office in Berlin"]


def test_an_index_is_named_after_the_container() -> None:
    first = First(llm=False, embeds=False)
    made = first.ask("POST", "/_create", {"name": "other"})["memory_container_id"]
    shown = first.ask("GET", f"/{made}")["memory_storage_config"]
    assert shown == {
        "memory_index_name": f"ml-static-memory-{made.lower()}-default",
        "semantic_storage_enabled": False,
    }
