"""Templates of OpenSearch: `_index_template`, `_component_template`; `_template` is in `legacy_template_api.py`.

What a new index takes from them is in `..indices.templates`. Order of checks observed: opensearch 2.19.1.
"""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, illegal_argument, parse_error, request_invalid, resource_not_found
from ...indices import templates
from ...indices.settings import read_settings
from ...indices.templates import COMPONENTS, COMPOSABLE, Template, composed, invalid_template, matches, shown_template
from ...mapping.parsing import Reader
from ...object_parser import reader_of
from ...operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Parameter, Text, Time, operation
from ...wire import Json, Reply
from .index_api import LOCAL, NOTHING_TO_WAIT_FOR, SOURCE, TIMEOUTS, unknown_setting
from .template_reading import COMPONENT, INDEX, check_aliases, name_problems, overlap, read_index_template

CREATING: dict[str, Parameter] = {
    "create": Bool(False),
    "cause": Text("api"),
    "cluster_manager_timeout": Time(),
    "master_timeout": Time(),
}


def no_body() -> ApiError:
    """A template without a body."""
    return parse_error("request body is required")


# --- components -------------------------------------------------------------------------------------------------------


@operation(
    "cluster.put_component_template",
    PUT("/_component_template/{name}"),
    POST("/_component_template/{name}"),
    query={**CREATING, "timeout": Time()},
    body="required",
    privilege="cluster:admin/component_template/put",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml",
    missing_body=no_body,
    reader=reader_of(COMPONENT),
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_component_template(call: Call) -> Json:
    """Store a part that index templates are composed of."""
    name, template = call.path["name"], dict(call.body["template"])
    if call.query["create"] and name in call.store[COMPONENTS]:
        raise illegal_argument(f"component template [{name}] already exists")
    settings = read_settings(call.state, template.get("settings") or {}, unknown_setting(call))
    if template.get("mappings"):
        Reader(call.state, settings, call.warnings).read(template["mappings"])
    problems = name_problems(name)
    if problems:
        raise invalid_template(name, request_invalid(*problems).reason or "")
    check_aliases(call, template)
    call.store.put(COMPONENTS, name, {**call.body, "template": shown_template(template)})
    return {"acknowledged": True}


@operation(
    "cluster.get_component_template",
    GET("/_component_template"),
    GET("/_component_template/{name}"),
    query={**LOCAL, "flat_settings": Bool(False)},
    privilege="cluster:admin/component_template/get",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_component_template(call: Call) -> Json:
    """Component templates by name and wildcard."""
    found = named(call, COMPONENTS, "component template")
    return {"component_templates": [{"name": name, "component_template": one} for name, one in found.items()]}


@operation(
    "cluster.exists_component_template",
    HEAD("/_component_template/{name}"),
    query=LOCAL,
    privilege="cluster:admin/component_template/get",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def exists_component_template(call: Call) -> Json:
    """Whether there is such a component; what `GET` would answer, without its body."""
    return get_component_template(call)


@operation(
    "cluster.delete_component_template",
    DELETE("/_component_template/{name}"),
    query=TIMEOUTS,
    privilege="cluster:admin/component_template/delete",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_component_template(call: Call) -> Json:
    """Remove components that no index template is composed of."""
    names = matching(call, COMPONENTS)
    used = {name: users for name in names if (users := templates.users_of(call.state, name))}
    if used:
        users = sorted({user for found in used.values() for user in found})
        raise illegal_argument(
            f"component templates [{', '.join(sorted(used))}] cannot be removed as they are still in use by index templates"
            f" [{', '.join(users)}]"
        )
    return removed(call, COMPONENTS, names)


# --- index templates --------------------------------------------------------------------------------------------------


@operation(
    "indices.put_index_template",
    PUT("/_index_template/{name}"),
    POST("/_index_template/{name}"),
    query=CREATING,
    body="required",
    privilege="indices:admin/index_template/put",
    source=SOURCE,
    missing_body=no_body,
    reader=reader_of(INDEX),
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_index_template(call: Call) -> Json:
    """Store what new indices of some names begin with."""
    template = read_index_template(call, call.path["name"], create=call.query["create"])
    call.store.put(COMPOSABLE, call.path["name"], template)
    return {"acknowledged": True}


@operation(
    "indices.get_index_template",
    GET("/_index_template"),
    GET("/_index_template/{name}"),
    query={**LOCAL, "flat_settings": Bool(False)},
    privilege="indices:admin/index_template/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_index_template(call: Call) -> Json:
    """Index templates by name and wildcard; a wildcard that means none is a 404 with an empty list."""
    found = named(call, COMPOSABLE, "index template")
    answer = {"index_templates": [{"name": name, "index_template": one} for name, one in found.items()]}
    return answer if found or "name" not in call.path else Reply(answer, 404)


@operation(
    "indices.exists_index_template",
    HEAD("/_index_template/{name}"),
    query={**LOCAL, "flat_settings": Bool(False)},
    privilege="indices:admin/index_template/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def exists_index_template(call: Call) -> Json:
    """Whether there is such a template; what `GET` would answer, without its body."""
    return get_index_template(call)


@operation(
    "indices.delete_index_template",
    DELETE("/_index_template/{name}"),
    query=TIMEOUTS,
    privilege="indices:admin/index_template/delete",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_index_template(call: Call) -> Json:
    """Remove index templates."""
    return removed(call, COMPOSABLE, matching(call, COMPOSABLE))


@operation(
    "indices.simulate_index_template",
    POST("/_index_template/_simulate_index/{name}"),
    query=CREATING,
    body="optional",
    privilege="indices:admin/index_template/simulate_index",
    source=SOURCE,
    reader=reader_of(INDEX),
    unread_query=NOTHING_TO_WAIT_FOR,
)
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


@operation(
    "indices.simulate_template",
    POST("/_index_template/_simulate"),
    POST("/_index_template/_simulate/{name}"),
    query=CREATING,
    body="optional",
    privilege="indices:admin/index_template/simulate",
    source=SOURCE,
    reader=reader_of(INDEX),
    unread_query=NOTHING_TO_WAIT_FOR,
)
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
    shown = shown_template({"settings": found.settings})
    if found.mappings:
        shown["mappings"] = Reader(call.state, found.settings, []).read(found.mappings)
    return {**shown, "aliases": found.aliases}


# --- what both have in common -------------------------------------------------------------------------------------------


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


def matching(call: Call, collection: str) -> list[str]:
    """Those that are to be removed; 404 when there is none."""
    wanted = call.path["name"]
    names = [name for name in call.store[collection] if matches([wanted], name)]
    if not names and wanted != "*":
        raise template_missing(wanted)
    return names


def removed(call: Call, collection: str, names: list[str]) -> Json:
    for name in names:
        call.store.delete(collection, name)
    return {"acknowledged": True}


def template_missing(name: str) -> ApiError:
    """`IndexTemplateMissingException`: 404."""
    return ApiError(404, "index_template_missing_exception", f"index_template [{name}] missing")
