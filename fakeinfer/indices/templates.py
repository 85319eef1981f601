"""What a new index takes from templates: settings, mappings and aliases of the template whose pattern it matches.

The collection `index_templates` holds composable templates as they are shown, `component_templates` what they are composed
of, `legacy_templates` those of `_template`, which count only where no composable one matches.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/cluster/metadata/{MetadataCreateIndexService,MetadataIndexTemplateService}.java
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ApiError
from ..mapping.parsing import Reader
from ..wire import Json
from . import COLLECTION, create, exists
from .blocks import with_blocks
from .dialect import dialect_of
from .settings import Flat, flattened, nested

if TYPE_CHECKING:
    from ..cluster import State

COMPOSABLE = "index_templates"
COMPONENTS = "component_templates"
LEGACY = "legacy_templates"
Template = dict[str, Any]


class Taken(NamedTuple):
    """What a new index gets from templates."""

    settings: Flat
    mappings: dict[str, Any]
    """As a mapping of a request would say it."""
    aliases: dict[str, Any]
    sources: tuple[str, ...] = ()
    """The legacy templates, when it is them."""


NOTHING = Taken({}, {}, {})


def taken(state: State, index: str) -> Taken:
    """What an index of that name gets."""
    collections = state.store.collections
    if not (collections.get(COMPOSABLE) or collections.get(LEGACY)):
        return NOTHING
    chosen = matching_template(state, index)
    return composed(state, chosen[1], index) if chosen is not None else _of_legacy(state, index)


def matching_template(state: State, index: str) -> tuple[str, Template] | None:
    """The composable template of highest priority that an index matches."""
    found = [item for item in state.store[COMPOSABLE].items() if matches(item[1]["index_patterns"], index)]
    return max(found, key=lambda item: item[1].get("priority") or 0, default=None)


def composed(state: State, template: Template, index: str) -> Taken:
    """A composable template with its components, later ones over earlier ones; `{index}` in an alias is the index."""
    parts = [state.store[COMPONENTS].get(name, {}).get("template", {}) for name in template.get("composed_of", ())]
    parts.append(template.get("template") or {})
    settings: Flat = {}
    mappings: dict[str, Any] = {}
    aliases: dict[str, Any] = {}
    for part in parts:
        settings |= flattened(part.get("settings") or {})
        mappings = over(mappings, part.get("mappings") or {})
    for part in reversed(parts):
        for alias, options in (part.get("aliases") or {}).items():
            aliases.setdefault(alias.replace("{index}", index), options or {})
    return Taken(settings, mappings, aliases)


def _of_legacy(state: State, index: str) -> Taken:
    matching = [(name, one) for name, one in state.store[LEGACY].items() if matches(one["index_patterns"], index)]
    matching.sort(key=lambda item: item[1]["order"])
    settings: Flat = {}
    mappings: dict[str, Any] = {}
    aliases: dict[str, Any] = {}
    for _, one in matching:
        settings |= flattened(one["settings"])
        mappings = over(mappings, one["mappings"])
    for _, one in reversed(matching):
        for alias, options in one["aliases"].items():
            aliases.setdefault(alias.replace("{index}", index), options or {})
    return Taken(settings, mappings, aliases, tuple(name for name, _ in matching))


def over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A mapping with another laid over it: objects are joined, a field of the upper one takes the place of a lower one."""
    result = {**below, **{key: value for key, value in above.items() if key != "properties"}}
    if "properties" in below or "properties" in above:
        fields: dict[str, Any] = dict(below.get("properties") or {})
        for name, definition in (above.get("properties") or {}).items():
            old = fields.get(name)
            joined = isinstance(old, dict) and isinstance(definition, dict) and "properties" in old
            if joined and "properties" in definition:
                definition = over(fields[name], definition)
            fields[name] = definition
        result["properties"] = fields
    return result


def matches(patterns: Iterable[str], index: str) -> bool:
    """Whether a name is among what patterns mean; only `*` is special."""
    return any(fnmatchcase(index, pattern.replace("[", "[[]").replace("?", "[?]")) for pattern in patterns)


def create_if_absent(state: State, index: str) -> None:
    """Make the index that a write is about to need, as its templates say."""
    if exists(state, index):
        return
    refuse_making(state, index)
    found = taken(state, index)
    if found is NOTHING:
        create(state, index)
    else:
        create_from(state, index, found)


def refuse_making(state: State, index: str) -> None:
    """Refuse a write that would make an index which is to be made by hand.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/action/support/AutoCreateIndex.java
    """
    chosen = matching_template(state, index) if has_any(state) else None
    allowed = None if chosen is None else chosen[1].get("allow_auto_create")
    if allowed is False:
        patterns = ", ".join(chosen[1]["index_patterns"]) if chosen is not None else ""
        raise _not_made(f"composable template [{patterns}] forbids index auto creation")
    said = dialect_of(state).auto_create(state)
    if allowed is True or said == "true":
        return
    if said == "false":
        raise _not_made(index, " and [action.auto_create_index] is [false]")
    for pattern in (part.strip() for part in said.split(",")):
        if fnmatchcase(index, pattern.lstrip("+-")):
            if not pattern.startswith("-"):
                return
            why = f" and [action.auto_create_index] contains [{pattern}] which forbids automatic creation of the index"
            raise _not_made(index, why)
    raise _not_made(index, f" and [action.auto_create_index] ([{said}]) doesn't match")


def _not_made(index: str, why: str = "") -> ApiError:
    metadata = {"index": index, "index_uuid": "_na_"}
    return ApiError(404, "index_not_found_exception", f"no such index [{index}]{why}", metadata=metadata)


def create_from(state: State, index: str, found: Taken, *, hidden: bool = False) -> None:
    """Make an index of these settings, mappings and aliases."""
    settings = {"index.number_of_shards": "1", "index.number_of_replicas": "1", **found.settings}
    mappings = Reader(state, settings, []).read(found.mappings) if found.mappings else {}
    create(state, index, mappings=mappings, settings=settings, aliases=found.aliases, hidden=hidden)
    record = with_blocks(state.store[COLLECTION][index])
    state.store.put(COLLECTION, index, record)


def has_any(state: State) -> bool:
    """Whether something is said about indices that are not there yet: by a template, or by `action.auto_create_index`."""
    collections = state.store.collections
    if collections.get(COMPOSABLE) or collections.get(LEGACY):
        return True
    return any("action.auto_create_index" in level for level in collections.get("cluster_settings", {}).values())


def shown_template(part: dict[str, Json]) -> dict[str, Json]:
    """Settings, mappings and aliases of a template as answers show them."""
    shown: dict[str, Json] = {}
    if part.get("settings") is not None:
        shown["settings"] = nested(flattened(part["settings"]))
    for name in ("mappings", "aliases"):
        if part.get(name) is not None:
            shown[name] = part[name]
    return shown


def users_of(state: State, component: str) -> list[str]:
    """The index templates that are composed of a component."""
    return sorted(
        name for name, template in state.store[COMPOSABLE].items() if component in template.get("composed_of", ())
    )


def invalid_template(name: str, cause: str) -> ApiError:
    """`InvalidIndexTemplateException`: 400."""
    return ApiError(400, "invalid_index_template_exception", f"index_template [{name}] invalid, cause [{cause}]")


def template_missing(name: str) -> ApiError:
    """`IndexTemplateMissingException`: 404."""
    return ApiError(404, "index_template_missing_exception", f"index_template [{name}] missing")
