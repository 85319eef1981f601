"""What differs between versions of Elasticsearch beside what every contract tells: services, chunking, endpoints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..contract import Contract, Facet
from ..formats import jsontext
from ..formats.javatext import INT_MAX
from ..wire import Json
from . import changes
from .inference import elastic_inference_service
from .inference.chunking_settings import Chunking, strategies
from .inference.endpoints import ELASTICSEARCH_PRECONFIGURED
from .inference.task_types import TASK_TYPES
from .services.plans import narrowed, plan_for
from .services.service import OBJECTS, Service, services, streaming_task_types

Items = dict[tuple[str, ...], str]
Entry = Mapping[str, Any]


def services_by_name(contract: Contract) -> dict[str, Service]:
    """The services of a version, each once."""
    return {service.name: service for service in services(contract).values()}


def settings_of(contract: Contract, service: Service, task_type: str) -> Iterator[tuple[str, str, Entry]]:
    """Object, path and entry of every setting of a task type, those inside of others too (`rate_limit.requests_per_minute`).

    Of a service with several kinds of model, the first kind that has the setting tells.
    """
    for scope in OBJECTS:
        for name, written in service.document.get(scope, {}).items():
            for variant in service.document.get("variants", (None,)):
                entry = narrowed(written, contract.version, task_type, variant)
                if entry is not None:
                    yield from _with_inner(scope, name, entry)
                    break


def _with_inner(scope: str, path: str, entry: Entry) -> Iterator[tuple[str, str, Entry]]:
    yield scope, path, entry
    inside: Entry = {} if entry.get("forbidden") else entry.get("properties", {})
    for name, inner in inside.items():
        yield from _with_inner(scope, f"{path}.{name}", inner)


def about_setting(entry: Entry) -> str:
    """Type, range, default and need of a setting in a few words."""
    return ", ".join(part for part in (kind_of(entry), need_of(entry), range_of(entry), default_of(entry)) if part)


def kind_of(entry: Entry) -> str:
    """The type, as JSON Schema calls it; nothing for a value that is never read."""
    return {"int64": "long", "java-uri": "url"}.get(entry.get("format", ""), str(entry.get("type", "")))


def need_of(entry: Entry) -> str:
    """Whether it must or must not be there."""
    if "fixed" in entry:
        return f"always {jsontext.dumps(entry['fixed'])}"
    if entry.get("forbidden"):
        return "refused"
    required: Json = entry.get("required", False)
    return "required, if anything is sent" if required == "if_any" else "required" if required else ""


def range_of(entry: Entry) -> str:
    """Words or limits."""
    if "enum" in entry:
        return " | ".join(entry["enum"])
    least, most = entry.get("minimum"), entry.get("maximum")
    if least == -INT_MAX - 1:
        least = None
    if least is not None and most is not None:
        return f"{least} to {most}"
    if least is not None:
        return f"at least {least}"
    if most is not None:
        return f"at most {most}"
    return "not empty" if entry.get("minLength") else ""


def default_of(entry: Entry) -> str:
    """What is stored when nothing was sent."""
    return f"default {jsontext.dumps(entry['default'])}" if "default" in entry else ""


# --- facets -----------------------------------------------------------------------------------------------------------


def _task_types(contract: Contract) -> Items:
    return {(name,): "" for name, span in TASK_TYPES.items() if contract.version in span}


def _services(contract: Contract) -> Items:
    found: Items = {}
    for name, service in services(contract).items():
        own = name == service.name
        found[(name if own else f"{name}, another name of {service.name}",)] = _about_service(service)
    return found


def _about_service(service: Service) -> str:
    return f"{service.title}; {', '.join(service.task_types)}"


def _service_tasks(contract: Contract) -> Items:
    return {
        (service.name, task_type): ""
        for service in services_by_name(contract).values()
        for task_type in service.task_types
    }


def _streams(contract: Contract) -> Items:
    return {
        (service.name, task_type, "streams"): ""
        for service in services_by_name(contract).values()
        for task_type in streaming_task_types(contract, service)
    }


def _settings(contract: Contract) -> Items:
    return {
        (service.name, task_type, f"{'task_settings.' * (scope == 'task_settings')}{path}"): about_setting(entry)
        for service in services_by_name(contract).values()
        for task_type in service.task_types
        for scope, path, entry in settings_of(contract, service, task_type)
    }


def _rules(contract: Contract) -> Items:
    return {
        (service.name, task_type, rule.error): ""
        for service in services_by_name(contract).values()
        for task_type in service.task_types
        for variant in service.document.get("variants", (None,))
        for rule in plan_for(contract, service, task_type, variant).rules
    }


def _strategies(contract: Contract) -> Items:
    on = contract.switched_on(None, {})
    return {(name,): "" for name in strategies(Chunking.of(on))} if changes.CHUNKING_SETTINGS in on else {}


def _preconfigured(contract: Contract) -> Items:
    everywhere: Items = {
        (id,): f"{task_type}, {model}"
        for id, task_type, model, span in ELASTICSEARCH_PRECONFIGURED
        if contract.version in span
    }
    connected: Items = {
        (id,): f"{task_type}, {model}; with the Elastic Inference Service"
        for id, task_type, model, span in elastic_inference_service.ENDPOINTS
        if contract.version in span
    }
    return everywhere | connected


FACETS = (
    Facet("Task types", _task_types),
    Facet("Services", _services, sums_up=True),
    Facet("Task types of services", _service_tasks, within="Services"),
    Facet("Streaming", _streams, within="Task types of services"),
    Facet("Settings of services", _settings, within="Task types of services"),
    Facet("Conditions between settings", _rules, within="Task types of services"),
    Facet("Chunking strategies", _strategies),
    Facet("Preconfigured endpoints", _preconfigured),
)
