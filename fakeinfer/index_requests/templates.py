"""Templates: `_index_template`, `_component_template`; `_template` is in `legacy_templates.py`.

What a new index takes from them is in `..indices.templates`. Order of checks observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..document_requests.declaring import Shared
from ..errors import ApiError, illegal_argument, parse_error, request_invalid, resource_not_found
from ..indices import templates
from ..indices.dialect import dialect_of
from ..indices.settings import flattened, read_settings
from ..indices.templates import (
    COMPONENTS,
    COMPOSABLE,
    Template,
    composed,
    invalid_template,
    matches,
    shown_template,
    template_missing,
)
from ..mapping.parsing import Reader
from ..operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Parameter, Text, Time
from ..search.values import iso
from ..wire import Json, Reply
from .parameters import NOTHING_TO_WAIT_FOR, TIMEOUTS
from .template_reading import (
    check_aliases,
    name_problems,
    overlap,
    read_component_body,
    read_index_body,
    read_index_template,
)

CREATING: dict[str, Parameter] = {
    "create": Bool(False),
    "cause": Text("api"),
    "master_timeout": Time(),
}


def no_body() -> ApiError:
    """A template without a body."""
    return parse_error("request body is required")


# --- components -------------------------------------------------------------------------------------------------------


def put_component_template(call: Call) -> Json:
    """Store a part that index templates are composed of."""
    name, template = call.path["name"], dict(call.body["template"])
    if call.query["create"] and name in call.store[COMPONENTS]:
        raise illegal_argument(f"component template [{name}] already exists")
    settings = read_settings(call.state, template.get("settings") or {})
    if template.get("mappings"):
        Reader(call.state, settings, call.warnings).read(template["mappings"])
    problems = name_problems(name)
    if problems:
        raise invalid_template(name, request_invalid(*problems).reason or "")
    check_aliases(call, template)
    record = {**call.body, "template": shown_template(template)}
    call.store.put(COMPONENTS, name, dated(call, COMPONENTS, name, record))
    return {"acknowledged": True}


def get_component_template(call: Call) -> Json:
    """Component templates by name and wildcard."""
    found = named(call, COMPONENTS, "component template")
    shown = [{"name": name, "component_template": _shown(call, one)} for name, one in found.items()]
    return (
        {"component_templates": shown} if found or "name" not in call.path else Reply({"component_templates": []}, 404)
    )


def exists_component_template(call: Call) -> Json:
    """Whether there is such a component; what `GET` would answer, without its body."""
    return get_component_template(call)


def delete_component_template(call: Call) -> Json:
    """Remove components that no index template is composed of."""
    wanted = call.path["name"].split(",")
    names = [name for name in call.store[COMPONENTS] if matches(wanted, name)]
    used = {name: users for name in names if (users := templates.users_of(call.state, name))}
    if used:
        users = sorted({user for found in used.values() for user in found})
        raise illegal_argument(
            f"component templates [{', '.join(sorted(used))}] cannot be removed as they are still in use by index templates"
            f" [{', '.join(users)}]"
        )
    return removed(call, COMPONENTS, matching(call, COMPONENTS, dialect_of(call.state).no_component))


# --- index templates --------------------------------------------------------------------------------------------------


def put_index_template(call: Call) -> Json:
    """Store what new indices of some names begin with."""
    name = call.path["name"]
    template = read_index_template(call, name, create=call.query["create"])
    _warn_of_legacy(call, name, template["index_patterns"])
    call.store.put(COMPOSABLE, name, dated(call, COMPOSABLE, name, template))
    return {"acknowledged": True}


def _warn_of_legacy(call: Call, name: str, patterns: list[str]) -> None:
    """Tell of legacy templates that lose their say, where servers do."""
    if not dialect_of(call.state).tells_of_legacy:
        return
    older = {
        other: one["index_patterns"]
        for other, one in sorted(call.store[templates.LEGACY].items())
        if overlap(patterns, one["index_patterns"])
    }
    if older:
        listed = ",".join(f"{other} => [{', '.join(theirs)}]" for other, theirs in older.items())
        call.warnings.append(
            f"index template [{name}] has index patterns [{', '.join(patterns)}] matching patterns from existing older"
            f" templates [{','.join(older)}] with patterns ({listed}); this template [{name}] will take precedence during"
            " new index creation"
        )


def get_index_template(call: Call) -> Json:
    """Index templates by name and wildcard; a wildcard that means none is a 404 with an empty list."""
    found = named(call, COMPOSABLE, "index template")
    answer = {"index_templates": [{"name": name, "index_template": _shown(call, one)} for name, one in found.items()]}
    return answer if found or "name" not in call.path else Reply(answer, 404)


def exists_index_template(call: Call) -> Json:
    """Whether there is such a template; what `GET` would answer, without its body."""
    return get_index_template(call)


def delete_index_template(call: Call) -> Json:
    """Remove index templates."""
    return removed(call, COMPOSABLE, matching(call, COMPOSABLE))


def simulate_index_template(call: Call) -> Json:
    """What an index of that name would take, with a template that is tried out beside those that are stored."""
    index = call.path["name"]
    tried: tuple[str, Template] | None = None
    if call.body:
        tried = ("simulate_index_template", read_index_template(call, "simulate_index_template"))
    chosen = _highest(call, index, tried)
    if chosen is None:
        return {}
    others = [
        {"name": name, "index_patterns": one["index_patterns"]}
        for name, one in sorted(call.store[COMPOSABLE].items())
        if one is not chosen[1] and matches(one["index_patterns"], index)
    ]
    return {"template": _simulated(call, chosen[1], index), "overlapping": others}


def simulate_template(call: Call) -> Json:
    """What a template, stored or tried out, gives to an index."""
    name = call.path.get("name")
    if call.body:
        template = read_index_template(call, name or "simulate_template")
    elif name is None:
        raise request_invalid("either index name or index template body must be specified for simulation")
    elif name not in call.store[COMPOSABLE]:
        raise illegal_argument(f"unable to simulate template [{name}] that does not exist")
    else:
        template = call.store[COMPOSABLE][name]
    index = f"simulate_template_index_{call.state.ids.fixed('simulated').lower()}"
    patterns = template["index_patterns"]
    others = [
        {"name": other, "index_patterns": one["index_patterns"]}
        for other, one in sorted(call.store[COMPOSABLE].items())
        if other != name and overlap(patterns, one["index_patterns"])
    ]
    return {"template": _simulated(call, template, index), "overlapping": others}


def _highest(call: Call, index: str, tried: tuple[str, Template] | None) -> tuple[str, Template] | None:
    stored = templates.matching_template(call.state, index)
    if tried is None or not matches(tried[1]["index_patterns"], index):
        return stored
    if stored is not None and (stored[1].get("priority") or 0) > (tried[1].get("priority") or 0):
        return stored
    return tried


def _simulated(call: Call, template: Template, index: str) -> Json:
    found = composed(call.state, template, index)
    shown = shown_template({"settings": {**dialect_of(call.state).simulated_settings, **found.settings}})
    if found.mappings:
        shown["mappings"] = Reader(call.state, found.settings, []).read(found.mappings)
    return {**shown, "aliases": found.aliases}


# --- what both have in common -------------------------------------------------------------------------------------------


def dated(call: Call, collection: str, name: str, record: Template) -> Template:
    """The record with the moments at which it was made and changed, where templates tell them."""
    change = dialect_of(call.state).dated_templates
    if change is None or not call.has(change):
        return record
    now = call.state.clock.millis
    before = call.store.get(collection, name) or {}
    return {**record, "created_date_millis": before.get("created_date_millis", now), "modified_date_millis": now}


def _shown(call: Call, record: Template) -> Template:
    """A template as it is shown: with settings flat or nested, and with readable dates."""
    shown = dict(record)
    inner = record.get("template") or {}
    if call.query.get("flat_settings") and "settings" in inner:
        shown["template"] = {**inner, "settings": flattened(inner["settings"])}
    for moment in ("created_date", "modified_date") if call.human else ():
        if f"{moment}_millis" in shown:
            shown[moment] = iso(shown[f"{moment}_millis"])
    return shown


def named(call: Call, collection: str, what: str) -> dict[str, Any]:
    """Those that the path means; 404 for a name without a wildcard that is none."""
    name = call.path.get("name")
    stored = call.store[collection]
    if name is None:
        return dict(stored)
    if "*" in name:
        return {one: record for one, record in stored.items() if matches([name], one)}
    if name not in stored:
        raise resource_not_found(f"{what} matching [{name}] not found")
    return {name: stored[name]}


def matching(call: Call, collection: str, absent: Callable[[str], ApiError] = template_missing) -> list[str]:
    """Those that are to be removed; 404 when a name or pattern is that of none."""
    wanted = call.path["name"]
    parts = [part for part in wanted.split(",") if part]
    names = [name for name in call.store[collection] if matches(parts, name)]
    if wanted != "*" and not all(any(matches([part], name) for name in names) for part in parts or [wanted]):
        raise absent(wanted)
    return names


def removed(call: Call, collection: str, names: list[str]) -> Json:
    for name in names:
        call.store.delete(collection, name)
    return {"acknowledged": True}


PUT_COMPONENT_TEMPLATE = Shared(
    "cluster.put_component_template",
    (
        PUT("/_component_template/{name}"),
        POST("/_component_template/{name}"),
    ),
    put_component_template,
    {**CREATING, "timeout": Time()},
    "required",
    read_component_body,
    missing_body=no_body,
    unread=NOTHING_TO_WAIT_FOR,
)
GET_COMPONENT_TEMPLATE = Shared(
    "cluster.get_component_template",
    (
        GET("/_component_template"),
        GET("/_component_template/{name}"),
    ),
    get_component_template,
    {"flat_settings": Bool(False), "master_timeout": Time()},
    unread=NOTHING_TO_WAIT_FOR,
)
EXISTS_COMPONENT_TEMPLATE = Shared(
    "cluster.exists_component_template",
    (HEAD("/_component_template/{name}"),),
    exists_component_template,
    {"master_timeout": Time()},
    unread=NOTHING_TO_WAIT_FOR,
)
DELETE_COMPONENT_TEMPLATE = Shared(
    "cluster.delete_component_template",
    (DELETE("/_component_template/{name}"),),
    delete_component_template,
    TIMEOUTS,
    unread=NOTHING_TO_WAIT_FOR,
)
PUT_INDEX_TEMPLATE = Shared(
    "indices.put_index_template",
    (
        PUT("/_index_template/{name}"),
        POST("/_index_template/{name}"),
    ),
    put_index_template,
    CREATING,
    "required",
    read_index_body,
    missing_body=no_body,
    unread=NOTHING_TO_WAIT_FOR,
)
GET_INDEX_TEMPLATE = Shared(
    "indices.get_index_template",
    (
        GET("/_index_template"),
        GET("/_index_template/{name}"),
    ),
    get_index_template,
    {"flat_settings": Bool(False), "master_timeout": Time()},
    unread=NOTHING_TO_WAIT_FOR,
)
EXISTS_INDEX_TEMPLATE = Shared(
    "indices.exists_index_template",
    (HEAD("/_index_template/{name}"),),
    exists_index_template,
    {"flat_settings": Bool(False), "master_timeout": Time()},
    unread=NOTHING_TO_WAIT_FOR,
)
DELETE_INDEX_TEMPLATE = Shared(
    "indices.delete_index_template",
    (DELETE("/_index_template/{name}"),),
    delete_index_template,
    TIMEOUTS,
    unread=NOTHING_TO_WAIT_FOR,
)
SIMULATE_INDEX_TEMPLATE = Shared(
    "indices.simulate_index_template",
    (POST("/_index_template/_simulate_index/{name}"),),
    simulate_index_template,
    CREATING,
    "optional",
    read_index_body,
    unread=NOTHING_TO_WAIT_FOR,
)
SIMULATE_TEMPLATE = Shared(
    "indices.simulate_template",
    (
        POST("/_index_template/_simulate"),
        POST("/_index_template/_simulate/{name}"),
    ),
    simulate_template,
    CREATING,
    "optional",
    read_index_body,
    unread=NOTHING_TO_WAIT_FOR,
)
