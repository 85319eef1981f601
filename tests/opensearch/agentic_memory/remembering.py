"""A container that remembers for long, and what is in it."""

from __future__ import annotations

from typing import Any

from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.asking import ML, new_model, ok

CHAT = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/chat/completions",
    "request_body": '{"messages":[{"role":"system","content":"${parameters.system_prompt}"},'
    '{"role":"user","content":"${parameters.user_prompt}"}]}',
}
EMBED = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/embeddings",
    "request_body": '{"input": ${parameters.input}}',
    "pre_process_function": "connector.pre_process.openai.embedding",
    "post_process_function": "connector.post_process.openai.embedding",
}
FACTS_OF = {"type": "SEMANTIC", "namespace": ["user_id"]}


class Remembering:
    """A fake with a container of two models, which tests can script as `llm` and `emb`."""

    def __init__(self, version: str = "3.8", *, strategy: dict[str, Any] | None = None, **configuration: Any) -> None:
        self.fake = FakeOpenSearch(version=version)
        self.models = {"llm_id": self.model("llm", CHAT), "embedding_model_id": self.model("emb", EMBED)}
        kept = {
            **self.models,
            "embedding_model_type": "TEXT_EMBEDDING",
            "embedding_dimension": 1536,
            "disable_session": True,
            "strategies": [FACTS_OF | (strategy or {})],
            "parameters": {"llm_result_path": "$.choices[0].message.content"},
            **configuration,
        }
        made = self.ask("POST", "/_create", {"name": "c", "configuration": kept})
        self.id = made["memory_container_id"]

    def model(self, name: str, action: dict[str, str]) -> str:
        """A model on a connector of its own."""
        body = {"name": "c", "version": 1, "protocol": "http", "credential": {"key": "k"}, "actions": [action]}
        connector = ok(self.fake.cluster, "POST", f"{ML}/connectors/_create", body)["connector_id"]
        return new_model(self.fake.cluster, name=name, connector_id=connector)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A call under the path of containers."""
        return ok(self.fake.cluster, method, f"{ML}/memory_containers{path}", body)

    def say(self, *texts: str, namespace: dict[str, str] | None = None, **more: Any) -> str:
        """Say something, of which is inferred what can be; the working memory's id."""
        messages = [{"role": "user", "content": [{"type": "text", "text": text}]} for text in texts]
        named = {"user_id": "bob"} if namespace is None else namespace
        body = {"messages": messages, "infer": True, "namespace": named, **more}
        id: str = self.ask("POST", f"/{self.id}/memories", body)["working_memory_id"]
        return id

    def kept(self, kind: str = "long-term") -> list[dict[str, Any]]:
        """Memories of a kind, in the order of their making."""
        body = {"query": {"match_all": {}}, "size": 100, "sort": [{"created_time": "asc"}]}
        hits = self.ask("POST", f"/{self.id}/memories/{kind}/_search", body)["hits"]["hits"]
        return [{"_id": hit["_id"], **hit["_source"]} for hit in hits]

    @property
    def facts(self) -> set[str]:
        """What is remembered."""
        return {memory["memory"] for memory in self.kept()}

    def script(self, *answers: Any) -> None:
        """What the model says next."""
        self.fake.endpoint("llm").answers(list(answers))
