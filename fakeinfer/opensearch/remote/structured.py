"""Parameters that become fields of a request (3.7 on), of connectors whose action `supports_structured_output`.

`_response_format_json` is put in place of the field `response_format`, `_generationConfig_additions_json` into `generationConfig`.
Source: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/connector/HttpConnector.java.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...formats import jsontext
from . import gson

FLAG = "supports_structured_output"
FIELDS = ("response_format", "generationConfig", "toolConfig")
"""No other field can be set."""


def with_fields(payload: str, parameters: Mapping[str, str | None]) -> str:
    """The payload with the fields that parameters hold as JSON objects; one that is no object stays as it is."""
    body = _object(payload)
    if body is None:
        return payload
    set_ones = {name: _object(parameters.get(f"_{name}_json")) for name in FIELDS}
    added = {name: _object(parameters.get(f"_{name}_additions_json")) for name in FIELDS}
    new = {**body, **{name: value for name, value in set_ones.items() if value is not None}}
    for name, more in added.items():
        if more is not None:
            there = new.get(name)
            new[name] = {**(there if isinstance(there, dict) else {}), **more}
    return payload if new == body else jsontext.dumps(new)


def _object(text: str | None) -> dict[str, Any] | None:
    if not gson.is_json(text):
        return None
    value = gson.read(text or "")
    return value if isinstance(value, dict) else None
