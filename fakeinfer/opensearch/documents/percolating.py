"""Fields of type `percolator`, which hold queries, and the question which of them a document answers.

Guardrails keep their stop words so. Source: opensearch-project/OpenSearch:modules/percolator/src/main/java/org/opensearch/percolator/.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ... import documents, indices
from ...errors import ApiError
from ...mapping.types import Definition, Unfit, Where, field_type
from ...store import Store
from ...wire import Json

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.locate import Place


def _unfit(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    if value is None or isinstance(value, dict):
        return None
    return Unfit(ApiError(400, "parsing_exception", "[_na] query malformed, must start with start_object"))


@field_type("percolator", "stored", holds=_unfit)
def percolator(definition: Definition, where: Where) -> Definition:
    """Queries, to be held against documents."""
    return definition


def is_found(state: State, index: str, field: str, document: dict[str, Any]) -> bool:
    """Whether a document answers any of the queries that an index holds in a field of that kind."""
    record = indices.find(state, index)
    if record["mappings"].get("properties", {}).get(field, {}).get("type") != "percolator":
        return False
    alone = replace(state, store=Store(), memo={})
    alone.store.put(indices.COLLECTION, index, record)
    documents.write(alone, index, "document", document)
    queries = (held.source.get(field) for held in documents.all_documents(state, index))
    return any(_finds(alone, index, query) for query in queries if isinstance(query, dict))


def _finds(state: State, index: str, query: dict[str, Any]) -> bool:
    from ...search import engine

    answer = engine.search(state, index, {"query": query, "size": 0})
    return bool(answer["hits"]["total"]["value"])
