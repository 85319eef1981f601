"""Elasticsearch's refusals about stored pipelines and the inference processor; what both products say is in `ingest/errors.py`."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ApiError, illegal_argument, parse_error, resource_not_found, status_error
from ..ingest import errors as ingest_errors
from ..wire import Json

_SHOWN = 3
"""How many indices the server names."""


def if_version_no_integer(text: str) -> ApiError:
    """`if_version` is no number (observed: elasticsearch 9.5.0)."""
    return illegal_argument(f"invalid value [{text}] specified for [if_version]. must be an integer value")


def managed_by_the_system(name: str) -> ApiError:
    """A definition sets one of the dates the system keeps (observed: elasticsearch 9.2.0, 9.5.0)."""
    return parse_error(f"Provided a pipeline property which is managed by the system: {name}.")


def pipeline_version_of_none(id: str, required: int) -> ApiError:
    """`if_version` for a pipeline that is not there."""
    return illegal_argument(
        f"version conflict, required version [{required}] for pipeline [{id}] but no pipeline was found"
    )


def pipeline_version_conflict(id: str, required: int, current: Json) -> ApiError:
    """`if_version` is not the version that is there."""
    shown = "null" if current is None else current
    return illegal_argument(
        f"version conflict, required version [{required}] for pipeline [{id}] but current version is [{shown}]"
    )


def same_pipeline_version(id: str, version: Json) -> ApiError:
    """`if_version` with a definition of the version that is there."""
    return illegal_argument(f"cannot update pipeline [{id}] with the same version [{version}]")


def pipeline_in_use(id: str, defaults: Sequence[str], finals: Sequence[str]) -> ApiError:
    """DELETE of a pipeline that indices run by default or at the end (observed: elasticsearch 9.5.0)."""
    uses = [
        f"the {kind} pipeline for {len(names)} index(es) including [{','.join(names[:_SHOWN])}]"
        for kind, names in (("default", defaults), ("final", finals))
        if names
    ]
    return illegal_argument(f"pipeline [{id}] cannot be deleted because it is {' and '.join(uses)}")


# --- the inference processor: elastic/elasticsearch:x-pack/plugin/ml/../inference/ingest/InferenceProcessor.java --------


def too_many_inference_processors(count: int, limit: int) -> ApiError:
    """One `inference` processor more than the cluster may have."""
    return status_error(
        409,
        f"Max number of inference processors reached, total inference processors [{count}]. "
        f"Adjust the setting [xpack.ml.max_inference_processors]: [{limit}] if a greater number is desired.",
        metadata={"processor_type": "inference"},
    )


def inference_config_no_single_type() -> ApiError:
    """`inference_config` with no type, two, or one that is no object."""
    return status_error(400, "inference_config must be an object with one inference type mapped to an object.")


def unknown_inference_type(type: str, known: Sequence[str]) -> ApiError:
    """`inference_config` with a type nobody knows."""
    return status_error(
        400, f"unrecognized inference configuration type [{type}]. Supported types [{', '.join(known)}]"
    )


def no_model_to_infer_with(id: str) -> ApiError:
    """`input_output` with an id that is neither an endpoint nor a deployed model."""
    return status_error(404, f"[{id}] is not an inference service model or a deployed ml model")


def no_such_trained_model(id: str) -> ApiError:
    """`target_field` with an id nobody knows."""
    return resource_not_found(f"Could not find trained model [{id}]")


def endpoint_takes_no_documents(id: str) -> ApiError:
    """`target_field` with the id of an inference endpoint."""
    return status_error(400, f"[{id}] is configured for the _inference API and does not accept documents as input")


def input_is_no_text(field: str) -> ApiError:
    """An input field holds something other than a text."""
    return illegal_argument(f"input field [{field}] cannot be processed because it is not a text field")


def results_do_not_match(results: int, inputs: int) -> ApiError:
    """An endpoint answered with more or fewer results than there were inputs."""
    return status_error(500, f"number of results [{results}] does not match the number of inputs [{inputs}]")


def final_pipeline_moves(pipeline: str, before: str | None, after: str | None, id: str | None) -> ApiError:
    """A final pipeline changed the index (observed: elasticsearch 9.5.0)."""
    return ingest_errors.illegal_state(
        f"final pipeline [{pipeline}] can't change the target index (from [{before}] to [{after}]) for document [{id}]"
    )
