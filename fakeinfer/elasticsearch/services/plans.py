"""Plans: what a service's file says of one task type at one version, compiled into readers, rules and the order of printing.

The words of a file are described in `service.py`; `reading.py` and `updating.py` read bodies by a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...contract import Contract
from ...versions import Span, Version, reached
from ...wire import Json
from .. import changes
from .leftovers import Wording
from .parsed import ParsedObject, compile_parsed
from .parsed_schemas import as_parsed, passed_by
from .rules import Rule, compile_rule
from .service import OBJECTS, Service, shared_entries
from .settings import Setting, compile_setting

USUALLY_UPDATABLE = ["rate_limit", "max_input_tokens"]
"""What changes where a service's file does not say."""


class Printed(NamedTuple):
    """One line of an object as it is printed."""

    name: str
    key: str
    upper: bool


class Plan(NamedTuple):
    """How a service reads the body of one task type at one version (and one kind of model)."""

    service: Service
    task_type: str
    wording: Wording
    objects: Mapping[str, tuple[Setting, ...]]
    rules: tuple[Rule, ...]
    rules_of: Mapping[str, tuple[Rule, ...]]
    """The same by their place."""
    printed: Mapping[str, tuple[Printed, ...]]
    hidden: tuple[str, ...]
    """Service settings that are kept and not printed."""
    chunked: bool
    probe: Mapping[str, Any] | None
    parsed: Mapping[str, ParsedObject]
    """Those of the objects that a parser reads."""
    parsed_updates: Mapping[str, ParsedObject]
    """Those that it reads in updates, whoever reads them at creation."""
    moved: tuple[tuple[str, tuple[str, ...]], ...]
    open_task_settings: bool
    """`task_settings` that nobody reads are ignored, not refused."""
    no_task_settings: str | None
    """What is said when any come."""
    ignores: frozenset[str]
    leftovers_win: bool
    secrets_among: tuple[str, ...]
    """Service settings that are secrets."""


def plan_for(contract: Contract, service: Service, task_type: str, variant: str | None = None) -> Plan:
    """The compiled plan, from the contract's memo."""
    key = f"plan/{service.name}/{task_type}/{variant}"
    plan: Plan | None = contract.memo.get(key)
    if plan is None:
        plan = contract.memo[key] = _compiled(contract, service, task_type, variant)
    return plan


def _compiled(contract: Contract, service: Service, task_type: str, variant: str | None) -> Plan:
    version, document = contract.version, service.document
    on = contract.switched_on(None, {})
    wording = Wording(
        service.name,
        changes.CONFIGURATION_NOT_MODEL not in on,
        changes.RATE_LIMIT_LEFTOVERS_ARE_COLLECTED in on,
        changes.BOUNDS_HAVE_AN_ARTICLE in on,
    )
    secret_scope = "secret_settings" if changes.SECRETS_HAVE_THEIR_OWN_SCOPE in on else "service_settings"
    objects: dict[str, tuple[Setting, ...]] = {}
    entries: dict[str, dict[str, Any]] = {}
    for scope in OBJECTS:
        entries[scope] = {
            name: entry
            for name, written in _read_order(document, scope, task_type)
            if (entry := narrowed(written, version, task_type, variant)) is not None
        }
        shown = secret_scope if scope == "secret_settings" else scope
        objects[scope] = tuple(
            compile_setting(name, entry, entry.get("scope", shown), wording) for name, entry in entries[scope].items()
        )
    parsed = _parsed(document, "parsed", entries, version, task_type, variant)
    for scope in parsed:
        objects[scope] = tuple(as_parsed(setting, entries[scope][setting.name]) for setting in objects[scope])
    if "service_settings" in parsed:
        objects["secret_settings"] = tuple(passed_by(setting) for setting in objects["secret_settings"])
    rules = tuple(
        compile_rule(entry) for entry in document.get("rules", ()) if _exists(entry, version, task_type, variant)
    )
    printed = {
        scope: _print_order(document, scope, entries[scope], version, task_type)
        for scope in ("service_settings", "task_settings")
    }
    visible = {line.name for line in printed["service_settings"]}
    return Plan(
        service=service,
        task_type=task_type,
        wording=wording,
        objects=objects,
        rules=rules,
        rules_of={place: tuple(rule for rule in rules if rule.place == place) for place in {r.place for r in rules}},
        printed=printed,
        hidden=tuple(
            name
            for name, entry in entries["service_settings"].items()
            if name not in visible and not entry.get("secret")
        ),
        chunked=changes.CHUNKING_SETTINGS in on and task_type in document.get("chunking", ()),
        probe=_probe(document, version, variant),
        parsed=parsed,
        parsed_updates=parsed | _parsed(document, "parsed_updates", entries, version, task_type, variant),
        moved=tuple(
            (name, tuple(entry["moved_from"]))
            for name, entry in entries["service_settings"].items()
            if "moved_from" in entry
        ),
        open_task_settings=variant is not None and variant in document.get("open_task_settings", ()),
        no_task_settings=document.get("no_task_settings", {}).get(variant),
        ignores=frozenset(document.get("ignores", ())),
        leftovers_win=document.get("leftovers_win", False),
        secrets_among=tuple(name for name, entry in entries["service_settings"].items() if entry.get("secret")),
    )


def _parsed(
    document: Mapping[str, Any],
    word: str,
    entries: Mapping[str, Mapping[str, Any]],
    version: Version,
    task_type: str,
    variant: str | None,
) -> dict[str, ParsedObject]:
    found = {}
    for scope, entry in document.get(word, {}).items():
        written = {**entry, **entry.get("for", {}).get(task_type, {})}
        if _exists(written, version, task_type, variant):
            in_service_settings = scope == "service_settings"
            secrets = tuple(entries["secret_settings"]) if in_service_settings else ()
            changing = updatable_names(document, task_type) if in_service_settings else tuple(entries[scope])
            found[scope] = compile_parsed(written, scope, entries[scope], secrets, changing)
    return found


def updatable_names(document: Mapping[str, Any], task_type: str) -> tuple[str, ...]:
    """The service settings that an update changes beside secrets, where they exist."""
    by_task: Mapping[str, list[str]] = document.get("updatable", {"*": USUALLY_UPDATABLE})
    return tuple(by_task.get(task_type, by_task.get("*", ())))


def _read_order(document: Mapping[str, Any], scope: str, task_type: str) -> list[tuple[str, Any]]:
    written: Mapping[str, Any] = document.get(scope, {})
    first: list[str] = document.get("read", {}).get(scope, {}).get(task_type, [])
    return [(name, written[name]) for name in first] + [item for item in written.items() if item[0] not in first]


def narrowed(
    written: Mapping[str, Any], version: Version, task_type: str, variant: str | None
) -> dict[str, Any] | None:
    """The entry as it is for one version, task type and variant; None where it does not exist."""
    entry = {**shared_entries()[written["$ref"]], **written} if "$ref" in written else dict(written)
    entry.update(entry.get("for", {}).get(task_type, {}))
    entry = before(entry, version)
    if not _exists(entry, version, task_type, variant):
        return None
    if "properties" in entry:
        entry["properties"] = {
            name: sub
            for name, inner in entry["properties"].items()
            if (sub := narrowed(inner, version, task_type, variant)) is not None
        }
    return entry


def before(entry: Mapping[str, Any], version: Version) -> dict[str, Any]:
    """The entry with what it said differently in versions before an edge."""
    told = dict(entry)
    for edge, older in entry.get("before", {}).items():
        if not reached(version, edge):
            told.update(older)
    return told


def _probe(document: Mapping[str, Any], version: Version, variant: str | None) -> dict[str, Any] | None:
    probe = document.get("probe")
    if probe is None or variant not in probe.get("variants", (variant,)):
        return None
    return before(probe, version)


def _exists(entry: Mapping[str, Any], version: Version, task_type: str, variant: str | None) -> bool:
    return (
        version in Span(entry.get("since"), entry.get("until"))
        and ("tasks" not in entry or task_type in entry["tasks"])
        and ("variants" not in entry or variant in entry["variants"])
    )


def _print_order(
    document: Mapping[str, Any], scope: str, entries: Mapping[str, Json], version: Version, task_type: str
) -> tuple[Printed, ...]:
    by_task: Mapping[str, list[str]] = document.get("print", {}).get(scope, {})
    for edge, older in document.get("print_before", {}).items():
        if not reached(version, edge):
            by_task = older.get(scope, by_task)
    order = by_task.get(task_type, by_task.get("*", list(entries)))
    lines = []
    for name in order:
        shown = entries.get(name, {}).get("printed_as", name)
        lines.append(Printed(name, name if shown == "upper" else shown, shown == "upper"))
    return tuple(lines)
