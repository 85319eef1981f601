"""Adding the memories of 3.2: messages kept with their embeddings, facts found and decided about before the answer.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/{TransportAddMemoriesAction,
MemoryProcessingService,MemoryOperationsService}.java` at 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ... import documents
from ...errors import ApiError
from ...formats import jsontext
from ...operations import Call
from ..memory.conversations import user_name
from ..ml import indices as ml_indices
from ..ml.values import text_of
from ..prediction.predicting import predict_by_model
from . import errors, inferring, places, prompts
from .remembering import Decision
from .searching import meant

MESSAGE, FACT = "RAW_MESSAGE", "FACT"


class Work:
    """One call that adds memories."""

    def __init__(self, call: Call, kept: Mapping[str, Any], index: str, session: str) -> None:
        self.call = call
        self.state = call.state
        self.kept = kept
        self.index = index
        self.session = session
        tags = call.body.get("tags")
        self.tags = {name: text_of(tags, name) for name in tags} if tags else None

    def keep(self, memories: Sequence[tuple[str | None, str, str]], shown: str | None = None) -> list[dict[str, Any]]:
        """Store memories with their embeddings; what came of those that are shown.

        A model that answers for several texts at once, as services do, is taken to have answered for one, and no memory gets an
        embedding.
        """
        vectors: Sequence[Any] = [None] * len(memories)
        if self.kept.get("semantic_storage_enabled"):
            try:
                vectors = embedded(self.call, self.kept, [text for _, text, _ in memories])
            except ApiError as error:
                raise errors.not_embedded(error) if error.status != errors.NOT_HIDDEN else error from error
            if len(vectors) != len(memories):
                vectors = [None] * len(memories)
        results = []
        for (role, text, kind), vector in zip(memories, vectors, strict=True):
            id = documents.write(self.state, self.index, None, self.memory(role, text, kind, vector)).id
            if shown in (None, kind):
                results.append({"id": id, "text": text, "event": "ADD"})
        return results

    def memory(self, role: str | None, text: str, kind: str, vector: Any = None) -> dict[str, Any]:
        """A memory as it is kept."""
        now = self.state.clock.millis
        agent = text_of(self.call.body, "agent_id")
        return ml_indices.without_nulls(
            {
                "session_id": self.session,
                "memory": text,
                "memory_type": kind,
                "created_time": now,
                "last_updated_time": now,
                "user_id": user_name(self.state),
                "agent_id": agent,
                "role": role,
                "tags": self.tags,
                places.EMBEDDED: vector,
            }
        )

    def infer(self, messages: Sequence[tuple[str | None, str]]) -> list[dict[str, Any]]:
        """Have a model find facts, and decide about them."""
        said = [prompts.message(role or "user", text) for role, text in messages]
        facts = self.facts(said)
        if not facts:
            return self.keep([(role or "user", text, MESSAGE) for role, text in messages], FACT)
        try:
            asked = prompts.message("user", jsontext.dumps(prompts.decision(self.similar(facts), facts)))
            decisions = inferring.read_decisions(self.ask("decide", [asked]))
        except ApiError as error:
            if error.status == errors.NOT_HIDDEN or error.type.startswith("fakeinfer"):
                raise
            raise errors.not_decided(error) from error
        return self.execute(decisions)

    def ask(self, prompt: str, messages: Sequence[Mapping[str, Any]]) -> str | None:
        """What the model says, where this version looks for it."""
        parameters = {"system_prompt": prompts.text(self.state, prompt), "messages": jsontext.dumps(list(messages))}
        results = predict_by_model(self.state, self.kept["llm_model_id"], parameters=parameters)
        tensors = results[0].get("output") or [] if results else []
        answer = (tensors[0].get("dataAsMap") or {}) if tensors else {}
        if "response" in answer:
            return answer["response"] if isinstance(answer["response"], str) else None
        content = answer.get("content")
        first = content[0] if isinstance(content, list) and content and isinstance(content[0], dict) else {}
        text = first.get("text")
        return text if isinstance(text, str) else None

    def facts(self, messages: Sequence[Mapping[str, Any]]) -> list[str]:
        try:
            said = self.ask("personal", messages)
            return [] if said is None else inferring.read_facts(self.state, said)
        except ApiError as error:
            if error.status == errors.NOT_HIDDEN or error.type.startswith("fakeinfer"):
                raise
            raise errors.facts_not_extracted(error) from error

    def similar(self, facts: Sequence[str]) -> list[dict[str, Any]]:
        """What resembles facts among those of the session."""
        from ...search import engine

        most = self.kept.get("max_infer_size") or 5
        terms = [{"term": {"session_id": self.session}}, {"term": {"memory_type": FACT}}]
        found: list[dict[str, Any]] = []
        for fact in facts[:most]:
            query = {"bool": {"filter": {"bool": {"must": terms}}, "must": [resembling(self.kept, fact)]}}
            try:
                body = {"query": query, "size": most, "_source": ["memory"]}
                hits = engine.search(self.state, self.index, body)["hits"]["hits"]
            except ApiError as error:
                if error.status == errors.NOT_HIDDEN:
                    raise
                continue
            found += [{"id": hit["_id"], "text": hit["_source"]["memory"], "score": hit["_score"]} for hit in hits]
        return found

    def execute(self, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
        """Do what was decided; what came of it, in the order of the decisions."""
        results: list[dict[str, Any]] = []
        for one in (decision for decision in decisions if decision.event != "NONE"):
            told = {"id": one.id, "text": one.text, "event": one.event}
            if one.event == "ADD":
                told["id"] = documents.write(self.state, self.index, None, self.memory(None, one.text or "", FACT)).id
            elif one.event == "UPDATE" and one.id and documents.read(self.state, self.index, one.id):
                changed = {"memory": one.text, "last_updated_time": self.state.clock.millis}
                documents.update(self.state, self.index, one.id, changed)
            elif one.event == "DELETE" and one.id:
                documents.remove(self.state, self.index, one.id)
            results.append(told if one.old is None or one.event != "UPDATE" else {**told, "old_memory": one.old})
        self.embed(results)
        return results

    def embed(self, results: Sequence[Mapping[str, Any]]) -> None:
        """Embed what was added or changed; that it cannot be is told nobody."""
        new = [one for one in results if one["event"] in ("ADD", "UPDATE") and one["id"] and one["text"] is not None]
        if not new or not self.kept.get("semantic_storage_enabled"):
            return
        try:
            vectors = embedded(self.call, self.kept, [one["text"] for one in new])
        except ApiError as error:
            if error.status == errors.NOT_HIDDEN or error.type.startswith("fakeinfer"):
                raise
            return
        for one, vector in zip(new, vectors, strict=False):
            if documents.read(self.state, self.index, one["id"]) is not None:
                documents.update(self.state, self.index, one["id"], {places.EMBEDDED: vector})


def resembling(kept: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The query for what resembles a text: by its meaning where the container embeds, else by its words."""
    return meant(kept, text) if kept.get("semantic_storage_enabled") else {"match": {"memory": text}}


def embedded(call: Call, kept: Mapping[str, Any], texts: Sequence[str]) -> list[Any]:
    """The embedding of each text: numbers, or weights of tokens."""
    dense = kept["embedding_model_type"] == "TEXT_EMBEDDING"
    results = predict_by_model(
        call.state, kept["embedding_model_id"], text_docs=list(texts), algorithm=kept["embedding_model_type"]
    )
    return [_vector(one, dense=dense) for one in results]


def _vector(result: Mapping[str, Any], *, dense: bool) -> Any:
    for tensor in result.get("output") or ():
        if dense and tensor.get("name") == "sentence_embedding" and tensor.get("data") is not None:
            return tensor["data"]
        answer = tensor.get("dataAsMap")
        if not dense and answer is not None:
            listed = answer.get("response")
            return listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else answer
    return None
