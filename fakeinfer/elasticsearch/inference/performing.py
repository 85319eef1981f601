"""Inference by a stored endpoint: what its model would answer. For the perform API, and for whatever else in the server asks
an endpoint: the `inference` processor, `semantic_text` fields, queries.

`infer` checks what the service itself checks and hands out a result (`results.py`); the API prints it, others take its numbers.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/SenderService.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ...brains.dense import ElementType
from ...brains.hashed import brains_for, brains_of
from ...brains.scripted import Asking, Brains, UpstreamFailed
from ...brains.scripts import Space
from .. import changes
from ..services import deployments
from ..services.hooks import variant_of_endpoint
from ..services.learning import UNKNOWN_MODEL
from ..services.own_brains import own_brains
from ..services.plans import plan_for
from ..services.service import Service, known_dimensions, services
from ..services.settings import read_settings
from ..trained_models.prefixes import all_prefixed
from . import perform_errors as errors
from .endpoint_errors import settings_invalid
from .endpoints import known_endpoint
from .results import CompletionResult, DenseResult, Failing, RankedResult, Result, SparseResult
from .upstream import Failure, asked

if TYPE_CHECKING:
    from ...cluster import State

ELEMENT_TYPES: Mapping[str, ElementType] = {
    "float": "float", "byte": "byte", "int8": "byte", "bit": "bit", "binary": "bit",
}  # fmt: skip
_MAX_TOKENS = ("max_completion_tokens", "max_tokens", "max_new_tokens")
_TOP_N = ("top_n", "top_k")
STREAMS = "inference.stream_completion"


Answered = TypeVar("Answered", bound=Failing)


def infer(
    state: State,
    endpoint: Mapping[str, Any],
    inputs: Sequence[str],
    *,
    input_type: str | None = None,
    query: str | None = None,
    task_settings: Mapping[str, Any] | None = None,
    top_n: int | None = None,
    return_documents: bool | None = None,
    timeout: float | None = None,
    streams: bool = False,
) -> Result:
    """What the endpoint answers to `inputs`; `task_settings` win over the stored ones, the next two over both.

    Raises the refusals of the endpoint's service, and what it makes of a provider that was declared to fail, unless that
    comes in the middle of an answer that `streams`.
    """
    task_type: str = endpoint["task_type"]
    service = services(state.contract).get(endpoint["service"])
    own = own_brains(service)
    sent = _override(state, service, endpoint, task_settings) if task_settings and own is None else {}
    settings: Mapping[str, Any] = {**endpoint["task_settings"], **sent} if sent else endpoint["task_settings"]
    if own is None:
        _refuse(service, endpoint, input_type, query, return_documents)
    texts = read = list(inputs)
    if service is not None and service.runs_in_cluster:
        deployments.ask(state, endpoint, texts)
        read = all_prefixed(state, str(endpoint["service_settings"].get("model_id")), texts, input_type)

    def answer(brains: Brains) -> Result:
        if own is not None and service is not None and brains is brains_of(state):
            return own.infer(state, service, endpoint, texts, task_settings or {})
        given = read if brains is brains_of(state) else texts  # scripts know texts as they were sent
        if task_type == "sparse_embedding":
            return SparseResult(brains.weigh_all(given), texts, changes.SEVERAL_INPUTS in state.switched_on)
        if task_type == "rerank":
            limit = _first(settings, _TOP_N) if top_n is None else top_n
            shown = _returns_documents(settings, endpoint) if return_documents is None else return_documents
            return RankedResult(brains.rank(query or "", texts)[:limit], texts, shown, [])
        if task_type == "completion":
            return CompletionResult(brains.complete_all(texts, _first(settings, _MAX_TOKENS)), [])
        size, element_type = dimensions_of(endpoint), element_type_of(endpoint)
        key = "text_embedding" if task_type == "text_embedding" else "embeddings"
        return DenseResult(key, brains.embed_all(given, size, element_type), element_type, texts)

    asking = Asking(task_type, texts, query, input_type, settings)
    return answer_or_fail(
        state, endpoint, asking, answer, names=(STREAMS,) if streams else (), timeout=timeout, streams=streams
    )


def answer_or_fail(
    state: State,
    endpoint: Mapping[str, Any],
    asking: Asking,
    answer: Callable[[Brains], Answered],
    *,
    names: Sequence[str],
    timeout: float | None = None,
    streams: bool = False,
) -> Answered:
    """What the brains of an endpoint answer, unless its provider fails.

    A failure in the middle of a stream is put down in the result (`fails`), for whoever streams it.
    """
    upstream = asked(state, endpoint, *names)
    brains = brains_for(state, endpoint["inference_id"], asking)
    if upstream is None:
        try:
            return answer(brains)
        except UpstreamFailed as failed:
            upstream, brains = failed.upstream, brains_of(state)
    failure = Failure(state, endpoint, upstream, timeout)
    if not (streams and failure.is_late):
        raise failure.refusal()
    result = answer(brains)
    result.fails = failure
    return result


def _refuse(
    service: Service | None,
    endpoint: Mapping[str, Any],
    input_type: str | None,
    query: str | None,
    return_documents: bool | None,
) -> None:
    """What the service itself checks before it asks its provider."""
    task_type = endpoint["task_type"]
    if task_type.endswith("embedding"):
        if input_type is not None:
            _check_input_type(service, endpoint, input_type)
    elif task_type == "rerank":
        if query is None:
            raise errors.rerank_without_query()
        refuses = service is not None and service.document.get("return_documents") == "refused"
        if return_documents is not None and refuses:
            raise errors.return_documents_not_supported(return_documents)
    elif task_type != "completion":
        others = [name for name in (service.task_types if service else ()) if name != "chat_completion"]
        raise errors.chat_is_not_inference(endpoint["inference_id"], others)


def dimensions_of(endpoint: Mapping[str, Any]) -> int:
    """How many components the endpoint's vectors have: as stored, else what is known of the model."""
    for settings in (endpoint["service_settings"], endpoint.get("hidden") or {}):
        size = settings.get("dimensions")
        if isinstance(size, int):
            return size
    model = str(endpoint["service_settings"].get("model_id", ""))
    return known_dimensions().get(model.removesuffix("_linux-x86_64"), UNKNOWN_MODEL)


def element_type_of(endpoint: Mapping[str, Any]) -> ElementType:
    """What the components of the endpoint's vectors are."""
    settings = {**(endpoint.get("hidden") or {}), **endpoint["service_settings"]}
    parser = settings.get("response", {}).get("json_parser", {})
    named = settings.get("embedding_type") or settings.get("element_type") or parser.get("embedding_type")
    return ELEMENT_TYPES.get(str(named), "float")


def embedding_space(state: State, inference_id: str) -> Space | None:
    """What the embeddings of an endpoint are; None when there is none of this id."""
    endpoint = known_endpoint(state, inference_id)
    if endpoint is None:
        return None
    task_type = endpoint["task_type"]
    if task_type not in ("text_embedding", "embedding"):
        return Space(task_type)
    return Space(task_type, dimensions_of(endpoint), element_type_of(endpoint))


def _returns_documents(settings: Mapping[str, Any], endpoint: Mapping[str, Any]) -> bool:
    """Whether ranked documents come with their texts when the request does not say."""
    parser = endpoint["service_settings"].get("response", {}).get("json_parser", {})
    return bool(settings.get("return_documents", "document_text" in parser))


def _first(settings: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    return next((int(settings[name]) for name in names if isinstance(settings.get(name), int)), None)


def _check_input_type(service: Service | None, endpoint: Mapping[str, Any], input_type: str) -> None:
    """Refuse what the service has no use for; what the server itself asks with (`internal_..`) every service takes."""
    if service is None or service.input_type == "any" or input_type.startswith("internal_"):
        return
    accepted = service.input_type
    if accepted == "none":
        raise errors.input_type_ignored(input_type)
    if isinstance(accepted, dict):
        model = str(endpoint["service_settings"].get("model_id"))
        if model not in accepted:
            raise errors.input_type_of_another_model(input_type, model)
        accepted = accepted[model]
    if input_type not in accepted:
        raise errors.input_type_not_supported(input_type, service.title)


def _override(
    state: State, service: Service | None, endpoint: Mapping[str, Any], sent: Mapping[str, Any]
) -> dict[str, Any]:
    """The task settings of a request, clean; what the service does not know is ignored, nothing is required."""
    if service is None:
        return {}
    variant = variant_of_endpoint(service, endpoint)
    plan = plan_for(state.contract, service, endpoint["task_type"], variant)
    present = tuple(
        setting
        for setting in plan.objects["task_settings"]
        if any(sent.get(name) is not None for name in (setting.name, *setting.old_names))
    )
    problems: list[str] = []
    clean = read_settings(present, dict(sent), problems)
    if problems:
        raise settings_invalid(problems)
    return clean
