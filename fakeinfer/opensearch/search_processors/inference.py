"""What processors that ask models check when a pipeline is read, on requests and on responses alike.

Sources: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceSearchRequestProcessor.java,
`MLInferenceSearchResponseProcessor.java` (observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, illegal_argument
from ...ingest.options import Bool, Config, Int, Option, Taken
from ...versions import Span
from ..cluster.cluster_settings import setting
from ..pipelines.inference_options import FUNCTION_NAME, MODEL_INPUT

_OPTIONAL_MAPS = Span("3.0")
_EXTENSION = "ext.ml_inference"
_GENERATION = "plugins.ml_commons.rag_pipeline_feature_enabled"


INFERENCE_OPTIONS: tuple[Option, ...] = (
    Int("max_prediction_tasks", 10),
    Bool("ignore_missing", False),
    FUNCTION_NAME,
    MODEL_INPUT,
    Bool("full_response_path", None),
)


def _lengths(taken: Taken) -> tuple[int, int]:
    """How many maps of inputs and of outputs there are, optional ones put upon required ones."""
    inputs, outputs = (
        max(len(taken[f"{side}_map"] or ()), len(taken.get(f"optional_{side}_map") or ()))
        for side in ("input", "output")
    )
    return inputs, outputs


def check_task_count(config: Config, taken: Taken) -> None:
    """Not more maps of inputs than predictions at a time."""
    inputs, _ = _lengths(taken)
    most = taken["max_prediction_tasks"]
    if inputs > most:
        maps = "input_map or optional_input_map" if taken["state"].contract.version in _OPTIONAL_MAPS else "input_map"
        raise illegal_argument(
            f"The number of prediction task setting in this process is {inputs}. It exceeds the max_prediction_tasks of "
            f"{most}. Please reduce the size of {maps} or increase max_prediction_tasks."
        )


def check_map_lengths(config: Config, taken: Taken) -> None:
    """As many maps of outputs as of inputs."""
    inputs, outputs = _lengths(taken)
    if inputs == outputs:
        return
    if taken["state"].contract.version in _OPTIONAL_MAPS:
        if inputs and outputs:
            raise illegal_argument(
                "when output_maps/optional_output_maps and input_maps/optional_input_maps are provided, their length "
                f"needs to match. The input is in length of {inputs}, while output_maps is in the length of {outputs}. "
                "Please adjust mappings."
            )
    elif taken["input_map"] is not None and taken["output_map"] is not None:
        raise illegal_argument(
            "when output_maps and input_maps are provided, their length needs to match. The input_maps is in length of "
            f"{inputs}, while output_maps is in the length of {outputs}. Please adjust mappings."
        )


def check_extensions(config: Config, taken: Taken) -> None:
    """What is written beside the hits comes from all of them together."""
    maps: list[Any] = [entry for entry in taken["output_map"] or () if isinstance(entry, dict)]
    if taken["one_to_one"] and any(name.startswith(_EXTENSION) for entry in maps for name in entry):
        raise illegal_argument("Write model response to search extension does not support when one_to_one is true.")


def generation_is_on(config: Config, taken: Taken) -> None:
    """Processors of retrieval-augmented generation are not read while it is off (500)."""
    if not taken["stored"] and not setting(taken["state"], _GENERATION):
        raise ApiError(500, "m_l_exception", f"{_GENERATION} is not enabled.")


def check_model(config: Config, taken: Taken) -> None:
    """The server stumbles over a missing model (500)."""
    if taken["model_id"] is None:
        raise ApiError(500, "null_pointer_exception", None)
