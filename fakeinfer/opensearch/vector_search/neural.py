"""The `neural` query: a text or an image is embedded by a model, and the nearest documents are found.

The model is asked once for a search, before any index is looked at; newer servers look first what kind of field it is.
Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/NeuralQueryBuilder.java; texts
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...search.query import Query, Reading, Scores
from ...search.vectors.columns import Vector, in_single
from ..ml.errors import null_pointer
from . import changes, knn, knn_options, neural_options

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.locate import Place
    from ...search.view import View
    from ...wire import Json

DEFAULT_K = 10
GOALS = ("k", "max_distance", "min_score")
PASSED_ON = (
    *GOALS, "filter", "filter_body", "method_parameters", "rescore", "expand_nested_docs", "boost",
)  # fmt: skip


class Neural:
    """A neural query; what it becomes is known when it was prepared."""

    def __init__(self, path: str, options: dict[str, Any], state: State) -> None:
        self.path = path
        self.options = options
        self.state = state
        self.becomes: Query | None = None

    def prepare(self, names: Sequence[str] | None) -> None:
        """Ask the model, as soon as this version does."""
        if changes.NEURAL_KNOWS_FIELDS not in self.state.switched_on:
            if names is None:
                self.becomes = self.nearest()
        elif names is not None:
            self.becomes = self._semantic(names) or self.nearest()

    def _semantic(self, names: Sequence[str]) -> Query | None:
        """The query on a semantic field, None if it is none; refuses what is wrong with it."""
        from ..semantic import searching

        found = searching.targets(self.state, self.path, names)
        first = next(iter(found.values()), None)
        if first is None or first.type.name != "semantic":
            _refuse(dense_problems(self.options, needs_model=True))
            return None
        fields = [field for field in found.values() if field is not None]
        if searching.is_sparse(self.state, first, names):
            _refuse(searching.sparse_problems(self.options))
            sparse = searching.SparseSemantic(self.path, self.options, self.state)
            sparse.ask(fields)
            return sparse
        _refuse(dense_problems(self.options, needs_model=False))
        dense = searching.DenseSemantic(self.path, self._passed(), self.options.get("model_id"), self.state)
        dense.ask(fields, self.embedded)
        return dense

    def nearest(self) -> Query:
        """The query for the documents nearest to what the model says."""
        vector = self.embedded(self.options.get("model_id"))
        options = knn_options.checked(self.path, {**self._passed(), "vector": vector}, self.state)
        return knn.of_options(self.path, options)

    def _passed(self) -> dict[str, Any]:
        """The options of the knn query that it becomes."""
        passed = {name: self.options[name] for name in PASSED_ON if name in self.options}
        return passed if any(name in passed for name in GOALS) else {**passed, "k": DEFAULT_K}

    def embedded(self, model_id: str | None) -> Vector:
        """The vector of the text, of the image, or of both together."""
        from ..prediction.predicting import predict_by_model
        from ..processors.embedding import vectors_in

        if model_id is None:
            raise null_pointer("modelId is marked non-null but is null")
        text, image = (
            value if value and value.strip() else None
            for value in (self.options.get("query_text"), self.options.get("query_image"))
        )
        texts = [text] if image is None else [text, image]  # an image alone comes second, too
        vectors = vectors_in(self.state, predict_by_model(self.state, model_id, text_docs=texts))
        if not vectors:
            raise ApiError(500, "index_out_of_bounds_exception", "Index 0 out of bounds for length 0")
        return in_single(vectors[0])

    def scores(self, view: View, boost: float) -> Scores:
        assert self.becomes is not None
        return self.becomes.scores(view, boost)


def dense_problems(options: dict[str, Any], *, needs_model: bool) -> list[str]:
    """What is wrong with a query for a dense model, all of it."""
    problems = []
    if not any(str(options.get(name) or "").strip() for name in ("query_text", "query_image")):
        problems.append("Either query_text or query_image must be provided.")
    if sum(name in options for name in GOALS) > 1:
        problems.append("Only one of k, max_distance, or min_score can be provided")
    if options.get("model_id") == "":
        problems.append("model_id field can not be empty")
    if needs_model and "model_id" not in options:
        problems.append("model_id must be provided.")
    kind = "KNN field" if needs_model else "semantic field"
    sparse = ("semantic_field_search_analyzer", "query_tokens")
    for name in sparse if needs_model else reversed(sparse):
        if name in options:
            problems.append(
                f"Target field is a {kind} using a dense model. {name} is not supported since it is for the sparse model."
            )
    return problems


def _refuse(problems: list[str]) -> None:
    if problems:
        raise illegal_argument(f"Invalid neural query: {'; '.join(problems)}")


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a neural query."""
    path, options = neural_options.read(body, place, reading)
    if changes.NEURAL_KNOWS_FIELDS not in reading.state.switched_on:
        _check(path, options, reading.state)
    elif not path:
        raise illegal_argument("Field name must be provided for neural query")
    query = Neural(path, options, reading.state)
    reading.later.append(query.prepare)
    return query


def _check(path: str, options: dict[str, Any], state: State) -> None:
    on = state.switched_on
    if changes.NEURAL_TAKES_IMAGES in on:
        if not any(options.get(name, "").strip() for name in ("query_text", "query_image")):
            raise illegal_argument("Either query text or image text must be provided for neural query")
    elif "query_text" not in options:
        raise illegal_argument("Query text must be provided for neural query")
    if "model_id" not in options and changes.DEFAULT_MODELS not in on:
        raise illegal_argument("Model ID must be provided for neural query")
    if sum(name in options for name in GOALS) > 1:
        raise illegal_argument("Only one of k, max_distance, or min_score can be provided")
