"""Merging what an update sends into a stored endpoint, by what the service's file says can change (`updatable`).

Early servers change secrets alone and pass over everything else. Later ones take the settings named here, then (where
`refuse_leftovers` is asked for) refuse the rest. `inference/update_api.py` has the order; `service.py` describes the file.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportUpdateInferenceModelAction.java
and `updateServiceSettings`, `updatedTaskSettings`, `newSecretSettings` of the services' settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...wire import Json
from ..inference import endpoint_errors as errors
from .hooks import variant_of_endpoint
from .plans import Plan, Printed, plan_for, updatable_names
from .reading import Configuration, as_printed, read_object
from .service import Service
from .settings import Setting, read_settings

if TYPE_CHECKING:
    from ...contract import Contract
    from ..inference.endpoints import Endpoint

Values = dict[str, Any]
ALLOCATIONS = ("num_allocations", "adaptive_allocations")


def plan_of(contract: Contract, service: Service, endpoint: Endpoint) -> Plan:
    """The plan by which the endpoint was read when it was created."""
    return plan_for(contract, service, endpoint["task_type"], variant_of_endpoint(service, endpoint))


def updatable(plan: Plan) -> tuple[Setting, ...]:
    """The service settings that change, without what only creation asks of them; secrets always change."""
    names = (*updatable_names(plan.service.document, plan.task_type), *plan.secrets_among)
    return tuple(
        setting._replace(missing=None)
        for setting in plan.objects["service_settings"]
        if setting.name in names and setting.fixed is None
    )


def merge_service_settings(plan: Plan, endpoint: Endpoint, sent: Values) -> Endpoint:
    """The endpoint with the changed service settings; what can change is taken out of `sent`."""
    stored = _by_name(plan.printed["service_settings"], endpoint["service_settings"]) | endpoint["hidden"]
    if (parser := plan.parsed_updates.get("service_settings")) is not None:
        return _with_service_settings(plan, endpoint, _changed(stored, parser.change(sent)))
    found: list[str] = []
    changes = _read_sent(_allowed(plan, stored, sent, found), sent, found)
    secrets = endpoint["secrets"] | {name: changes.pop(name) for name in plan.secrets_among if name in changes}
    merged = stored | changes
    found += [rule.text(merged, plan.task_type) for rule in _rules(plan, "service_settings", changes, merged)]
    if found:
        raise errors.settings_invalid(found)
    return _with_service_settings(plan, {**endpoint, "secrets": secrets}, merged)


def merge_task_settings(plan: Plan, endpoint: Endpoint, sent: Values) -> Endpoint:
    """The endpoint with the changed task settings; most services merge them key by key, a few take them as a whole."""
    if "task_settings" in plan.service.document.get("update_replaces", ()):
        return _with_task_settings(plan, endpoint, read_object(plan, "task_settings", sent))
    stored = _by_name(plan.printed["task_settings"], endpoint["task_settings"])
    if (parser := plan.parsed_updates.get("task_settings")) is not None:
        return _with_task_settings(plan, endpoint, _changed(stored, parser.change(sent)))
    found: list[str] = []
    changes = _read_sent(tuple(s._replace(missing=None) for s in plan.objects["task_settings"]), sent, found)
    if found:
        raise errors.settings_invalid(found)
    return _with_task_settings(plan, endpoint, stored | changes)


def replace_secrets(plan: Plan, endpoint: Endpoint, sent: Mapping[str, Any]) -> Endpoint:
    """The endpoint with new secrets, read as at creation: all that are needed have to be there."""
    if not plan.objects["secret_settings"]:
        return endpoint
    secrets = read_object(plan, "secret_settings", dict(sent))
    return {**endpoint, "secrets": secrets}


def combine_secrets(plan: Plan, endpoint: Endpoint, sent: Values) -> Endpoint:
    """The endpoint with the secrets that were sent in place of the old ones; they are taken out of `sent`.

    Of secrets that exclude each other, one that is sent takes the place of one of another kind.
    """
    found: list[str] = []
    optional = tuple(setting._replace(missing=None) for setting in plan.objects["secret_settings"])
    changes = _read_sent(optional, sent, found)
    secrets = endpoint["secrets"] | changes
    broken = _rules(plan, "secret_settings", changes, secrets)
    if broken and not _rules(plan, "secret_settings", changes, changes):
        secrets, broken = changes, []
    found += [rule.text(changes, plan.task_type) for rule in broken]
    if found:
        raise errors.settings_invalid(found)
    values = _by_name(plan.printed["service_settings"], endpoint["service_settings"]) | endpoint["hidden"] | secrets
    for rule in _rules(plan, "model", changes, values):
        raise rule.refusal(values, plan.task_type)
    return {**endpoint, "secrets": secrets}


def merge_allocations(plan: Plan, endpoint: Endpoint, sent: Values) -> Endpoint:
    """The endpoint of a model in the cluster with another number of allocations, fixed or adaptive: one takes the other's place."""
    found: list[str] = []
    if (parser := plan.parsed_updates.get("service_settings")) is not None:
        changes = {name: value for name, value in parser.change(sent).items() if value is not None}
    else:
        settings = plan.objects["service_settings"]
        allocations = tuple(setting._replace(missing=None) for setting in settings if setting.name in ALLOCATIONS)
        changes = _read_sent(allocations, sent, found)
    if not found and not changes:
        found.append(f"[service_settings] does not contain one of the required settings [{', '.join(ALLOCATIONS)}]")
    if len(changes) > 1:
        found.append("[num_allocations] cannot be set if [adaptive_allocations] is set")
    if found:
        raise errors.settings_invalid(found)
    kept = {name: value for name, value in endpoint["service_settings"].items() if name not in ALLOCATIONS}
    return {**endpoint, "service_settings": _in_order(plan.printed["service_settings"], kept | changes)}


def with_allocations(endpoint: Endpoint, number: Json) -> Endpoint:
    """The endpoint with another fixed number, which an early server casts without looking and leaves to the deployment to check."""
    if type(number) is not int:
        raise errors.not_castable(number, "java.lang.Integer")
    settings = {"num_allocations": number, **endpoint["service_settings"]}
    settings["num_allocations"] = number
    return {**endpoint, "service_settings": settings}


def refuse_leftovers(plan: Plan, sent: Values | None, held: int) -> None:
    """Settings that cannot change, or that nobody knows."""
    if sent:
        raise plan.wording.leftovers(sent, held)


def _changed(stored: Values, changes: Values) -> Values:
    """The stored values with the changes; None takes one away."""
    merged = stored | changes
    return {name: value for name, value in merged.items() if value is not None}


# --- reading ----------------------------------------------------------------------------------------------------------


def _allowed(plan: Plan, stored: Values, sent: Values, found: list[str]) -> tuple[Setting, ...]:
    """The updatable settings without those that change only where they were set at creation."""
    allowed = updatable(plan)
    only_with: Mapping[str, Any] = plan.service.document.get("updatable_only_with", {})
    if not only_with or only_with["setting"] in stored:
        return allowed
    bound = [name for name in only_with["names"] if name in sent]
    if bound and "error" in only_with:
        for name in bound:
            del sent[name]
        found.append(only_with["error"])
    return tuple(setting for setting in allowed if setting.name not in only_with["names"])


def _read_sent(settings: tuple[Setting, ...], sent: Values, found: list[str]) -> Values:
    """Take out of `sent` what these settings say, clean. null, and an object with a default that says nothing, change nothing."""
    present = []
    for setting in settings:
        names = [name for name in (setting.name, *setting.old_names) if name in sent]
        for name in names:
            if sent[name] is None or (setting.default is not None and sent[name] == {}):
                del sent[name]
        if any(name in sent for name in names):
            present.append(setting._replace(default=None))
    return read_settings(tuple(present), sent, found)


def _rules(plan: Plan, place: str, changes: Values, values: Mapping[str, Any]) -> list[Any]:
    """The rules that the merged values break; none are looked at when nothing changes."""
    return [rule for rule in plan.rules_of.get(place, ()) if changes and not rule.holds(values)]


# --- stored form ------------------------------------------------------------------------------------------------------


def _by_name(lines: tuple[Printed, ...], printed: Mapping[str, Any]) -> Values:
    """Printed settings under their own names and in their own case."""
    by_key = {line.key: line for line in lines}
    values: Values = {}
    for key, value in printed.items():
        line = by_key.get(key)
        values[line.name if line else key] = value.lower() if line and line.upper else value
    return values


def _with_service_settings(plan: Plan, endpoint: Endpoint, values: Values) -> Endpoint:
    shown = as_printed(plan, Configuration(values, {}, {}))
    names = {line.name for line in plan.printed["service_settings"]} | set(plan.hidden)
    others = {name: value for name, value in values.items() if name not in names}
    return {**endpoint, "service_settings": {**shown.service_settings, **others}, "hidden": shown.hidden}


def _with_task_settings(plan: Plan, endpoint: Endpoint, values: Values) -> Endpoint:
    return {**endpoint, "task_settings": as_printed(plan, Configuration({}, values, {})).task_settings}


def _in_order(lines: tuple[Printed, ...], values: Values) -> Values:
    return {line.key: values[line.key] for line in lines if line.key in values} | values
