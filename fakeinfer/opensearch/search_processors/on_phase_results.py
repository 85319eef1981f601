"""Processors between query and fetch, for hybrid queries: normalization-processor, score-ranker-processor.

Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory/NormalizationProcessorFactory.java,
opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory/RRFProcessorFactory.java
"""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import to_text
from ...ingest.errors import class_cast
from ...ingest.options import Config, Custom, Int, Map, Taken, Text
from ...versions import Span
from ...wire import Json
from .declaring import SearchProcessor

_FACTORIES = "opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory"
_LIST = "phase_results_processors"
_COMBINATIONS = ("arithmetic_mean", "geometric_mean", "harmonic_mean")
_Z_SCORE = Span("3.0")
_RANK_CONSTANT_IS_CHECKED = Span("3.0")
_TOLERANCE = 0.01


def _normalization(config: Config, taken: Taken) -> dict[str, Json]:
    given = Config(Map("normalization", {}).read(config, taken), config.owner)
    technique = Text("technique", "min_max").read(given, {})
    known = ["min_max", "l2"] + (["z_score"] if taken["state"].contract.version in _Z_SCORE else [])
    if technique not in known:
        raise illegal_argument("provided normalization technique is not supported")
    parameters = Map("parameters", {}).read(given, {})
    if any(name not in ("lower_bounds", "upper_bounds") for name in parameters):
        raise illegal_argument("unrecognized parameters in normalization technique")
    return {"technique": technique, "parameters": parameters}


def _combination(config: Config, taken: Taken) -> dict[str, Json]:
    given = Config(Map("combination", {}).read(config, taken), config.owner)
    technique = Text("technique", "arithmetic_mean").read(given, {})
    if technique not in _COMBINATIONS:
        raise illegal_argument("provided combination technique is not supported")
    normalization = taken["normalization"]["technique"]
    if normalization == "z_score" and technique != "arithmetic_mean":
        raise illegal_argument(
            f"provided combination technique {technique} is not supported for normalization technique {normalization}. "
            "Supported techniques are: arithmetic_mean"
        )
    return {"technique": technique, "weights": _weights(Map("parameters", {}).read(given, {}))}


def _weights(parameters: dict[str, Json]) -> list[float]:
    """The weights of the sub-queries: numbers from 0 to 1 that add up to 1."""
    if any(name != "weights" for name in parameters):
        raise illegal_argument(
            "provided parameter for combination technique is not supported. supported parameters are [weights]"
        )
    given = parameters.get("weights", [])
    if not isinstance(given, list):
        raise illegal_argument("parameter [weights] must be a collection of numbers")
    for weight in given:
        if weight is None:
            raise ApiError(500, "null_pointer_exception", None)
        if not isinstance(weight, float):  # the server takes all of them for Double, unseen
            raise class_cast(weight, "java.lang.Double")
    weights: list[float] = given
    shown = to_text(weights)
    if any(not 0 <= weight <= 1 for weight in weights):
        raise illegal_argument(f"all weights must be in range [0.0 ... 1.0], submitted weights: {shown}")
    if weights and abs(sum(weights) - 1) > _TOLERANCE:
        raise illegal_argument(f"sum of weights for combination must be equal to 1.0, submitted weights: {shown}")
    return weights


def _ranking(config: Config, taken: Taken) -> dict[str, Json]:
    given = Config(Map("combination", {}).read(config, taken), config.owner)
    technique = Text("technique", "rrf").read(given, {})
    if technique != "rrf":
        raise illegal_argument("provided combination technique is not supported")
    constant: Any = Int("rank_constant", 60).read(given, {})
    if not 1 <= constant <= 10000 and taken["state"].contract.version in _RANK_CONSTANT_IS_CHECKED:
        raise illegal_argument(
            f"rank constant must be in the interval between 1 and 10000, submitted rank constant: {constant}"
        )
    parameters = Map("parameters", {}).read(given, {})
    return {"technique": technique, "rank_constant": constant, "weights": _weights(parameters)}


PROCESSORS = (
    SearchProcessor(
        "normalization-processor",
        _LIST,
        (Custom("normalization", reading=_normalization), Custom("combination", reading=_combination)),
        f"{_FACTORIES}/NormalizationProcessorFactory.java",
        Span("2.10"),
    ),
    SearchProcessor(
        "score-ranker-processor",
        _LIST,
        (Custom("combination", reading=_ranking),),
        f"{_FACTORIES}/RRFProcessorFactory.java",
        Span("2.19"),
    ),
)
