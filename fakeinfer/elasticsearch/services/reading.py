"""Reading the body that creates an endpoint, by a service's plan, in the server's order of checks.

Order: `service_settings` must be there; casts; chunking settings; service settings; task settings; secrets; rules of the
model; then what nobody read, of the body, of `service_settings`, of `task_settings`. Each object's problems are one answer.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/SenderService.java
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...errors import ApiError
from ...wire import Json
from ..inference import endpoint_errors as errors
from ..inference.chunking_settings import Chunking, read_chunking_settings
from .plans import Plan
from .settings import read_settings


@dataclass(slots=True, repr=False)
class Configuration:
    """What a body says, clean: printed parts, hidden ones, secrets."""

    service_settings: dict[str, Any]
    task_settings: dict[str, Any]
    secrets: dict[str, Any]
    hidden: dict[str, Any] = field(default_factory=dict)


class Choice(NamedTuple):
    """How a body will be read and stored."""

    stored_as: str
    """The service name that is stored and printed."""
    variant: str | None = None
    configuration: Configuration | None = None
    """All there is, when the settings come from a running deployment."""


@dataclass(slots=True, repr=False)
class Parts:
    """The objects of a body, taken out of it; reading takes settings out of them in turn."""

    body: dict[str, Any]
    service_settings: dict[str, Any]
    task_settings: dict[str, Any]
    held: tuple[int, int, int]
    """How many keys each came with, for the order in which Java prints what is left."""


def take_apart(body: dict[str, Any], held: int, ignores: Collection[str] = ()) -> Parts:
    """The two settings objects of a body; it is ours to empty. `ignores`: what nobody looks at."""
    sent = body.pop("service_settings", None)
    if sent is None:
        raise errors.field_missing("service_settings")
    service_settings = as_map(sent)
    task_settings = body.pop("task_settings", None)
    task_settings = {} if "task_settings" in ignores else as_map(task_settings)
    others = {} if "body" in ignores else body
    return Parts(others, service_settings, task_settings, (held, len(service_settings), len(task_settings)))


def as_map(value: Json) -> dict[str, Any]:
    """A copy of a JSON object, empty for null; the server casts everything else without looking."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise errors.not_castable(value, "java.util.Map")
    return dict(value)


def as_text(value: Json) -> str | None:
    """A text, or None for null; the server casts everything else without looking."""
    if value is None or isinstance(value, str):
        return value
    raise errors.not_castable(value, "java.lang.String")


def take_chunking(body: dict[str, Any], chunking: Chunking) -> dict[str, Any]:
    """The chunking settings of a body, or the default."""
    return read_chunking_settings(as_map(body.pop("chunking_settings", None)), chunking)


def read_configuration(plan: Plan, parts: Parts) -> Configuration:
    """Read the settings objects; what nobody reads stays in `parts`."""
    service_map, task_map = parts.service_settings, parts.task_settings
    for name, old_names in plan.moved:
        if name not in service_map:
            for old_name in old_names:
                if old_name in task_map:
                    service_map[name] = task_map.pop(old_name)
                    break
    service_settings = read_object(plan, "service_settings", service_map)
    task_settings = read_object(plan, "task_settings", task_map)
    secrets = read_object(plan, "secret_settings", service_map)
    for name in plan.secrets_among:
        secrets[name] = service_settings.pop(name)
    if "model" in plan.rules_of:
        values = {**service_settings, **task_settings, **secrets}
        for rule in plan.rules_of["model"]:
            if not rule.holds(values):
                raise rule.refusal(values, plan.task_type)
    return Configuration(service_settings, task_settings, secrets)


def refuse_leftovers(plan: Plan, parts: Parts) -> None:
    """Keys that nobody read are an error, wherever they stand."""
    for left, held in zip((parts.body, parts.service_settings, parts.task_settings), parts.held, strict=True):
        if left and not (left is parts.task_settings and plan.open_task_settings):
            raise plan.wording.leftovers(left, held)


def as_printed(plan: Plan, configuration: Configuration) -> Configuration:
    """The same with both objects as they are printed, and the rest of the service settings under `hidden`."""
    clean = configuration.service_settings
    printed = _printed(plan, "service_settings", clean)
    hidden = {name: clean[name] for name in plan.hidden if name in clean}
    return Configuration(
        printed,
        _printed(plan, "task_settings", configuration.task_settings),
        configuration.secrets,
        hidden,
    )


def read_object(plan: Plan, scope: str, source: dict[str, Any]) -> dict[str, Any]:
    """The settings of one object, clean, taken out of `source`; or everything that is wrong with them."""
    if plan.leftovers_win and scope == "service_settings":
        return _read_to_the_end(plan, scope, source)
    return _read(plan, scope, source)


def _read_to_the_end(plan: Plan, scope: str, source: dict[str, Any]) -> dict[str, Any]:
    """The same where what is left says more than any problem, even if it is left because of one."""
    held = len(source)
    try:
        return _read(plan, scope, source)
    except ApiError:
        if source:
            raise plan.wording.leftovers(source, held) from None
        raise


def _read(plan: Plan, scope: str, source: dict[str, Any]) -> dict[str, Any]:
    if scope in plan.parsed:
        return plan.parsed[scope].create(source, plan.rules_of.get(scope, ()), plan.task_type)
    found: list[str] = []
    if source and scope == "task_settings" and plan.no_task_settings is not None:
        found.append(plan.no_task_settings)
    clean = read_settings(plan.objects[scope], source, found)
    if scope in plan.rules_of:
        for rule in plan.rules_of[scope]:
            if not rule.holds(clean):
                found.append(rule.text(clean, plan.task_type))
    if found:
        raise errors.settings_invalid(found)
    return clean


def _printed(plan: Plan, scope: str, clean: dict[str, Any]) -> dict[str, Any]:
    return {
        line.key: clean[line.name].upper() if line.upper else clean[line.name]
        for line in plan.printed[scope]
        if line.name in clean
    }
