"""What a predict call gives a model: parameters, or texts in the form of an algorithm; read in the parser's way.

Whatever the server's parser trips over, apart from a few refusals of its own, surfaces as a null pointer.
Sources: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/input/MLInput.java and
`.../input/remote/RemoteInferenceMLInput.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...wire import Json
from ..cluster.known_settings import as_text
from ..errors import not_a_boolean
from ..ml.values import truth, whole_number
from . import errors, gson

ACTION_TYPES = ("PREDICT", "EXECUTE", "BATCH_PREDICT", "CANCEL_BATCH_PREDICT", "BATCH_PREDICT_STATUS")
EMBEDDING = ("TEXT_EMBEDDING", "SPARSE_ENCODING", "SPARSE_TOKENIZE")


class Parameters(NamedTuple):
    """Values for a connector's templates, as texts."""

    values: Mapping[str, str] | None
    action: str | None = None
    dlq: Json = None


class ResultFilter(NamedTuple):
    """Which tensors of a model in the cluster are wanted, by name or place (none named: all), and as what."""

    names: Sequence[str] = ()
    positions: Sequence[int] = ()
    return_number: bool = True
    return_bytes: bool = False


class TextDocs(NamedTuple):
    """Texts to embed; `algorithm` is the one that was asked for."""

    docs: Sequence[str | None]
    algorithm: str = "TEXT_EMBEDDING"
    result_filter: ResultFilter = ResultFilter()
    content_type: str | None = None
    """QUERY or PASSAGE, for models that tell them apart."""
    sparse_format: str = "WORD"


class Similarity(NamedTuple):
    """A query, and texts to hold against it."""

    query: str
    docs: Sequence[str | None]


class Question(NamedTuple):
    """A question, and the text that holds the answer."""

    question: str
    context: str


Input = Parameters | TextDocs | Similarity | Question


def read_input(body: Json, algorithm: str, action: str | None = None) -> Input:
    """The input of an algorithm; for a remote model by parameters, `REMOTE`. `action` is what the path asks for."""
    if algorithm == "REMOTE":
        return _read_parameters(body, action)
    if algorithm in EMBEDDING:
        docs = _read_texts(body)
        if not docs:
            raise illegal_argument("Empty text docs")
        given = body.get("parameters")
        parameters = given if isinstance(given, dict) else {}
        content_type, sparse_format = parameters.get("content_type"), parameters.get("sparse_embedding_format", "WORD")
        return TextDocs(
            docs,
            algorithm,
            _read_filter(body),
            None if content_type is None else str(as_text(content_type)).upper(),
            str(as_text(sparse_format)).upper(),
        )
    if algorithm == "TEXT_SIMILARITY":
        docs = _read_texts(body)
        if not docs:
            raise illegal_argument("No text documents were provided")
        query = _read_text(body, "query_text")
        if query is None:
            raise illegal_argument("No query text was provided")
        return Similarity(query, docs)
    if algorithm != "QUESTION_ANSWERING":
        raise not_implemented(f"running {algorithm} models")
    question, context = _read_text(body, "question"), _read_text(body, "context")
    if question is None:
        raise illegal_argument("Question is not provided")
    if context is None:
        raise illegal_argument("Context is not provided")
    return Question(question, context)


def as_parameters(values: Mapping[str, Json], action: str | None = None) -> Parameters:
    """Parameters from JSON values."""
    return Parameters({name: gson.parameter(value) for name, value in values.items()}, action)


def _read_parameters(body: dict[str, Any], path_action: str | None) -> Parameters:
    values: dict[str, str] | None = None
    action, dlq = path_action, None
    for name, value in body.items():
        if name in ("parameters", "dlq"):
            if isinstance(value, list):
                raise errors.input_not_read()
            given = value if isinstance(value, dict) else {}
            as_texts = {key: gson.parameter(one) for key, one in given.items()}
            values, dlq = (as_texts, dlq) if name == "parameters" else (values, as_texts)
        elif name == "action_type":
            action = str(as_text(value)).upper()
            if isinstance(value, dict | list) or value is None:
                raise errors.input_not_read()
            if action not in ACTION_TYPES:
                raise errors.wrong_action_type(str(as_text(value)))
    return Parameters(values, action, dlq)


def _read_filter(body: dict[str, Any]) -> ResultFilter:
    names, positions = body.get("target_response", ()), body.get("target_response_positions", ())
    if not isinstance(names, list | tuple) or not isinstance(positions, list | tuple):
        raise errors.input_not_read()
    return ResultFilter(
        [str(as_text(name)) for name in names],
        [_read_position(position) for position in positions],
        _read_boolean(body.get("return_number", True)),
        _read_boolean(body.get("return_bytes", False)),
    )


def _read_position(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise errors.input_not_read()
    return whole_number(value)


def _read_boolean(value: Json) -> bool:
    if isinstance(value, str) and value not in ("true", "false", ""):
        raise not_a_boolean(value)
    if not isinstance(value, bool | str):
        raise errors.input_not_read()
    return truth(value)


def _read_texts(body: dict[str, Any]) -> list[str | None]:
    docs = body.get("text_docs", [])
    if not isinstance(docs, list) or any(isinstance(doc, dict | list) for doc in docs):
        raise errors.input_not_read()
    return [None if doc is None else str(as_text(doc)) for doc in docs]


def _read_text(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    if isinstance(value, dict | list):
        raise errors.input_not_read()
    return None if value is None else str(as_text(value))
