"""What both `ml_inference` processors of searches do alike: maps put together, paths read and written, a model asked.

Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/ModelExecutor.java.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import hash_order
from ...ingest.errors import class_cast
from ...wire import Json
from ..models.bodies import FUNCTIONS
from ..models.deployment_api import find_model
from ..prediction.predicting import predict_by_input
from ..processors.inferring import output_value, payload
from ..remote import gson, jsonpath
from ..remote.inputs import read_input

if TYPE_CHECKING:
    from .running import SearchRun

Maps = list[dict[str, str]]


def maps_of(*lists: Any) -> list[dict[str, Any]]:
    """Maps of the lists put together place by place. The server looks into the lists no earlier than here."""
    found: list[dict[str, Any]] = []
    for maps in lists:
        for number, entry in enumerate(maps or ()):
            if not isinstance(entry, dict):
                raise class_cast(entry)
            if number == len(found):
                found.append({})
            found[number].update(entry)
    return [{name: names[name] for name in hash_order(names)} for names in found]


def checked_maps(*lists: Any) -> Maps:
    """The same where every path has to be a text."""
    found = maps_of(*lists)
    for names in found:
        for path in names.values():
            _check_text(path)
    return found


def _check_text(path: Json) -> None:
    if not isinstance(path, str):
        raise class_cast(path, "java.lang.String")


def value_at(value: Json, path: str) -> Json:
    """What a path finds; None where it finds nothing."""
    if not path:
        raise illegal_argument("path can not be null or empty")
    try:
        return jsonpath.read(value, path)
    except ApiError as error:
        if error.type != "path_not_found_exception":
            raise
        return None


def written(value: Json, path: str, new: Json) -> Json:
    """The same with another value wherever a path leads to; a path that leads nowhere changes nothing."""
    for place in jsonpath.places(value, path):
        if _exists(value, place):
            value = _put(value, place, new)
    return value


def _exists(value: Json, place: str) -> bool:
    return _step(value, place) is not None


def _step(value: Json, place: str) -> tuple[str | int, str] | None:
    """The first step of a place, a key that may itself hold dots, and what is left of it."""
    if isinstance(value, list):
        first, _, rest = place.partition(".")
        return (int(first), rest) if first.isdecimal() and int(first) < len(value) else None
    if not isinstance(value, dict):
        return None
    for key in value:
        if place == key:
            return key, ""
        if place.startswith(f"{key}.") and _step(value[key], place[len(key) + 1 :]) is not None:
            return key, place[len(key) + 1 :]
    return None


def _put(value: Any, place: str, new: Json) -> Json:
    found = _step(value, place)
    assert found is not None
    key, rest = found
    inner = _put(value[key], rest, new) if rest else new
    if isinstance(value, list):
        return [inner if number == key else item for number, item in enumerate(value)]
    return {name: inner if name == key else item for name, item in value.items()}


def ask(run: SearchRun, options: Any, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the model answers to these parameters, and to those of `model_config`."""
    function = options.function_name.upper()
    if function not in FUNCTIONS or run.state.contract.version not in FUNCTIONS[function]:
        raise illegal_argument("Wrong function name")
    config = dict(options.model_config or {})
    given = read_input(payload(options, {**config, **parameters}, config), function)
    return predict_by_input(run.state, options.model_id, find_model(run.state, options.model_id), given)


def output_of(results: list[dict[str, Any]], options: Any, field: Json) -> Json:
    """What an output map's field means in what the model answered."""
    if field is not None:
        _check_text(field)
    whole = options.full_response_path
    if whole is None:
        whole = options.function_name != "remote"
    value = output_value(results, field, whole=whole, ignore_missing=options.ignore_missing)
    return gson.doubles(value) if whole else value
