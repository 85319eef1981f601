"""The neural query on a semantic field: its model, or its analyzer, reads the query, and the field beside it is searched.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/NeuralQueryBuilder.java,
`.../util/NeuralQueryValidationUtil.java` and `.../util/SemanticMappingUtils.java`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import illegal_argument
from ...formats.javatext import hash_order
from ...mapping.fields import Field, fields_of
from ...search.queries.compound import Nested
from ..vector_search import knn, knn_options
from ..vector_search.neural_sparse import NeuralSparse
from .mapping import info_name, is_chunked

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.query import Query, Scores
    from ...search.vectors.columns import Vector
    from ...search.view import View

DENSE_ONLY = (
    "query_image", "k", "max_distance", "min_score", "expand_nested_docs", "filter", "method_parameters", "rescore",
)  # fmt: skip


def targets(state: State, path: str, names: Sequence[str]) -> dict[str, Field | None]:
    """The field by index, in the order in which the server goes through them; refuses what cannot be searched so."""
    found: dict[str, Field | None] = {}
    for name in names:
        fields = fields_of(state, name)
        field = fields.get(path)
        if path in fields.objects and path not in fields.nested:
            raise illegal_argument(
                f"Failed to process the neural query against the field [{path}] because it is an object field."
            )
        if path in fields.nested or (field is not None and field.type.name not in ("knn_vector", "semantic")):
            raise illegal_argument(
                f"Failed to process the neural query against the field {path} because its type is not supported."
                " It should be one of [knn_vector,semantic]"
            )
        found[f"[{name}/{indices.find(state, name)['uuid']}]"] = field
    ordered = {name: found[name] for name in hash_order(found)}
    _check_together(state, path, ordered, dict(zip(found, names, strict=True)))
    return ordered


def _check_together(state: State, path: str, found: dict[str, Field | None], names: dict[str, str]) -> None:
    semantic = [name for name, field in found.items() if field is not None and field.type.name == "semantic"]
    other = [name for name, field in found.items() if field is not None and field.type.name != "semantic"]
    problem = None
    if semantic and other:
        problem = (
            "The target field should be either a semantic field or a non-semantic field in all the target indices. It is a"
            f" semantic field in the indices: {', '.join(semantic)} while not a semantic field in the indices"
            f" {', '.join(other)}."
        )
    dense = [name for name in semantic if embedding_type(state, names[name], found[name]) == "knn_vector"]
    sparse = [name for name in semantic if name not in dense]
    if dense and sparse:
        problem = (
            "The target semantic field should be either use a dense model or a sparse model in all the target indices. It is a"
            f" dense model in the indices: {', '.join(dense)} while a sparse model in the indices: {', '.join(sparse)}"
        )
    if problem is not None:
        raise illegal_argument(f"Invalid neural query against the field {path}. Errors: {problem}")


def embedding_path(field: Field) -> str:
    """Where its embeddings are."""
    info = info_name(field.path, field.options)
    return f"{info}.chunks.embedding" if is_chunked(field.options) else f"{info}.embedding"


def embedding_type(state: State, index: str, field: Field | None) -> str | None:
    """What kind of field its embeddings are in."""
    found = None if field is None else fields_of(state, index).get(embedding_path(field))
    return None if found is None else found.type.name


def is_sparse(state: State, field: Field, names: Sequence[str]) -> bool:
    """Whether a semantic field has weights of tokens, in the indices that have it."""
    return any(embedding_type(state, name, field) == "rank_features" for name in names)


def sparse_problems(options: dict[str, Any]) -> list[str]:
    """What is wrong with a query for a sparse model, all of it."""
    problems = []
    if "query_tokens" not in options:
        if "query_text" not in options:
            problems.append("Either query_text or query_tokens must be provided")
        elif not options["query_text"]:
            problems.append("query_text field can not be empty")
    if sum(name in options for name in ("model_id", "semantic_field_search_analyzer", "query_tokens")) > 1:
        problems.append("query_tokens, model_id and semantic_field_search_analyzer can not coexist")
    problems += [
        f"{name} field can not be empty"
        for name in ("model_id", "semantic_field_search_analyzer")
        if options.get(name) == ""
    ]
    refused = hash_order([name for name in DENSE_ONLY if name in options])
    if refused:
        problems.append(
            f"Target field is a semantic field using a sparse model. [{', '.join(refused)}] are not supported since they are"
            " for the dense model."
        )
    return problems


class DenseSemantic:
    """Nearest vectors in fields beside semantic ones."""

    def __init__(self, path: str, passed: dict[str, Any], model_id: str | None, state: State) -> None:
        self.path = path
        self.passed = {name: value for name, value in passed.items() if name != "boost"}
        self.boost: float = passed.get("boost", 1.0)
        self.model_id = model_id
        self.state = state
        self.queries: dict[tuple[str, str], Query] = {}
        """By the field of vectors and the model that embedded the query."""

    def ask(self, fields: Sequence[Field], embed: Callable[[str], Vector]) -> None:
        """Embed the query once by every model."""
        vectors = {id: embed(id) for id in dict.fromkeys(self._model(field) for field in fields)}
        for field in fields:
            path = embedding_path(field)
            options = knn_options.checked(path, {**self.passed, "vector": vectors[self._model(field)]}, self.state)
            self.queries[path, self._model(field)] = knn.of_options(path, options)

    def _model(self, field: Field) -> str:
        return self.model_id or search_model(field)

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None:
            return {}
        query = self.queries[embedding_path(field), self._model(field)]
        return beside(field, query).scores(view, boost * self.boost)


class SparseSemantic:
    """Weighed tokens in fields beside semantic ones."""

    def __init__(self, path: str, options: dict[str, Any], state: State) -> None:
        self.path = path
        self.options = options
        self.state = state
        self.tokens: dict[str, dict[str, float]] = {}

    def ask(self, fields: Sequence[Field]) -> None:
        """Ask models for weights, where neither tokens nor an analyzer are there."""
        if "query_tokens" in self.options:
            return
        model_id = self.options.get("model_id")
        unread = [field for field in fields if model_id is not None or self.analyzer(field) is None]
        from ..processors.embedding import weights

        for id in dict.fromkeys(model_id or search_model(field) for field in unread):
            self.tokens[id] = weights(self.state, id, [self.options["query_text"]])[0]

    def analyzer(self, field: Field) -> str | None:
        """What makes tokens of the query without a model."""
        found: str | None = self.options.get("semantic_field_search_analyzer")
        return found or field.options.get("semantic_field_search_analyzer")

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None:
            return {}
        model_id, analyzer = self.options.get("model_id"), self.analyzer(field)
        options: dict[str, Any]
        if "query_tokens" in self.options:
            options = {"query_tokens": self.options["query_tokens"]}
        elif model_id is None and analyzer is not None:
            options = {"analyzer": analyzer, "query_text": self.options["query_text"]}
        else:
            options = {"query_tokens": self.tokens[model_id or search_model(field)]}
        query = NeuralSparse(embedding_path(field), options, self.state)
        return beside(field, query).scores(view, boost * self.options.get("boost", 1.0))


def search_model(field: Field) -> str:
    """The model that embeds queries."""
    return str(field.options.get("search_model_id") or field.options["model_id"])


def beside(field: Field, query: Query) -> Query:
    """A query on embeddings as one on documents: of the pieces of a text, the best one counts."""
    if not is_chunked(field.options):
        return query
    return Nested(f"{info_name(field.path, field.options)}.chunks", query, "max", False, 1.0)
