"""How OpenSearch words and arranges what both products do with indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import media
from ...errors import ApiError, illegal_argument, parse_error
from ...formats.jackson import Malformed
from ...indices.aliasing import taken_by_index
from ...indices.dialect import Dialect
from ...indices.templates import template_missing
from ...operations import Call
from ...versions import Version
from ...wire import Json
from ..changes import UNKNOWN_SETTING_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...cluster import State

INDEX_VERSION_MASK = 0x08000000


def read_map(call: Call, data: bytes, format: str) -> Json:
    """A body that the server turns into a map before it looks at it: what is no JSON is a `parse_exception` around it."""
    product = call.contract.product
    try:
        value = media.parse(data, format, product.source)
    except Malformed as refused:
        raise parse_error("Failed to parse content to map", caused_by=product.malformed(refused)) from None
    if value is not None and not isinstance(value, dict):
        raise parse_error("Failed to parse content to map")
    return value


def own_settings(state: State, readable: bool = False) -> dict[str, str]:
    """What the server puts into every index's settings itself; `readable`: with a version that people read."""
    version = state.contract.version
    return settings_of(version) | ({"index.version.created_string": str(version)} if readable else {})


def settings_of(version: Version) -> dict[str, str]:
    """The same by the server's version."""
    number = version.major * 1_000_000 + version.minor * 10_000 + version.patch * 100 + 99
    return {"index.replication.type": "DOCUMENT", "index.version.created": str(INDEX_VERSION_MASK ^ number)}


def unknown_setting(state: State) -> Callable[[str], ApiError]:
    """An unknown index setting is an illegal argument, from 3.0 on a `settings_exception`."""
    if UNKNOWN_SETTING_TYPE not in state.switched_on:
        return illegal_argument
    return lambda reason: ApiError(400, "settings_exception", reason)


def static_settings(state: State, settings: list[str], opened: list[str]) -> ApiError:
    """Settings that change on closed indices alone."""
    return illegal_argument(
        f"Can't update non dynamic settings [[{', '.join(settings)}]] for open indices [{', '.join(opened)}]"
    )


def auto_create(state: State) -> str:
    """Which indices a write may make."""
    from ..cluster.cluster_settings import setting  # asked when an index is made

    return str(setting(state, "action.auto_create_index"))


DIALECT = Dialect(
    read_map=read_map,
    own_settings=own_settings,
    unknown_setting=unknown_setting,
    maker="OpenSearch",
    private_at_creation=None,
    static_settings=static_settings,
    mappings_may_be_typed=True,
    metadata_fields=(
        *("_data_stream_timestamp", "_doc_count", "_feature", "_field_names", "_id", "_ignored", "_index"),
        *("_nested_path", "_routing", "_seq_no", "_source", "_version"),
    ),
    colons_in_aliases=True,
    alias_like_index=lambda state, alias, uuid: taken_by_index(alias, uuid),
    no_component=template_missing,
    dated_templates=None,
    legacy_patterns=True,
    tells_of_legacy=False,
    simulated_settings={},
    auto_create=auto_create,
    no_rollover_target=lambda target: illegal_argument(f"rollover target [{target}] does not exist"),
)
