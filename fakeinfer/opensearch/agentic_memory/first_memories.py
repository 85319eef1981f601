"""The memories of 3.2: messages, and facts that a model finds in them at once, before the answer.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/` at 3.2. While facts are
held against others, the messages that they come from are not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ... import documents, indices
from ...errors import ApiError, index_not_found
from ...formats import jsontext
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...wire import Json
from .. import ml_indices
from ..conversations import user_name
from ..ml_values import text_of
from ..model_groups import PRIVILEGE
from ..predicting import predict_by_model
from . import asking, errors, inferring, places, prompts, strategies
from .containers import FIRST, REST, SINCE, enter
from .remembering import Decision
from .searching import meant

CONTAINER = "/_plugins/_ml/memory_containers/{memory_container_id}"
MEMORY = CONTAINER + "/memories/{memory_id}"
SHOWN = (
    "session_id", "memory", "memory_type", "user_id", "agent_id", "role", "tags", "created_time", "last_updated_time",
    places.EMBEDDED,
)  # fmt: skip
FOUND = ("session_id", "agent_id", "user_id", "memory_type", "role", "tags", "created_time", "last_updated_time")
MESSAGE, FACT = "RAW_MESSAGE", "FACT"


def add(call: Call) -> Json:
    """Keep messages, or what a model finds in them; which of both is said by `infer`, or by there being a model."""
    messages = [_read(one) for one in call.body.get("messages") or ()]
    if not messages:
        raise errors.no_messages()
    kept = _opened(call, "add memory to")
    session = text_of(call.body, "session_id") or f"sess_{strategies.uuid(call.state)}"
    llm, infer = kept.get("llm_model_id"), call.body.get("infer")
    if infer in (True, "true") and llm is None:
        raise errors.no_model_to_infer()
    infers = llm is not None if infer is None else infer in (True, "true")
    if not infers and any(role is None for role, _ in messages):
        raise errors.role_needed()
    work = _Work(call, kept, kept["memory_index_name"], session)
    results = work.infer(messages) if infers else work.keep([(role, text, MESSAGE) for role, text in messages])
    return {"results": results, "session_id": session}


@operation(
    "ml.search_container_memories",
    GET(CONTAINER + "/memories/_search"),
    POST(CONTAINER + "/memories/_search"),
    since=FIRST,
    until=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Search memories"),
    privilege=PRIVILEGE + "memory_containers/memories/search",
    source=REST + "RestMLSearchMemoriesAction.java",
)
def search_container_memories(call: Call) -> Json:
    """Search memories by a text: by meaning where the container embeds, else by words."""
    from ...search import engine

    enter(call)
    text = text_of(call.body, "query")
    if text is None or not text.strip():
        raise errors.no_text_to_search()
    kept = _opened(call, "search memories in")
    query = _resembling(kept, text)
    try:
        index = kept["memory_index_name"]
        answer = engine.search(call.state, index, {"query": query, "_source": {"excludes": [places.EMBEDDED]}})
    except ApiError as error:
        raise errors.search_failed(error) if error.status != asking.NOT_HIDDEN else error from error
    found = answer["hits"]
    hits = [
        {"memory_id": hit["_id"], "memory": hit["_source"].get("memory"), "_score": hit["_score"]}
        | ml_indices.shown(hit["_source"], FOUND)
        for hit in found["hits"]
    ]
    best = found["max_score"] if found["max_score"] is not None else "NaN"
    return {
        "timed_out": False,
        "hits": {"total": found["total"]["value"], "max_score": best, "hits": hits},
    }


@operation(
    "ml.get_container_memory",
    GET(MEMORY),
    since=FIRST,
    until=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/get",
    source=REST + "RestMLGetMemoryAction.java",
)
def get_container_memory(call: Call) -> Json:
    """Show a memory."""
    enter(call)
    kept = _opened(call, "get memories in")
    index, id = _index(call, kept), call.path["memory_id"]
    found = documents.read(call.state, index, id)
    if found is None:
        raise errors.memory_not_found_by(id)
    return ml_indices.shown(found.source, SHOWN)


@operation(
    "ml.update_container_memory",
    PUT(MEMORY),
    since=FIRST,
    until=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Update memory"),
    privilege=PRIVILEGE + "memory_containers/memories/update",
    source=REST + "RestMLUpdateMemoryAction.java",
)
def update_container_memory(call: Call) -> Json:
    """Give a memory another text, which is embedded anew; one that cannot be embedded keeps the old embedding."""
    enter(call)
    text = text_of(call.body, "text")
    if text is None or not text.strip():
        raise errors.no_changes()
    kept = _opened(call, "update memories in")
    index, id = _index(call, kept), call.path["memory_id"]
    if documents.read(call.state, index, id) is None:
        raise errors.memory_not_found()
    changed: dict[str, Any] = {"memory": text.strip(), "last_updated_time": call.state.clock.millis}
    if kept.get("semantic_storage_enabled"):
        try:
            embedding = _embedded(call, kept, [text.strip()])[0]
        except ApiError as error:
            if error.status == asking.NOT_HIDDEN:
                raise
        else:
            changed[places.EMBEDDED] = embedding
    return documents.update(call.state, index, id, changed).answer()


@operation(
    "ml.delete_container_memory",
    DELETE(MEMORY),
    since=FIRST,
    until=SINCE,
    privilege=PRIVILEGE + "memory_containers/memories/delete",
    source=REST + "RestMLDeleteMemoryAction.java",
)
def delete_container_memory(call: Call) -> Json:
    """Remove a memory, if it is there."""
    enter(call)
    index = _index(call, _opened(call, "delete memories in"))
    return documents.remove(call.state, index, call.path["memory_id"]).answer()


class _Work:
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
                vectors = _embedded(self.call, self.kept, [text for _, text, _ in memories])
            except ApiError as error:
                raise errors.not_embedded(error) if error.status != asking.NOT_HIDDEN else error from error
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
            if error.status == asking.NOT_HIDDEN or error.type.startswith("fakeinfer"):
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
            if error.status == asking.NOT_HIDDEN or error.type.startswith("fakeinfer"):
                raise
            raise errors.facts_not_extracted(error) from error

    def similar(self, facts: Sequence[str]) -> list[dict[str, Any]]:
        """What resembles facts among those of the session."""
        from ...search import engine

        most = self.kept.get("max_infer_size") or 5
        terms = [{"term": {"session_id": self.session}}, {"term": {"memory_type": FACT}}]
        found: list[dict[str, Any]] = []
        for fact in facts[:most]:
            query = {"bool": {"filter": {"bool": {"must": terms}}, "must": [_resembling(self.kept, fact)]}}
            try:
                body = {"query": query, "size": most, "_source": ["memory"]}
                hits = engine.search(self.state, self.index, body)["hits"]["hits"]
            except ApiError as error:
                if error.status == asking.NOT_HIDDEN:
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
            vectors = _embedded(self.call, self.kept, [one["text"] for one in new])
        except ApiError as error:
            if error.status == asking.NOT_HIDDEN or error.type.startswith("fakeinfer"):
                raise
            return
        for one, vector in zip(new, vectors, strict=False):
            if documents.read(self.state, self.index, one["id"]) is not None:
                documents.update(self.state, self.index, one["id"], {places.EMBEDDED: vector})


def _read(sent: Mapping[str, Any]) -> tuple[str | None, str]:
    content = text_of(dict(sent), "content")
    if content is None or not content.strip():
        raise errors.content_needed()
    return text_of(dict(sent), "role"), content


def _opened(call: Call, doing: str) -> dict[str, Any]:
    from .access import require_container

    container = places.find_container(call.state, call.path["memory_container_id"])
    require_container(call.state, container, doing)
    kept: dict[str, Any] = container["memory_storage_config"]
    return kept


def _index(call: Call, kept: Mapping[str, Any]) -> str:
    index: str = kept["memory_index_name"]
    if not indices.exists(call.state, index):
        raise index_not_found(index)
    return index


def _resembling(kept: Mapping[str, Any], text: str) -> dict[str, Any]:
    return meant(kept, text) if kept.get("semantic_storage_enabled") else {"match": {"memory": text}}


def _embedded(call: Call, kept: Mapping[str, Any], texts: Sequence[str]) -> list[Any]:
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
