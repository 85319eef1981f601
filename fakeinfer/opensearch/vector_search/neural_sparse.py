"""The `neural_sparse` query: documents score by the weights of tokens, given or made of a text by a model or an analyzer.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/NeuralSparseQueryBuilder.java; texts
observed: opensearch 2.19.1.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument, not_implemented
from ...formats.singles import single
from ...mapping.options import java_text
from ...search import analysis, errors
from ...search.engine import shortest
from ...search.errors import QueryRefused
from ...search.query import Query, Reading, Scores
from ...search.terms import added
from ...search.values import text_of
from ...search.vectors import features
from ...search.vectors.hand_reading import read_single, read_weights
from ...search.vectors.tokens import Tokens, of_one_field
from ...versions import ALWAYS, Span
from . import changes

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.locate import Place
    from ...search.vectors.tokens import Token
    from ...search.view import View
    from ...wire import Json

SCALARS = {
    "_name": ALWAYS,
    "boost": ALWAYS,
    "query_text": ALWAYS,
    "model_id": ALWAYS,
    "max_token_score": ALWAYS,
    "analyzer": Span("3.1"),
}
BERT_ANALYZERS = ("bert-uncased", "mbert-uncased")
"""Analyzers of the plugin, which weigh tokens by what models learned."""


class NeuralSparse:
    """A neural_sparse query; its tokens are known when it was prepared."""

    def __init__(self, path: str, options: dict[str, Any], state: State) -> None:
        self.path = path
        self.options = options
        self.state = state
        self.tokens: dict[str, float] | None = options.get("query_tokens")

    def prepare(self, names: Sequence[str] | None) -> None:
        """Ask the model for the weights of the text's tokens, unless there are some or an analyzer makes them."""
        if names is not None or self.tokens is not None or self._analyzed():
            return
        text, model_id = self.options.get("query_text", ""), self.options.get("model_id", "")
        if not text.strip() or not model_id.strip():
            raise illegal_argument("query_text and model_id cannot be null")
        from ..processors.embedding import weights

        self.tokens = weights(self.state, model_id, [text])[0]

    def _analyzed(self) -> bool:
        if changes.SPARSE_ANALYZERS not in self.state.switched_on:
            return False
        model_id, analyzer = self.options.get("model_id"), self.options.get("analyzer")
        if model_id is not None and analyzer is not None:
            raise illegal_argument(
                f"Cannot use both [model_id: {model_id}] and [analyzer: {analyzer}] for neural sparse query tokenization."
                " Specify only one tokenization method. These parameters can be set either in the query or through the"
                " neural_query_enricher search processor."
            )
        return model_id is None

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None or field.family != "features":
            raise QueryRefused("[neural_sparse] query only works on [rank_features] fields")
        weighted = self._analysis() if self.tokens is None else self.tokens
        for weight in weighted.values():
            if not 0 < weight <= features.LARGEST:
                shown = java_text(shortest(weight))
                raise QueryRefused(f"weight must be in (0, {features.LARGEST}], got: {shown}")
        factor = single(boost * self.options.get("boost", 1.0))
        score = features.linear()
        return added(
            {
                number: score(single(factor * weight), features.value_of(kept))
                for number, kept in features.kept_values(view, field, token)
            }
            for token, weight in weighted.items()
        )

    def _analysis(self) -> dict[str, float]:
        """What an analyzer makes of the text: every token weighs the same."""
        name = self.options.get("analyzer", BERT_ANALYZERS[0])
        if name in BERT_ANALYZERS:
            raise not_implemented(f"the analyzer [{name}], whose weights come from a model's vocabulary")
        analyze = analysis.ANALYZERS.get(name)
        if analyze is None:
            raise QueryRefused(f"Analyzer [{name}] not found in shard context. ")
        return dict.fromkeys(analyze(self.options["query_text"]), 1.0)


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a neural_sparse query."""
    path, found = of_one_field("neural_sparse", body, place, lambda tokens: _read_options(tokens, reading))
    _check(found, reading.state)
    query = NeuralSparse(path, found, reading.state)
    reading.later.append(query.prepare)
    return query


def _read_options(tokens: Tokens, reading: Reading) -> dict[str, Any]:
    version, on = reading.state.contract.version, reading.state.switched_on
    found: dict[str, Any] = {}
    name = ""
    while (token := tokens.next()) is not None and token.kind != "END_OBJECT":
        if token.kind == "FIELD_NAME":
            name = str(token.name)
        elif token.is_value:
            if name not in SCALARS or version not in SCALARS[name]:
                raise errors.parsing(f"[neural_sparse] query does not support [{name}] field", token.at)
            found[name] = _scalar(name, token, found, tokens.path)
        elif name == "query_tokens" and changes.QUERY_TOKENS in on:
            if token.kind == "START_OBJECT":
                found[name] = read_weights(token.value, token.place)
                tokens.skip()
            elif token.kind == "VALUE_NULL":
                found[name] = {}
        elif name == "method_parameters" and changes.SEISMIC_FIELDS in on:
            raise not_implemented("[method_parameters] of the neural_sparse query")
        else:
            raise errors.parsing(f"[neural_sparse] unknown token [{token.kind}] after [{name}]", token.at)
    return found


def _scalar(name: str, token: Token, found: dict[str, Any], path: str) -> Any:
    if name not in ("boost", "max_token_score"):
        return text_of(token.value)
    number = read_single(token)
    if name == "boost" and number < 0:
        shown: dict[str, Json] = {key: found[key] for key in ("query_text", "model_id", "analyzer") if key in found}
        if "query_tokens" in found:
            shown["query_tokens"] = {key: shortest(weight) for key, weight in found["query_tokens"].items()}
        query = json.dumps({"neural_sparse": {path: {**shown, "boost": 1.0}}}, indent=2, separators=(",", " : "))
        reason = f"negative [boost] are not allowed in [{query}], use a value between 0 and 1 to deboost"
        raise illegal_argument(reason)
    return number


def _check(found: dict[str, Any], state: State) -> None:
    on = state.switched_on
    if changes.QUERY_TOKENS not in on:
        if "query_text" not in found:
            raise illegal_argument("query_text field must be provided for [neural_sparse] query")
        if "model_id" not in found and changes.DEFAULT_SPARSE_MODELS not in on:
            raise illegal_argument("model_id field must be provided for [neural_sparse] query")
    elif "query_tokens" not in found and "query_text" not in found:
        raise illegal_argument(
            "either query_text field or query_tokens field must be provided for [neural_sparse] query"
        )
    for name in ("query_text", "model_id", "analyzer"):
        if found.get(name) == "":
            raise illegal_argument(f"{name} field can not be empty")
