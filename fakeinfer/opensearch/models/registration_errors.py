"""Refusals of models to register: `common/.../transport/register/`, `action/register/`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument, parse_error, status_error
from ..ml.errors import (
    io_error,
    ml_error,
    no_enum_constant,
    null_pointer,
    plain_exception,
)


def wrong_choice(what: str) -> ApiError:
    """A word that is none of its kind: "function name", "model format", "framework type", "pooling method"."""
    return illegal_argument(f"Wrong {what}")


def registration_lacks(what: str) -> ApiError:
    """A needed field is absent: "model name", "model format", "model config", "embedding dimension", .."""
    return illegal_argument(f"{what} is null")


def duplicate_config_keys(keys: Sequence[str]) -> ApiError:
    """The same key in `all_config` and `additional_config` (common/.../model/BaseModelConfig.java)."""
    return illegal_argument(f"Duplicate keys found in both all_config and additional_config: {', '.join(keys)}")


def remote_embedding_lacks(what: str) -> ApiError:
    """A remote `text_embedding` configuration since 3.0 (common/.../model/RemoteModelConfig.java)."""
    return illegal_argument(f"{what} for remote text embedding model")


def url_registration_off() -> ApiError:
    """A custom archive while `allow_registering_model_via_url` is off."""
    return illegal_argument(
        "To upload custom model user needs to enable allow_registering_model_via_url settings. "
        "Otherwise please use OpenSearch pre-trained models."
    )


def file_registration_off(full_stop: bool = False) -> ApiError:
    """Meta and chunks while `allow_registering_model_via_local_file` is off; for chunks the text ends in a full stop."""
    return illegal_argument(
        "To upload custom model from local file, user needs to enable allow_registering_model_via_local_file settings. "
        f"Otherwise please use opensearch pre-trained models{'.' if full_stop else ''}"
    )


def archive_url_not_trusted() -> ApiError:
    """An archive url outside `trusted_url_regex`."""
    return illegal_argument("URL can't match trusted url regex")


def remote_model_has_no_connector() -> ApiError:
    """A remote model with neither `connector_id` nor `connector`."""
    return illegal_argument("You must provide connector content when creating a remote model without connector id!")


def inline_connector_has_no_endpoint() -> ApiError:
    """An inline connector without actions."""
    return illegal_argument("Connector endpoint is required when creating a remote model without connector id!")


def inline_connector_has_no_protocol() -> ApiError:
    """An inline connector without protocol (common/.../connector/Connector.java)."""
    return illegal_argument("connector protocol is null")


def connector_to_register_not_found(id: str, in_full: bool) -> ApiError:
    """Registering on an unknown connector: short until 3.0."""
    text = f" with the provided connector id: {id}" if in_full else f":{id}"
    return status_error(404, f"Failed to find connector{text}")


def model_from_mcp_connector(id: str) -> ApiError:
    """An MCP connector runs no model."""
    return illegal_argument(f"Cannot Create a Model from MCP Connector: {id}")


def group_to_register_not_found(id: str) -> ApiError:
    """Registering into an unknown group, observed: opensearch 2.19.1."""
    return ml_error("resource_not_found_exception", f"Model Group Response is empty for {id}")


def group_to_announce_not_found() -> ApiError:
    """Announcing a model of an unknown group, observed: opensearch 2.19.1."""
    return ml_error("resource_not_found_exception", "Fail to find model group")


def group_index_to_register_not_found() -> ApiError:
    """Registering into a group while there is none at all."""
    return status_error(404, "Model group not found")


def limit_not_positive() -> ApiError:
    """`rate_limiter.limit` below zero or no number (common/.../controller/MLRateLimiter.java)."""
    return parse_error("Limit field must be a positive number.")


def unknown_time_unit(name: str) -> ApiError:
    """`rate_limiter.unit`; lower case fails too."""
    error = no_enum_constant("java.util.concurrent.TimeUnit", "")
    return illegal_argument(f"{error.reason}{name}")


def guardrails_have_no_type() -> ApiError:
    """`guardrails.type` absent or unknown (common/.../model/Guardrails.java)."""
    return illegal_argument("The type of guardrails is required, can not be null.")


def too_many_registrations() -> ApiError:
    """A remote model while as many registrations run as may (task/MLTaskManager.java)."""
    return ml_error("limit_exceeded_exception", "exceed max running task limit")


def meta_body_is_empty() -> ApiError:
    """`_register_meta` without a body."""
    return io_error("Model meta request has empty body")


def chunk_refused(why: str) -> ApiError:
    """ "Chunk number exceeds total chunks", "Chunk size either 0 or null", "Chunk size exceeds 10MB" (action/upload_chunk/)."""
    return plain_exception(why)


def model_takes_no_chunks() -> ApiError:
    """A chunk for a model that was not announced with a number of chunks."""
    return null_pointer(
        'Cannot invoke "java.lang.Integer.intValue()" because the return value of '
        '"org.opensearch.ml.common.MLModel.getTotalChunks()" is null'
    )


def chunk_of_unknown_model() -> ApiError:
    """A chunk for a model that is not there."""
    return ml_error("resource_not_found_exception", "Failed to find model")
