"""How Elasticsearch words and arranges what both products do with indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import media
from ...errors import ApiError, illegal_argument, parse_error, resource_not_found
from ...indices.dialect import Dialect
from ...operations import Call
from ...wire import Json
from .. import changes, errors
from ..releases import index_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...cluster import State

LOCAL_HAS_NO_EFFECT = (
    "the [?local] query parameter to this API has no effect, is now deprecated, and will be removed in a future version"
)
REINDEX = "https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-reindex"
CLOSED_SETTINGS = (
    "You can either resubmit the update with `?reopen=true`, or create a new index with the desired setting(s) and reindex"
    " your data."
)
FINAL_SETTINGS = (
    " cannot be modified on an index once it is created. You will need to create a new index with the desired setting(s) and"
    " reindex your data."
)


def read_map(call: Call, data: bytes, format: str) -> Json:
    """A body that the server turns into a map before it looks at it."""
    value = media.first_value(call, data, format)
    if value is not None and not isinstance(value, dict):
        raise parse_error("Failed to parse content to map")
    return value


def own_settings(state: State, readable: bool = False) -> dict[str, str]:
    """What the server puts into every index's settings itself; `readable`: with a version that people read."""
    version = state.contract.version
    own = {
        "index.routing.allocation.include._tier_preference": "data_content",
        "index.version.created": index_version(version),
    }
    return own | ({"index.version.created_string": str(version)} if readable else {})


def unknown_setting(state: State) -> Callable[[str], ApiError]:
    """An unknown index setting is an illegal argument."""
    return illegal_argument


def static_settings(state: State, settings: list[str], opened: list[str]) -> ApiError:
    """Settings that change on closed indices alone, or never (`MetadataUpdateSettingsService`)."""
    from ...indices.registered import registered

    listed, indices = f"[[{', '.join(settings)}]]", f"[{', '.join(opened)}]"
    if changes.STATIC_SETTINGS_ARE_EXPLAINED not in state.switched_on:
        return illegal_argument(
            f"Can't update non dynamic settings {listed} for open indices {indices} unless the `reopen` query parameter is"
            " set to true. Alternatively, close the indices, apply the settings changes, and reopen the indices"
        )
    known = registered(state)
    final = [name for name in settings if name in known and known[name].kind == "final"]
    advice = f"The setting(s) [[{', '.join(final)}]]{FINAL_SETTINGS}" if final else CLOSED_SETTINGS
    return illegal_argument(
        f"Can't update non dynamic setting(s) {listed} for open indices {indices}. {advice} See {REINDEX}"
    )


def private_at_creation(name: str) -> ApiError:
    """A setting that only the server gives to an index (`IndexMetadata.validatePrivateIndexSettings`)."""
    return errors.validation(f"private index setting [{name}] can not be set explicitly")


def alias_like_index(state: State, alias: str, uuid: str) -> ApiError:
    """An alias that is called as an index is (`AliasValidator`)."""
    what = "an index or data stream exists"
    if changes.VIEWS_ARE_LIKE_INDICES in state.switched_on:
        what = "an index, data stream, ESQL view, or ESQL dataset exists"
    return ApiError(
        400, "invalid_alias_name_exception", f"Invalid alias name [{alias}]: {what} with the same name as the alias"
    )


def warn_of_local(call: Call) -> None:
    """`local` has had no effect since every node answers from what it holds."""
    if call.query["local"] is not None and call.has(changes.LOCAL_IS_DEPRECATED):
        call.warnings.append(LOCAL_HAS_NO_EFFECT)


def no_rollover_target(target: str) -> ApiError:
    """A rollover of what is not there."""
    return resource_not_found(f"rollover target [{target}] does not exist")


def auto_create(state: State) -> str:
    """Which indices a write may make."""
    if not state.store["cluster_settings"]:
        return "true"
    from ..cluster.cluster_settings import setting  # knows all settings, which a first write need not load

    return setting(state, "action.auto_create_index")


DIALECT = Dialect(
    read_map=read_map,
    own_settings=own_settings,
    unknown_setting=unknown_setting,
    maker="Elasticsearch",
    private_at_creation=private_at_creation,
    static_settings=static_settings,
    mappings_may_be_typed=False,
    metadata_fields=(
        *("_data_stream_timestamp", "_doc_count", "_field_names", "_id", "_ignored", "_ignored_source"),
        *("_index", "_index_mode", "_nested_path", "_routing", "_seq_no", "_source", "_tier", "_version"),
    ),
    colons_in_aliases=False,
    alias_like_index=alias_like_index,
    no_component=resource_not_found,
    dated_templates=changes.TEMPLATES_ARE_DATED,
    legacy_patterns=False,
    tells_of_legacy=True,
    simulated_settings={"index.routing.allocation.include._tier_preference": "data_content"},
    auto_create=auto_create,
    no_rollover_target=no_rollover_target,
)
