"""Asking for what a search needs of a text: a vector, or the weights of its tokens; of an endpoint or of a trained model.

What is deployed under a name is asked first, then the endpoint of that name.

Source: elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/TransportCoordinatedInferenceAction.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument
from ...search.vectors.columns import Vector, in_single

if TYPE_CHECKING:
    from ...cluster import State

INPUT_TYPE = "internal_search"
PREFIX = "search"
DENSE, SPARSE = "text_embedding_result", "text_expansion_result"


def vector_of(state: State, name: str, text: str) -> Vector:
    """The vector that a model makes of a text."""
    found, kind = _answered(state, name, text)
    if kind != DENSE:
        raise illegal_argument(
            f"expected a result of type [{DENSE}] received [{kind}]. Is [{name}] a text embedding model?"
        )
    return in_single(found)


def weights_of(state: State, name: str, text: str, advice: str = "a compatible model") -> dict[str, float]:
    """The weights that a model gives the tokens of a text."""
    found, kind = _answered(state, name, text)
    if kind != SPARSE:
        raise illegal_argument(f"expected a result of type [{SPARSE}] received [{kind}]. Is [{name}] {advice}?")
    return dict(zip(found, in_single(list(found.values())), strict=True))


def _answered(state: State, name: str, text: str) -> tuple[Any, str]:
    """What a model answers, and the kind of that in the server's words."""
    from .. import ingest_errors
    from ..inference.endpoints import known_endpoint
    from ..inference.performing import infer
    from ..licensing import licences
    from ..trained_models import deployments, records
    from ..trained_models import inferring as trained

    endpoint = known_endpoint(state, name)
    if endpoint is not None and deployments.named(state, name) is None:
        licences.check_service(state, endpoint["service"])
        answer = infer(state, endpoint, [text], input_type=INPUT_TYPE)
        if answer.embeddings:
            return _told(answer.embeddings[0])
        return answer, f"{endpoint['task_type']}_result"
    if deployments.named(state, name) is None and records.known_model(state, records.of_alias(state, name)) is None:
        raise ingest_errors.no_model_to_infer_with(name)
    (answered,) = trained.infer(state, name, [text], None, PREFIX)
    return _told(answered["predicted_value"])


def _told(result: Any) -> tuple[Any, str]:
    if isinstance(result, dict):
        return result, SPARSE
    return (result, DENSE) if isinstance(result, list) else (result, "classification")
