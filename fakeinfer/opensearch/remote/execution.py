"""Running a remote model: the connector's action is found, the input prepared, limits and guardrails asked, the service called.

Source: opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/RemoteConnectorExecutor.java.
Nothing here asks whether the model may run at all, see `prediction/predicting.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from .. import changes
from ..connectors.bodies import kept_credential
from ..ml import indices as ml_indices
from ..ml.indices import CONNECTORS
from . import changes as remote_changes
from . import errors, gson, guardrails, outcome, preprocess, rate_limits, streaming
from .answering import RemoteAnswer, RemoteCall, answer
from .inputs import Input, Parameters, TextDocs
from .outcome import filled_function
from .rendering import find_action, payload_of, request_of

if TYPE_CHECKING:
    from ...brains.pieces import Shape
    from ...cluster import State

INTERFACE = "_llm_interface"
MOST_RETRIES = 100
"""A test does not want more calls than that, whatever the connector allows."""
STEP = "input_docs_processed_step_size"
_ON_PARAMETERS = "pre_process_function.process_remote_inference_input"


def connector_of(state: State, id: str, model: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """A model's connector and its credential, readable."""
    linked = model.get("connector_id")
    if linked:
        from ..ml.errors import connector_not_found

        connector = ml_indices.find(state, CONNECTORS, linked)
        if connector is None:
            raise connector_not_found(linked, changes.CONNECTOR_NOT_FOUND_IS_ARGUMENT in state.switched_on)
        return connector, kept_credential(state, linked)
    return model.get("connector") or {}, kept_credential(state, id)


def run(
    state: State,
    id: str,
    model: Mapping[str, Any],
    given: Input,
    *,
    operations: tuple[str, ...] = (),
    action_type: str | None = None,
) -> list[dict[str, Any]]:
    """The model's outputs, one for each call of the service: `{"output": [..], "status_code": ..}`."""
    asked = given.action if isinstance(given, Parameters) else None
    connector, credential = connector_of(state, id, model)
    call = _Call(state, id, model, connector, credential, action_type or asked or "PREDICT", operations)
    if remote_changes.REMOTE_CALLS_ARE_ASYNC not in state.switched_on:
        return [call.run(part) for part in call.parts(given)]
    results: list[dict[str, Any]] = []
    refused: list[ApiError] = []
    for part in call.parts(given):
        prepared = call.prepared(part)
        try:
            results.append(call.answered(*prepared))
        except ApiError as error:
            if error.status == 501:
                raise
            refused.append(error)
    if refused:
        raise errors.failed_together(refused)
    return results


def run_streamed(
    state: State, id: str, model: Mapping[str, Any], given: Parameters, *, operations: tuple[str, ...] = ()
) -> streaming.Streamed:
    """The pieces of a chat model's answer, and how they come; a refusal of the service is told in them."""
    connector, _ = connector_of(state, id, model)
    merged = {**(connector.get("parameters") or {}), **(given.values or {})}
    shape = streaming.shape_of(state, id, str(model.get("name", "")))
    try:
        answered, shape = stream_answer(state, id, model, given, operations=operations)
        return streaming.streamed(answered, str(merged.get(INTERFACE) or ""), shape)
    except ApiError as error:
        if error.status == 501:
            raise
        return streaming.Streamed([], shape, error.reason or "Request failed")


def stream_answer(
    state: State, id: str, model: Mapping[str, Any], given: Parameters, *, operations: tuple[str, ...] = ()
) -> tuple[RemoteAnswer, Shape]:
    """What a chat model answers to a request for a stream, as if it came at once, and how it is to come."""
    connector, credential = connector_of(state, id, model)
    call = _Call(state, id, model, connector, credential, "PREDICT", operations)
    return call.stream(given), streaming.shape_of(state, id, str(model.get("name", "")))


def call_action(
    state: State,
    connector: Mapping[str, Any],
    credential: Mapping[str, str],
    action: Mapping[str, Any],
    parameters: Mapping[str, str],
    *,
    operations: tuple[str, ...] = (),
    id: str = "",
) -> dict[str, Any]:
    """Run one action of a connector that no model stands before; the same as one output of `run`."""
    call = _Call(state, id, {}, {**connector, "actions": [action]}, credential, action["action_type"], operations)
    return call.run(Parameters(dict(parameters)))


class _Call:
    """One predict call on its way through a connector."""

    def __init__(
        self,
        state: State,
        id: str,
        model: Mapping[str, Any],
        connector: Mapping[str, Any],
        credential: Mapping[str, str],
        action_type: str,
        operations: tuple[str, ...],
    ) -> None:
        self.state = state
        self.id = id
        self.model = model
        self.connector = connector
        self.credential = credential
        self.action_type = action_type
        self.operations = operations

    def action(self) -> dict[str, Any]:
        found = find_action(self.connector, self.action_type)
        if found is None:
            raise errors.no_action(self.action_type)
        return found

    def parts(self, given: Input) -> Iterator[Input]:
        """The input in as many parts as the service is called for."""
        if not isinstance(given, TextDocs):
            yield given
            return
        size = self._step(len(given.docs))
        for start in range(0, len(given.docs), size):
            yield TextDocs(given.docs[start : start + size], given.algorithm)

    def _step(self, count: int) -> int:
        wanted = (self.connector.get("parameters") or {}).get(STEP)
        if wanted is not None:
            size = _integer(wanted)
            if size <= 0:
                raise illegal_argument(f"Invalid parameter: {STEP}. It must be positive integer.")
            return size
        function = self.action().get("pre_process_function")
        if function is None:
            return count
        built_in = preprocess.named(function, self.state.contract.version) is not None
        return 1 if function == preprocess.ONE_BY_ONE or not built_in else count

    def run(self, given: Input) -> dict[str, Any]:
        """Prepare, check, call, read."""
        return self.answered(*self.prepared(given))

    def prepared(self, given: Input) -> tuple[dict[str, str | None], str | None, bool]:
        """What is sent, checked; a refusal of it ends all calls, unlike one of the service."""
        parameters = self._parameters(given, self.action())
        payload = payload_of(self.state, self.action(), parameters)
        self._check_limits(payload, parameters)
        return parameters, payload, isinstance(given, TextDocs) and given.algorithm.startswith("SPARSE")

    def answered(self, parameters: dict[str, str | None], payload: str | None, sparse: bool) -> dict[str, Any]:
        """What becomes of the service's answer."""
        state, action = self.state, self.action()
        answered = self.ask(action, parameters, payload, sparse=sparse)
        tensors = outcome.tensors(state, action, answered, parameters, lambda: self._passes_output(answered))
        result: dict[str, Any] = {"output": tensors} if tensors else {}
        if remote_changes.REMOTE_STATUS_CODE in state.switched_on:
            result["status_code"] = answered.status
        return result

    def ask(
        self,
        action: Mapping[str, Any],
        parameters: Mapping[str, str | None],
        payload: str | None,
        *,
        sparse: bool = False,
    ) -> RemoteAnswer:
        """What the service answers, if it answers well; one that throttles is asked again as the connector says."""
        request = request_of(self.state, self.connector, action, parameters, payload, self.credential)
        shape = f"{action.get('post_process_function') or ''} {parameters.get(INTERFACE) or ''}"
        config = self.connector.get("client_config") or {}
        timeout = float(config.get("read_timeout", 30))
        call = RemoteCall(request, self.id, self.model, self.operations, sparse, shape, timeout)
        for left in range(_retries(config), -1, -1):
            answered = answer(self.state, call)
            try:
                outcome.check(self.state, self.action_type, answered)
            except ApiError as error:
                if left == 0 or error.type != "remote_connector_throttling_exception":
                    raise
            else:
                break
        return answered

    def stream(self, given: Parameters) -> RemoteAnswer:
        """What the service answers to a request for a stream, as if it came at once."""
        action = self.action()
        parameters = self._parameters(given, action)
        payload = streaming.payload_of_stream(parameters, payload_of(self.state, action, parameters))
        self._check_limits(payload, parameters)
        streaming.check_interface(parameters.get(INTERFACE), self.connector)
        return self.ask(action, parameters, payload)

    def _parameters(self, given: Input, action: Mapping[str, Any]) -> dict[str, str | None]:
        """The connector's parameters, then what the input becomes; what was given as parameters wins."""
        parameters: dict[str, str | None] = dict(self.connector.get("parameters") or {})
        direct = _escaped(given.values or {}) if isinstance(given, Parameters) else {}
        parameters.update(direct)
        parameters.update(_escaped(self._prepared(given, action, parameters).values or {}))
        parameters.update(direct)
        return parameters

    def _prepared(self, given: Input, action: Mapping[str, Any], parameters: Mapping[str, str | None]) -> Parameters:
        function = filled_function(action.get("pre_process_function"), parameters)
        if function is None:
            if isinstance(given, Parameters):
                return given
            if not isinstance(given, TextDocs):
                raise errors.no_pre_process_function()
            function = preprocess.DEFAULT
        built_in = preprocess.named(function, self.state.contract.version)
        if built_in is not None:
            return preprocess.run(built_in, given)
        if isinstance(given, Parameters) and (parameters.get(_ON_PARAMETERS) or "").lower() != "true":
            return given
        from .scripts import pre_process

        return Parameters(pre_process(function, given, parameters))

    def _check_limits(self, payload: str | None, parameters: Mapping[str, str | None]) -> None:
        rate_limits.refuse_too_many(self.state, self.id, self.model)
        if not guardrails.passes(self.state, self.model, "input", payload or "", parameters.get("question")):
            raise errors.guarded_input()

    def _passes_output(self, answered: RemoteAnswer) -> bool:
        if not (self.model.get("guardrails") or {}).get("output_guardrail"):
            return True
        text = answered.text
        return guardrails.passes(self.state, self.model, "output", text, gson.text(text)[1:-1])


def _retries(config: Mapping[str, Any]) -> int:
    """How often a service that throttles is asked again at most; -1 asks until time is up."""
    most = int(config.get("max_retry_times") or 0)
    if most >= 0:
        return most
    timeout, pause = int(config.get("retry_timeout_seconds") or 30), int(config.get("retry_backoff_millis") or 200)
    return min(MOST_RETRIES, timeout * 1000 // max(pause, 1))


def _escaped(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Values as they go into templates: what is JSON stays, and what `no_escape_params` names; texts are escaped."""
    kept = {name.strip() for name in (values.get("no_escape_params") or "").split(",")}
    return {
        name: value if value is None or name in kept or gson.is_json(value) else gson.escaped(value)
        for name, value in values.items()
    }


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        from ...errors import number_format

        raise number_format(text) from None
