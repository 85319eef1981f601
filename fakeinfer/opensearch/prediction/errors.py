"""Refusals of asking models, at once or as a stream: `action/prediction/`, `task/`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, status_error
from ..ml.errors import (
    illegal_state,
)


def model_not_ready() -> ApiError:
    """Predict of a local model that is not deployed, or of a remote one while nothing deploys it."""
    return illegal_argument("Model not ready yet. Please deploy the model first.")


def auto_deploy_off(id: str) -> ApiError:
    """Predict of a remote model that is not deployed and does not deploy itself."""
    return illegal_argument(f"Auto deployment disabled for this model, please deploy model first Model ID: {id}")


def model_disabled() -> ApiError:
    """Predict of a deployed model with `is_enabled` false."""
    return status_error(403, "Model is disabled.")


def streaming_off() -> ApiError:
    """`stream_enabled` is off, as it is at first (rest/RestMLPredictionStreamAction.java)."""
    return illegal_state(
        'Streaming is currently disabled. To enable it, update the setting "plugins.ml_commons.stream_enabled" to true.'
    )


def only_remote_models_stream() -> ApiError:
    """A model in the cluster, which answers at once (rest/RestMLPredictionStreamAction.java)."""
    return illegal_state("Streaming is only supported for remote models")


def breaks_interface(side: str, problem: str) -> ApiError:
    """ "input" or "output" that the model's interface does not allow (action/prediction/TransportPredictionTaskAction.java)."""
    return status_error(
        400,
        f"Error validating {side} schema, if you think this is expected, please update your '{side}' field in the "
        f"'interface' field for this model: {problem}",
    )
