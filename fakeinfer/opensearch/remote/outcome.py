"""What a remote answer becomes: tensors, or the refusal that it leads to.

Sources: opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/, `ConnectorUtils.java`
(`processOutput`) and `MLSdkAsyncHttpResponseHandler.java`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...wire import Json
from .. import changes
from . import changes as remote_changes
from . import errors, gson, jsonpath, postprocess
from .answering import RemoteAnswer
from .postprocess import Tensor

if TYPE_CHECKING:
    from ...cluster import State

CANCELS = "CANCEL_BATCH_PREDICT"
_MARKS = "x-amzn-errortype"


def check(state: State, action: str, answer: RemoteAnswer) -> None:
    """Refuse an answer that is an error, or empty."""
    status, is_blank = answer.status, answer.said is not None and not answer.said.strip()
    is_good = 200 <= status <= 300
    if not is_good and remote_changes.THROTTLING_IS_MARKED in state.switched_on:
        marks = [value for name, value in answer.headers.items() if name.lower() == _MARKS]
        if any(mark.startswith("ThrottlingException") for mark in marks):
            raise errors.remote_throttling(status)
    if remote_changes.EMPTY_ANSWERS_ARE_TOLD not in state.switched_on and is_blank and action != CANCELS:
        raise errors.no_response()
    if not is_good:
        raise errors.empty_remote_error(status) if is_blank else errors.remote_error(status, answer.text)
    if is_blank and action != CANCELS:
        raise errors.empty_remote_answer()


def tensors(
    state: State,
    action: Mapping[str, Any],
    answer: RemoteAnswer,
    parameters: Mapping[str, str | None],
    passes: Callable[[], bool],
) -> list[Tensor]:
    """What a good answer holds; `passes` says whether a guardrail lets it through."""
    if action["action_type"] == CANCELS:
        return []
    try:
        if not passes():
            raise errors.guarded_output()
        return _processed(state, action, answer, parameters)
    except ApiError as cause:
        if cause.status == 501:
            raise
        if remote_changes.REMOTE_CALLS_ARE_ASYNC not in state.switched_on:
            raise
        if remote_changes.PROCESSING_ERRORS_PASS in state.switched_on and cause.type == "illegal_argument_exception":
            raise
        named = action["action_type"] if changes.BATCH_ACTIONS in state.switched_on else "predict"
        raise errors.answer_not_processed(named, cause) from None


def _processed(
    state: State, action: Mapping[str, Any], answer: RemoteAnswer, parameters: Mapping[str, str | None]
) -> list[Tensor]:
    wanted = parameters.get("response_filter")
    name = filled_function(action.get("post_process_function"), parameters)
    function = postprocess.named(name, state.contract.version) if name else None
    if function is not None:
        path = wanted if wanted and wanted.strip() else function.path
        found = jsonpath.read(_json(answer), path)
        typed = remote_changes.TENSORS_ARE_TYPED in state.switched_on
        return postprocess.run(function, found, path, typed=typed)
    value = _json(answer)
    if not isinstance(value, dict | list):
        raise illegal_argument("Unsupported response type")
    if name:
        from . import scripts

        made = scripts.post_process(name, value)
        if made is not None:
            return scripts.tensors_of(made if wanted is None else jsonpath.read(_read_made(made), wanted), made)
    numbers = _as_they_are if changes.REMOTE_INTEGERS_STAY in state.switched_on else gson.doubles
    if wanted is None:
        return [_as_map(numbers(value))]
    try:
        found = jsonpath.read(value, wanted)
    except ApiError as error:
        if (
            error.type != "path_not_found_exception"
            or remote_changes.RESPONSE_FILTER_FALLS_BACK not in state.switched_on
        ):
            raise
        return [_as_map(numbers(value))]
    if isinstance(found, str) and gson.is_json(found):
        return [_as_map(numbers(gson.read(found)))]
    return [postprocess.mapped({"response": found})]


def filled_function(function: str | None, parameters: Mapping[str, str | None]) -> str | None:
    """The name or script of a process function, parameters filled in as JSON."""
    if function is None or "${parameters." not in function:
        return function
    from .templates import filled

    return filled(function, "parameters", {name: gson.text(value) for name, value in parameters.items()})


def _json(answer: RemoteAnswer) -> Json:
    try:
        return answer.json()
    except gson.NotJson as refused:
        raise errors.answer_is_no_json(refused.problem, ends=refused.ends) from None


def _read_made(made: str) -> Json:
    """A script's text as paths see it."""
    return gson.read(made) if gson.is_json(made) else made


def _as_they_are(value: Json) -> Json:
    return value


def _as_map(value: Json) -> Tensor:
    return postprocess.mapped(value if isinstance(value, dict) else {"response": value})
