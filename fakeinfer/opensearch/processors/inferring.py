"""The processor `ml_inference` at work: document fields become a model's input, its output becomes document fields.

Sources: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceIngestProcessor.java and
`ModelExecutor.java`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...ingest.declaring import Options
from ...ingest.document import IngestDocument
from ...ingest.errors import class_cast
from ...ingest.running import Run
from ...wire import Json
from .. import changes
from ..models.deployment_api import find_model
from ..prediction.predicting import predict_by_input
from ..remote import gson, jsonpath
from ..remote.inputs import read_input
from ..remote.templates import filled
from .embedding import as_float
from .pooling import POOLING

if TYPE_CHECKING:
    from ...cluster import State

EVERYTHING = "inference_results"
"""Where the output goes if nothing says so."""
REMOTE_INPUT = '{ "parameters": ${ml_inference.parameters} }'


def pooling_of(state: State, field: str | None) -> tuple[Callable[[Json], Json], str | None]:
    """What is made of a field's value, and the field itself: since 3.3 vectors may be pooled."""
    for suffix, pool in POOLING.items():
        if field is not None and field.endswith(suffix) and changes.OUTPUTS_ARE_POOLED in state.switched_on:
            return pool, field.removesuffix(suffix)
    return lambda value: value, field


def infer(run: Run, options: Options) -> None:
    """One call of the model for each map of inputs, or a single one with the whole document."""
    for maps in (options.input_map, options.output_map):
        _refuse_other_than_maps(maps)
    for number in range(max(len(options.input_map or ()), 1)):
        _infer_once(run, options, number)


def _refuse_other_than_maps(maps: list[Any] | None) -> None:
    """The server does not look at what is in the lists until it uses it, and then casts it."""
    for entry in maps or ():
        if not isinstance(entry, dict):
            raise class_cast(entry)
        for field in entry.values():
            if not isinstance(field, str):
                raise class_cast(field, "java.lang.String")


def _infer_once(run: Run, options: Options, number: int) -> None:
    document = run.document
    outputs = options.output_map[number] if options.output_map else None
    if outputs is not None:
        outputs = {name: field for name, field in outputs.items() if options.override or not _is_there(document, name)}
        if not outputs:
            return
    config = dict(options.model_config or {})
    parameters = dict(config)
    inputs = options.input_map[number] if options.input_map else {name: name for name in document.ctx}
    for name, field in inputs.items():
        value = _input_value(document, str(field), ignore_missing=options.ignore_missing)
        if value is not None:
            parameters[name] = gson.parameter(value)
    body = payload(options, parameters, config)
    model = find_model(run.state, options.model_id)
    given = read_input(body, options.function_name.upper())
    results = predict_by_input(run.state, options.model_id, model, given)
    whole = options.full_response_path
    if whole is None:
        whole = options.function_name != "remote"
    for name, field in (outputs or {EVERYTHING: None}).items():
        pooled, base = pooling_of(run.state, field)
        value = pooled(output_value(results, base, whole=whole, ignore_missing=options.ignore_missing))
        _write(document, name, field, value)


def _is_there(document: IngestDocument, name: str) -> bool:
    """Whether the document has all fields that an output would go to."""
    return all(document.has(path) for path in _paths(document, name))


def _paths(document: IngestDocument, name: str) -> list[str]:
    """Where a field is: below every object that the path before its last part leads to."""
    leading, dot, leaf = name.rpartition(".")
    if not dot:
        return [name]
    return [f"{path}.{leaf}" for path in jsonpath.places(document.ctx, leading)]


def _input_value(document: IngestDocument, field: str, *, ignore_missing: bool) -> Json:
    if field and document.has(field):
        value = document.get(field)
        return "null" if value is None else value
    try:
        found = jsonpath.read(document.ctx, field) if field else None
    except ApiError as error:
        if error.type == "invalid_path_exception":
            raise _field_not_found(field) from None
        found = None
    if found in (None, []):
        if ignore_missing:
            return None
        raise _field_not_found(field)
    return found


def _field_not_found(field: str) -> ApiError:
    return illegal_argument(f"Cannot find field name defined from input map: {field}")


def payload(options: Options, parameters: Mapping[str, Any], config: Mapping[str, Any]) -> Any:
    """The body of the predict call: `model_input` with the parameters filled in."""
    is_remote = options.function_name == "remote"
    texts = {name: value if isinstance(value, str) else gson.text(value) for name, value in parameters.items()}
    text = options.model_input or REMOTE_INPUT
    text = filled(text, "model_config", {name: gson.parameter(value) for name, value in config.items()})
    text = filled(text, "input_map", {name: value for name, value in texts.items() if name not in config})
    text = filled(text, "ml_inference", {"parameters": gson.text(dict(parameters))} if is_remote else texts)
    if not gson.is_json(text):
        raise illegal_argument(f"Invalid payload: {text}")
    return gson.read(text)


def output_value(results: list[dict[str, Any]], field: str | None, *, whole: bool, ignore_missing: bool) -> Json:
    """What an output map's field means in what the model answered."""
    everything = {"inference_results": results}
    if whole:
        if field is None:
            return everything
        try:
            found = jsonpath.read(gson.doubles(everything), field)
        except ApiError as error:
            found = None if error.status != 501 else _raise(error)
        if found is None and not ignore_missing:
            raise _unexpected(f"model inference output cannot find such json path: {field}")
        return everything if found is None else found
    if not results:
        raise _unexpected("Model outputs are null or empty.")
    tensors = results[0].get("output") or ()
    if not tensors:
        raise _unexpected("Output tensors are null or empty.")
    found = [_tensor_value(tensor, field, ignore_missing=ignore_missing) for tensor in tensors]
    return found[0] if len(found) == 1 else found


def _tensor_value(tensor: dict[str, Any], field: str | None, *, ignore_missing: bool) -> Json:
    told = tensor.get("dataAsMap")
    if told is None:
        return _numbers(tensor)
    if field is None:
        return told
    if field in told:
        return told[field]
    try:
        return jsonpath.read(told, field)
    except ApiError as error:
        if error.status == 501:
            raise
        if ignore_missing:
            return told
        raise _unexpected(f"model inference output cannot find field name: {field}") from None


def _numbers(tensor: dict[str, Any]) -> Json:
    kind, data = str(tensor.get("data_type", "")), tensor.get("data") or []
    if kind.startswith("FLOAT"):
        return [as_float(number) for number in data]
    if kind == "BOOLEAN":
        return [number != 0 for number in data]
    return [str(one) for one in data] if kind == "STRING" else [int(number) for number in data]


def _raise(error: ApiError) -> Json:
    raise error


def _unexpected(problem: str) -> ApiError:
    return ApiError(500, "runtime_exception", f"An unexpected error occurred: {problem}")


def _write(document: IngestDocument, name: str, field: str | None, value: Json) -> None:
    paths = _paths(document, name)
    if len(paths) == 1:
        document.set(paths[0], value)
        return
    if not isinstance(value, list):
        raise illegal_argument("Model output is not an array, cannot assign to array in documents.")
    if len(paths) != len(value):
        raise ApiError(
            500,
            "runtime_exception",
            f"the prediction field: {field} is an array in size of {len(value)} but the document field array from field "
            f"{name} is in size of {len(paths)}",
        )
    for path, one in zip(paths, value, strict=True):
        document.set(path, one)
