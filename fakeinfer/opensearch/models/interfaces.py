"""A model's `interface`: JSON Schemas that inputs and outputs are held against, with networknt's words for what is wrong.

Sources: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/utils/MLNodeUtils.java (`validateSchema`) and
networknt/json-schema-validator:src/main/resources/jsv-messages.properties (1.4.0).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from ...formats import jsontext
from ...formats.javatext import hash_order
from ...wire import Json
from ..prediction import errors as prediction_errors
from ..remote.inputs import Input, Parameters, Question, Similarity, TextDocs

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"), (dict, "object"),
)  # fmt: skip
_WORDS = {
    "enum": "does not have a value in the enumeration {limit}",
    "const": "must be the constant value '{limit}'",
    "minLength": "must be at least {limit} characters long",
    "maxLength": "must be at most {limit} characters long",
    "minimum": "must have a minimum value of {limit}",
    "maximum": "must have a maximum value of {limit}",
    "exclusiveMinimum": "must have an exclusive minimum value of {limit}",
    "exclusiveMaximum": "must have an exclusive maximum value of {limit}",
    "multipleOf": "must be multiple of {limit}",
    "minItems": "must have at least {limit} items but found {size}",
    "maxItems": "must have at most {limit} items but found {size}",
    "minProperties": "must have at least {limit} properties",
    "maxProperties": "must have at most {limit} properties",
    "pattern": "does not match the regex pattern {limit}",
    "uniqueItems": "must have only unique items in the array",
    "format": "does not match the {limit} pattern",
}


def check_input(interface: Mapping[str, str], given: Input) -> None:
    """Refuse an input that the interface does not allow."""
    schema = interface.get("input")
    if schema:
        told = json.loads(schema)
        problem = _problem(schema, told, _input_as_json(given, told))
        if problem is not None:
            raise prediction_errors.breaks_interface("input", problem)


def check_output(interface: Mapping[str, str], results: Json) -> None:
    """Refuse what the model answered where the interface does not allow it."""
    schema = interface.get("output")
    if schema:
        problem = _problem(schema, json.loads(schema), {"inference_results": results})
        if problem is not None:
            raise prediction_errors.breaks_interface("output", problem)


def _problem(text: str, schema: Json, instance: Json) -> str | None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import UnknownType

    try:
        found = [told for error in Draft202012Validator(schema).iter_errors(instance) for told in _told(error)]
    except (UnknownType, TypeError, re.error):  # what is no schema: its validator looks at it when it needs it
        raise not_implemented("interfaces of models that are no JSON Schema") from None
    if not found:
        return None
    return f"Validation failed: [{', '.join(found)}] for instance: {jsontext.dumps(instance)} with schema: {text}"


def _told(error: ValidationError) -> Iterator[str]:
    """The messages that the server's validator has for one violation."""
    where, keyword = error.json_path, str(error.validator)
    limit: Any = error.validator_value
    instance: Any = error.instance
    schema: Any = error.schema
    if keyword == "required":
        name = next(name for name in limit if name not in instance and f"'{name}'" in error.message)
        yield f"{where}: required property '{name}' not found"
    elif keyword == "type":
        wanted = f"[{', '.join(limit)}]" if isinstance(limit, list) else limit
        yield f"{where}: {_type_of(instance)} found, {wanted} expected"
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        for name in instance:
            if name not in (schema.get("properties") or {}):
                yield (
                    f"{where}: property '{name}' is not defined in the schema and the schema does not allow "
                    "additional properties"
                )
    elif keyword in ("anyOf", "oneOf"):
        for inner in error.context or ():
            yield from _told(inner)
    else:
        words = _WORDS.get(keyword, "does not match the schema")
        size = len(instance) if isinstance(instance, list | str | dict) else 0
        shown = limit if isinstance(limit, str) else _listed(limit)
        yield f"{where}: {words.format(limit=shown, size=size)}"


def _listed(limit: Any) -> str:
    if isinstance(limit, list):
        return f"[{', '.join(one if isinstance(one, str) else jsontext.dumps(one) for one in limit)}]"
    return jsontext.dumps(limit)


def _type_of(value: Json) -> str:
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "null")


def _input_as_json(given: Input, schema: Json) -> Json:
    """An input as the server writes it for this check."""
    found: dict[str, Json] = {"algorithm": "REMOTE"}
    if isinstance(given, TextDocs):
        return {**found, "text_docs": list(given.docs), "return_bytes": False, "return_number": True}
    if isinstance(given, Similarity):
        return {**found, "query_text": given.query, "text_docs": list(given.docs)}
    if isinstance(given, Question):
        return {**found, "question": given.question, "context": given.context}
    return {**found, "parameters": _parameters(given, schema), "action_type": given.action}


def _parameters(given: Parameters, schema: Json) -> Json:
    """Parameters with their own types again, unless the schema has them as texts."""
    if given.values is None:
        return None
    properties = schema.get("properties", {}).get("parameters", {}).get("properties", {})
    return {name: _typed(given.values[name], properties.get(name)) for name in hash_order(given.values)}


def _typed(value: str, schema: Json) -> Json:
    if isinstance(schema, dict) and schema.get("type") == "string":
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
