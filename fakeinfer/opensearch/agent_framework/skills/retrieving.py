"""Tools that retrieve by meaning, and have a model answer out of what they find.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/AbstractRetrieverTool.java`, `VectorDBTool.java`,
`NeuralSparseSearchTool.java` and `RAGTool.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....formats import jsontext
from ....wire import Json
from ...access.control import require_permissions
from ...prediction.predicting import predict_by_model
from ...remote import gson
from .. import changes, index_tools, lists
from ..numbers import is_true, whole
from ..outputs import Value, grouped
from ..toolbox import Kind
from . import failures

if TYPE_CHECKING:
    from ....cluster import State

NOTHING = "Can not get any match from search result."
"""What a tool answers that found nothing."""
DOCUMENTS = 2
NEIGHBOURS = 10
NEURAL, SPARSE = "neural", "neural_sparse"


def check_dense(state: State, made_with: Mapping[str, str]) -> None:
    """Numbers and lists among what `VectorDBTool` is made with."""
    check_sparse(state, made_with)
    whole(made_with.get("k"), NEIGHBOURS)


def check_sparse(state: State, made_with: Mapping[str, str]) -> None:
    """The same for `NeuralSparseSearchTool`."""
    source_fields(made_with)
    whole(made_with.get("doc_size"), DOCUMENTS)


def retrieve_dense(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`VectorDBTool`: the documents whose vectors are nearest to the input's."""
    return _retrieve(state, NEURAL, made_with, parameters)


def retrieve_sparse(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`NeuralSparseSearchTool`: the documents whose weights match the input's best."""
    return _retrieve(state, SPARSE, made_with, parameters)


def check_generation(state: State, made_with: Mapping[str, str]) -> None:
    """`RAGTool` retrieves by vectors or by weights."""
    kind = made_with.get("query_type", NEURAL)
    if kind not in (NEURAL, SPARSE):
        raise failures.unknown_query_type()
    (check_dense if kind == NEURAL else check_sparse)(state, made_with)


def generate(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`RAGTool`: what a model answers with documents beside the question; or these alone, if nothing is to be generated."""
    if not parameters.get("input", "").strip():
        raise failures.no_input()
    with_model = {**made_with, "model_id": made_with.get("embedding_model_id", "")}
    asked = {"input": parameters["input"]}
    found = _retrieve(state, made_with.get("query_type", NEURAL), with_model, asked)
    in_small = changes.CONTENT_GENERATION_IN_SMALL in state.switched_on
    switch = "enable_content_generation" if in_small else "enable_Content_Generation"
    if switch in made_with and not is_true(made_with[switch]):
        return found
    told = "" if found == NOTHING else gson.text(_as_context(str(found)))
    given = {**parameters, "output_field": told}
    groups = grouped(predict_by_model(state, made_with.get("inference_model_id", ""), parameters=given))
    answer = groups[0][0].get("dataAsMap")
    if answer is None:
        raise failures.no_map_answered()
    return answer.get("response")


def source_fields(made_with: Mapping[str, str]) -> list[str] | None:
    """The fields that are shown of documents; None for all."""
    text = made_with.get("source_field")
    if text is None or not text.strip():
        return None
    if text.strip() == "null":
        return None
    return [gson.parameter(name) for name in lists.read(text, "sourceFields", "length")]


def _retrieve(state: State, kind: str, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    asked = parameters.get("input", "")
    if not asked.strip():
        raise failures.no_input()
    on = state.switched_on
    field = made_with.get("embedding_field", "")
    if kind == NEURAL and changes.RETRIEVERS_TAKE_FIELDS in on:
        field = parameters.get("embedding_field", field)
    query = _query(state, kind, field, asked, made_with)
    index = made_with.get("index")
    if changes.RETRIEVERS_TAKE_INDICES in on:
        index = parameters.get("index", index)
    if index is None:
        raise failures.no_index()
    require_permissions(state, (index_tools.SEARCHING,), index)
    body: dict[str, Json] = {"query": query, "size": whole(made_with.get("doc_size"), DOCUMENTS)}
    fields = source_fields(made_with)
    if fields:
        body["_source"] = fields
    return index_tools.told_hits(index_tools.search(state, index, body)) or NOTHING


def _query(state: State, kind: str, field: str, asked: str, made_with: Mapping[str, str]) -> dict[str, Any]:
    model = made_with.get("model_id", "")
    if not field.strip() or not model.strip():
        raise failures.no_field_or_model()
    wanted: dict[str, Any] = {"query_text": asked, "model_id": model}
    if kind == NEURAL:
        wanted["k"] = whole(made_with.get("k"), NEIGHBOURS)
    query = {kind: {field: wanted}}
    path = made_with.get("nested_path", "")
    if path.strip() and changes.NESTED_RETRIEVAL in state.switched_on:
        return {"nested": {"path": path, "score_mode": "max", "query": query}}
    return query


def _as_context(found: str) -> str:
    """Documents as a model is told them."""
    hits = [gson.read(line) for line in found.split("\n") if line]
    return "".join(f"_id: {hit['_id']}\n_source: {jsontext.dumps(hit['_source'])}\n" for hit in hits)


KINDS: Mapping[str, Kind] = {
    "VectorDBTool": Kind(retrieve_dense, needs=(("input",),), check=check_dense),
    "NeuralSparseSearchTool": Kind(retrieve_sparse, needs=(("input",),), check=check_sparse),
    "RAGTool": Kind(generate, needs=(("input",),), check=check_generation),
}
