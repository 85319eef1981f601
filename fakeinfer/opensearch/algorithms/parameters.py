"""What algorithms are told: `parameters` by algorithm, each read as its Java class reads it. Unknown ones are skipped.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/input/parameter/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import illegal_argument, not_implemented
from ...formats.positions import position
from ...operations import Call
from ...wire import Json
from .. import changes
from . import errors as algorithm_errors
from .reading import Path, read_boolean, read_number, read_object, read_text, read_whole

Reader = Callable[[Call, Path, Json], Any]


MOST_WORK: Mapping[str, int] = {
    "centroids": 10_000,
    "iterations": 100_000,
    "epochs": 100_000,
    "batch_size": 1_000_000,
    "number_of_trees": 1_000,
    "shingle_size": 1_000,
    "sample_size": 10_000,
    "output_after": 1_000_000,
    "training_data_size": 1_000_000,
    "max_k": 10_000,
    "initial_k": 10_000,
}
"""What would keep a test waiting for hours, or take all its memory, is refused by name."""


class Refused(Exception):
    """An algorithm does not take its parameters. The server loses what it says against them."""


def _long(call: Call, at: Path, value: Json) -> int:
    return read_whole(call, at, value, "Long")


def _member(kind: str, *words: str) -> Reader:
    """A word of an enum, in any case; another is told in Java's words."""

    def read(call: Call, at: Path, value: Json) -> str:
        word = read_text(call, at, value).upper()
        if word not in words:
            raise algorithm_errors.unknown_word(f"input.parameter.{kind}", word)
        return word

    return read


def _one_of(what: str, *words: str, any_case: bool = False) -> Reader:
    """A word of an enum that has a refusal of its own."""

    def read(call: Call, at: Path, value: Json) -> str:
        word = read_text(call, at, value)
        word = word.upper() if any_case else word
        if word not in words:
            raise illegal_argument(f"Wrong {what}")
        return word

    return read


def _regression(kind: str, *objectives: str) -> dict[str, Reader]:
    numbers = ("learning_rate", "momentum_factor", "epsilon", "beta1", "beta2", "decay_rate")
    optimisers = ("SIMPLE_SGD", "LINEAR_DECAY_SGD", "SQRT_DECAY_SGD", "ADA_GRAD", "ADA_DELTA", "ADAM", "RMS_PROP")
    return {
        "objective": _member(f"{kind}.ObjectiveType", *objectives),
        "optimiser": _member(f"{kind}.OptimizerType", *optimisers),
        "momentum_type": _member(f"{kind}.MomentumType", "STANDARD", "NESTEROV"),
        **dict.fromkeys(numbers, read_number),
        **dict.fromkeys(("epochs", "batch_size", "logging_interval"), read_whole),
        "seed": _long,
        "target": read_text,
    }


_ASYMMETRIC = "textembedding.AsymmetricTextEmbeddingParameters"
_TEXTS: dict[str, Reader] = {
    "content_type": _member(f"{_ASYMMETRIC}.EmbeddingContentType", "QUERY", "PASSAGE"),
    "sparse_embedding_format": _member(f"{_ASYMMETRIC}.SparseEmbeddingFormat", "WORD", "TOKEN_ID"),
}
_FOREST: dict[str, Reader] = dict.fromkeys(
    ("number_of_trees", "shingle_size", "sample_size", "output_after"), read_whole
)
PARAMETERS: Mapping[str, Mapping[str, Reader]] = {
    "KMEANS": {
        "centroids": read_whole,
        "iterations": read_whole,
        "distance_type": _one_of("distance type", "EUCLIDEAN", "COSINE", "L1"),
    },
    "LINEAR_REGRESSION": _regression("regression.LinearRegressionParams", "ABSOLUTE_LOSS", "HUBER", "SQUARED_LOSS"),
    "LOGISTIC_REGRESSION": _regression("regression.LogisticRegressionParams", "HINGE", "LOGMULTICLASS"),
    "BATCH_RCF": {**_FOREST, "training_data_size": read_whole, "anomaly_score_threshold": read_number},
    "FIT_RCF": {
        **_FOREST,
        "time_decay": read_number,
        "anomaly_rate": read_number,
        "time_field": read_text,
        "date_format": read_text,
        "time_zone": read_text,
    },
    "RCF_SUMMARIZE": {
        "max_k": read_whole,
        "initial_k": read_whole,
        "phase1_reassign": read_boolean,
        "parallel": read_boolean,
        # LInfinity is one of them too, but the server reads words in capitals and so never finds it.
        "distance_type": _one_of("distance type", "L1", "L2", any_case=True),
    },
    "AD_LIBSVM": {
        "kernel": _one_of("AD kernel type", "LINEAR", "POLY", "RBF", "SIGMOID", any_case=True),
        **dict.fromkeys(("gamma", "nu", "cost", "coeff", "epsilon"), read_number),
        "degree": read_whole,
    },
    "SAMPLE_ALGO": {"sample_param": read_whole},
    **dict.fromkeys(("TEXT_EMBEDDING", "SPARSE_ENCODING", "SPARSE_TOKENIZE"), _TEXTS),
}
_SINCE = {
    "TEXT_EMBEDDING": changes.ASYMMETRIC_EMBEDDINGS,
    "SPARSE_ENCODING": changes.SPARSE_FORMATS,
    "SPARSE_TOKENIZE": changes.SPARSE_FORMATS,
}


def has_parameters(call: Call, name: str) -> bool:
    """Whether an algorithm has parameters at all."""
    return name in PARAMETERS and (name not in _SINCE or call.has(_SINCE[name]))


def read_parameters(call: Call, name: str, body: Json) -> dict[str, Any]:
    """The parameters of an algorithm, if it has some."""
    if not has_parameters(call, name):
        raise algorithm_errors.unknown_parameters(name, *position(call.request.body, ("parameters",)))
    given = read_object(call, ("parameters",), body)
    known = PARAMETERS[name]
    read = {field: known[field](call, ("parameters", field), value) for field, value in given.items() if field in known}
    if "optimizer" in given and "optimiser" in known and call.has(changes.OPTIMIZER_IS_READ):
        read["optimiser"] = known["optimiser"](call, ("parameters", "optimizer"), given["optimizer"])
    for field, most in MOST_WORK.items():
        if read.get(field, 0) > most:
            raise not_implemented(f"[{field}] above {most}")
    return read
