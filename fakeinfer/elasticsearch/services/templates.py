"""Services whose request is a template of the user's (`custom`): every `${name}` in it must be provided by somebody.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/custom/request/CustomRequest.java
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from ..inference import endpoint_errors as errors
from . import java_uri
from .reading import Configuration

PROVIDED = {
    "text_embedding": ("input", "input_type"),
    "sparse_embedding": ("input", "input_type"),
    "rerank": ("input", "query"),
    "completion": ("input",),
}
"""What a request brings with it when it names nothing optional."""
_PLACEHOLDER = re.compile(r"\$\{(.*?)\}")


def refuse_open_templates(task_type: str, configuration: Configuration) -> None:
    """The server fills the templates once with made-up input; url, query parameters, headers and request, in this order.

    Only the request may name anything but texts.
    """
    settings = configuration.service_settings
    parameters: dict[str, Any] = {
        **configuration.secrets.get("secret_parameters", {}),
        **configuration.task_settings.get("parameters", {}),
    }
    texts = [name for name, value in parameters.items() if isinstance(value, str)]
    _check(settings["url"], "url", texts)
    url = _PLACEHOLDER.sub(lambda found: str(parameters.get(found[1], "")), settings["url"])
    for key, value in settings.get("query_parameters", ()):
        _check(value, f"query parameters: [{key}]", texts)
    if (reason := java_uri.why_not(url)) is not None:
        raise errors.unusable_template(f"Failed to build URI, error: {reason}: {url}")
    for key, value in settings.get("headers", {}).items():
        _check(value, f"header.{key}", texts)
    _check(settings["request"], "request", [*parameters, *PROVIDED[task_type]])


def _check(template: str, field: str, provided: Collection[str]) -> None:
    """A placeholder may bring a default: `${name:-default}`."""
    for found in _PLACEHOLDER.finditer(template):
        if found[1] not in provided and ":-" not in found[1]:
            raise errors.unusable_template(
                f"Found placeholder [{found[0]}] in field [{field}] after replacement call, please check that all templates "
                "have a corresponding field definition."
            )
