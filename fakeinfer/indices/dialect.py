"""What the two products say and do differently about indices: `Product.indices` of the vendor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ..errors import ApiError
from ..operations import Call
from ..wire import Json

if TYPE_CHECKING:
    from ..cluster import State


class Dialect(NamedTuple):
    """How a product words and arranges what both do."""

    read_map: Callable[[Call, bytes, str], Json]
    """`(call, data, format)`: a body that the server turns into a map before it looks at it."""
    own_settings: Callable[[State, bool], dict[str, str]]
    """`(state, readable)`: what the server puts into every index's settings itself; readable: with a version that people read."""
    unknown_setting: Callable[[State], Callable[[str], ApiError]]
    """What becomes of the text about a setting that there is none of."""
    maker: str
    """Who manages private settings."""
    private_at_creation: Callable[[str], ApiError] | None
    """A setting of the server's own that a new index is to have; None when it is as unknown as any."""
    static_settings: Callable[[State, list[str], list[str]], ApiError]
    """`(state, settings, indices)`: settings that do not change on open indices, and those indices with their uuids."""
    mappings_may_be_typed: bool
    """Whether a mapping that is put is told that it stands within a type."""
    metadata_fields: tuple[str, ...]
    """Fields that every index has."""
    colons_in_aliases: bool
    """Whether an alias may hold a colon."""
    alias_like_index: Callable[[State, str, str], ApiError]
    """`(state, alias, uuid)`: an alias that is called as an index is, which has that uuid."""
    no_component: Callable[[str], ApiError]
    """A component template that is to be removed and that there is none of."""
    dated_templates: str | None
    """The `Change` with which templates tell when they were made and changed."""
    legacy_patterns: bool
    """Whether a legacy template may say its pattern as `template`."""
    tells_of_legacy: bool
    """Whether a header tells of legacy templates that a new template takes the place of."""
    simulated_settings: dict[str, str]
    """Settings that a simulated template gives beside its own."""
    auto_create: Callable[[State], str]
    """Which indices a write may make: the setting `action.auto_create_index`."""
    no_rollover_target: Callable[[str], ApiError]
    """A rollover of what is not there."""


def dialect_of(state: State) -> Dialect:
    """The ways of the cluster's product."""
    dialect: Dialect = state.contract.product.indices
    return dialect
