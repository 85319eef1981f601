"""Processors between query and fetch, for hybrid queries: normalization-processor, score-ranker-processor.

Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory/NormalizationProcessorFactory.java,
opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory/RRFProcessorFactory.java
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument
from ...formats.javanumbers import whole
from ...formats.javatext import to_text
from ...ingest.errors import class_cast
from ...ingest.options import Config, Custom, Map, Taken, Text
from ...search.values import number_of
from ...versions import Span
from ...wire import Json
from ..hybrid import changes
from .declaring import SearchProcessor

_FACTORIES = "opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory"
_LIST = "phase_results_processors"
_MEANS = ("arithmetic_mean", "geometric_mean", "harmonic_mean")
_COMBINATIONS = (*_MEANS, "rrf")
_Z_SCORE = Span("3.0")
_RANK_FUSION = Span("2.19")
_TOLERANCE = 0.01
_MOST_BOUNDS = 5
_FURTHEST_BOUND = 10_000
_BOUNDS = {"lower_bounds": "min_score", "upper_bounds": "max_score"}
"""Bounds of scores, and what each says beside its mode."""


def _normalization(config: Config, taken: Taken) -> dict[str, Json]:
    given = Config(Map("normalization", {}).read(config, taken), config.owner)
    technique = Text("technique", "min_max").read(given, {})
    state = taken["state"]
    known = ["min_max", "l2"]
    known += ["z_score"] if state.contract.version in _Z_SCORE else []
    known += ["rrf"] if state.contract.version in _RANK_FUSION else []
    parameters: dict[str, Json] = {}
    if changes.NORMALIZATION_PARAMETERS in state.switched_on:
        parameters = Map("parameters", {}).read(given, {})
    if technique not in known:
        raise illegal_argument("provided normalization technique is not supported")
    constant = 60
    if technique == "rrf":
        constant = _rank_constant(parameters)
    elif technique != "z_score":
        _check_bounds(parameters, technique, changes.UPPER_BOUNDS in state.switched_on)
    return {
        "technique": technique,
        "parameters": parameters if technique == "min_max" else {},
        "rank_constant": constant,
        "only_lower": changes.UPPER_BOUNDS not in state.switched_on,
    }


def _check_bounds(parameters: dict[str, Json], technique: str, upper: bool) -> None:
    known = ["lower_bounds", *(["upper_bounds"] if upper else [])] if technique == "min_max" else []
    listed = {name: value if isinstance(value, list) else [value] for name, value in parameters.items()}
    if any(name not in known for name in parameters) or any(
        not isinstance(bound, dict) or any(key not in ("mode", _BOUNDS[name]) for key in bound)
        for name, bounds in listed.items()
        for bound in bounds
    ):
        raise illegal_argument("unrecognized parameters in normalization technique")
    for name, bounds in parameters.items():
        if not isinstance(bounds, list):
            raise illegal_argument(f"{name} must be a List")
        if len(bounds) > _MOST_BOUNDS:
            raise illegal_argument(f"{name} size {len(bounds)} should be less than or equal to {_MOST_BOUNDS}")
        for bound in bounds:
            _check_bound(bound, _BOUNDS[name])


def _check_bound(bound: dict[str, Json], score_name: str) -> None:
    mode = bound.get("mode")
    shown = "" if mode is None else to_text(mode)
    if shown.strip() and shown.upper() not in ("APPLY", "CLIP", "IGNORE"):
        raise illegal_argument(f"invalid mode: {shown}, valid values are: apply, clip, ignore")
    if bound.get(score_name) is None:
        return
    score = number_of(to_text(bound[score_name]))
    if score is None:
        raise illegal_argument(f"invalid format for {score_name}: must be a valid float value")
    if not -_FURTHEST_BOUND <= score <= _FURTHEST_BOUND:
        raise illegal_argument(
            f"{score_name} must be a valid finite number between {-_FURTHEST_BOUND:f} and {_FURTHEST_BOUND:f}"
        )


def _combination(config: Config, taken: Taken) -> dict[str, Json]:
    state = taken["state"]
    given = Config(Map("combination", {}).read(config, taken), config.owner)
    technique = Text("technique", "arithmetic_mean").read(given, {})
    parameters = Map("parameters", {}).read(given, {})
    if technique not in (_COMBINATIONS if state.contract.version in _RANK_FUSION else _MEANS):
        raise illegal_argument("provided combination technique is not supported")
    weighed = technique != "rrf" or changes.RANK_FUSION_WEIGHTS in state.switched_on
    weights = _weights(parameters) if weighed else []
    normalization = taken["normalization"]["technique"]
    fitting = ("arithmetic_mean",) if normalization == "z_score" else _MEANS
    if technique not in fitting and changes.TECHNIQUES_MUST_FIT in state.switched_on:
        raise illegal_argument(
            f"provided combination technique {technique} is not supported for normalization technique {normalization}. "
            f"Supported techniques are: {', '.join(fitting)}"
        )
    return {"technique": technique, "weights": weights}


def _weights(parameters: dict[str, Json]) -> list[float]:
    """The weights of the sub-queries: numbers from 0 to 1 that add up to 1."""
    if any(name != "weights" for name in parameters):
        raise illegal_argument(
            "provided parameter for combination technique is not supported. supported parameters are [weights]"
        )
    if not parameters:
        return []
    given = parameters["weights"]
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
    if abs(sum(weights) - 1) > _TOLERANCE:
        raise illegal_argument(f"sum of weights for combination must be equal to 1.0, submitted weights: {shown}")
    return weights


def _ranking(config: Config, taken: Taken) -> dict[str, Json]:
    given = Config(Map("combination", {}).read(config, taken), config.owner)
    technique = Text("technique", "rrf").read(given, {})
    apart = changes.RANK_FUSION_WEIGHTS in taken["state"].switched_on
    constant = _rank_constant(
        {key: value for key, value in given.values.items() if key == "rank_constant"} if apart else {}
    )
    parameters = Map("parameters", {}).read(given, {})
    if not apart:
        constant = _rank_constant(parameters)
    if technique not in _COMBINATIONS:
        raise illegal_argument("provided combination technique is not supported")
    return {"technique": technique, "rank_constant": constant, "weights": _weights(parameters) if apart else []}


def _rank_constant(parameters: dict[str, Json]) -> int:
    """What is added to each rank; no other parameter is known."""
    if any(name != "rank_constant" for name in parameters):
        raise illegal_argument(
            "provided parameter for combination technique is not supported. supported parameters are [rank_constant]"
        )
    if "rank_constant" not in parameters:
        return 60
    value = parameters["rank_constant"]
    constant = whole(to_text(value), 32) if not isinstance(value, float) else None
    if constant is None:
        raise illegal_argument("parameter [rank_constant] must be an integer")
    if not 1 <= constant <= 10000:
        raise illegal_argument(
            f"rank constant must be in the interval between 1 and 10000, submitted rank constant: {constant}"
        )
    return constant


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
