"""How a service describes itself to whoever wants to fill in its settings: an entry of the listing of services.

What a service lists stands in its file under `listing`, one entry a setting, whatever of it differs from what is derived:
    type, required              from the setting itself; required if it is for every task type that has it
    sensitive, updatable        of a secret, true
    supported_task_types        those for which the setting exists, in the server's order (`tasks` narrows)
    label                       the setting's name in words
    api_key, rate_limit         their usual label and description
`since` and `until` say when an entry is listed, `before` what it said in older versions; `default_value` is shown as it
stands. A file without `listing` gets all of its settings, derived like this.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/{InferenceServiceConfiguration,SettingsConfiguration}.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...contract import Contract
from ...formats.javatext import hash_order
from ...versions import Span
from ...wire import Json
from .plans import before, narrowed
from .service import Service, chats_in_one_piece, services

UNLISTED = ("custom", "elser", "hugging_face_elser")
"""Services that can be used and do not show."""
RATE_LIMIT = "rate_limit.requests_per_minute"
USUAL: dict[str, dict[str, Json]] = {
    "api_key": {"label": "API Key", "description": "API Key for the provider you're connecting to."},
    RATE_LIMIT: {"label": "Rate Limit", "description": "Minimize the number of rate limit errors.", "type": "int"},
}
TYPES = {"string": "str", "integer": "int", "boolean": "bool", "array": "list", "object": "map", "number": "int"}
"""Of JSON Schema -> of the listing."""
ACRONYMS = ("api", "id", "json", "url")
OBJECTS = ("service_settings", "secret_settings", "task_settings")

Found = dict[str, tuple[str, dict[str, dict[str, Any]]]]
"""Setting -> the object it stands in, and its entry by task type."""


def listed_services(contract: Contract, *, elastic: bool) -> list[Service]:
    """The services that show, by name. `elastic`: the cluster is connected to the Elastic Inference Service."""
    hidden = UNLISTED if elastic else (*UNLISTED, "elastic")
    found = {service.name: service for service in services(contract).values()}
    return [found[name] for name in sorted(found) if name not in hidden]


def describe(contract: Contract, service: Service) -> Json:
    """A service's entry."""
    settings = _settings(contract, service)
    written: Mapping[str, dict[str, Any]] = service.document.get("listing") or {
        RATE_LIMIT if name == "rate_limit" else name: {}
        for name, (scope, _) in settings.items()
        if scope != "task_settings"
    }
    described = {
        name: _describe(service, name, before(entry, contract.version), *settings[name.partition(".")[0]])
        for name, entry in written.items()
        if contract.version in Span(entry.get("since"), entry.get("until")) and name.partition(".")[0] in settings
    }
    return {
        "service": service.name,
        "name": service.title,
        "task_types": list(service.task_types),
        "configurations": {name: described[name] for name in hash_order(described)},
        **_features(contract, service),
    }


def _features(contract: Contract, service: Service) -> dict[str, Json]:
    """What a service can do beside its tasks, if it tells of any."""
    return {"features": {"non_streaming_chat": {"supported": True}}} if chats_in_one_piece(contract, service) else {}


def _settings(contract: Contract, service: Service) -> Found:
    """Every setting that exists at this version, fixed and forbidden ones aside."""
    found: Found = {}
    variants: list[str | None] = list(service.document.get("variants", [None]))
    for scope in OBJECTS:
        for name, written in service.document.get(scope, {}).items():
            entries: dict[str, dict[str, Any]] = {}
            for task_type in service.task_types:
                for variant in variants:
                    entry = narrowed(written, contract.version, task_type, variant)
                    if entry is not None and not ({"fixed", "forbidden"} & entry.keys()):
                        entries.setdefault(task_type, entry)
            if entries:
                found.setdefault(name, (scope, entries))
    return found


def _describe(
    service: Service, name: str, written: Mapping[str, Any], scope: str, entries: Mapping[str, dict[str, Any]]
) -> Json:
    one = next(iter(entries.values()))
    tasks = written.get("tasks", entries)
    secret = scope == "secret_settings" or bool(one.get("secret"))
    told: dict[str, Json] = {
        "label": " ".join(word.upper() if word in ACRONYMS else word.title() for word in name.split("_")),
        "required": all(entry.get("required") is True for entry in entries.values()),
        "sensitive": secret,
        "updatable": secret,
        "type": TYPES.get(str(one.get("type")), "str"),
        "supported_task_types": [task_type for task_type in service.task_types if task_type in tasks],
        **USUAL.get(name, {}),
        **written,
    }
    order = (
        "default_value",
        "description",
        "label",
        "required",
        "sensitive",
        "updatable",
        "type",
        "supported_task_types",
    )
    return {key: told[key] for key in order if key in told}
