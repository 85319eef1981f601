"""What the two products word differently about mappings and documents: `WORDS` in the vendor's module `mapping_words`."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ..errors import ApiError
from ..search.locate import Place, Position

if TYPE_CHECKING:
    from ..cluster import State


class MappingWords(NamedTuple):
    """Refusals by product."""

    failed: Callable[[str], str]
    """The reason of a failed mapping around the inner one."""
    unknown_type: Callable[[str, str], str]
    """`(type, field)`: no such field type."""
    under_a_type: Callable[[State, str], str]
    """A mapping inside a type's name."""
    object_for_text: Callable[[Position], ApiError]
    """`(position)`: an object where a text field's value belongs."""
    object_for_number: Callable[[Position], ApiError]
    """`(position)`: an object where a number belongs."""
    field_refused: Callable[[str, ApiError | None, Position], ApiError]
    """`(reason, cause, position)`: a document that a field cannot take."""
    odd_key: Callable[[str, Position], ApiError | None]
    """`(key, position)`: the refusal of a key of a document that names no field, None for a good one."""
    learns_vectors: Callable[[State, int], bool]
    """Whether a list of so many decimal numbers becomes a vector field by itself."""
    mixture: Callable[[str, str], ApiError]
    """`(path, type)`: objects among the values of a new field, whose first value has made that type of it."""
    merges_new_fields: Callable[[State], bool] = lambda state: True
    """Whether each value of a new field makes a mapping, and these are merged; else the first one decides."""
    merges_backwards: bool = False
    """Whether in a list of objects it is the later value that cannot be changed to what the earlier one is."""
    token_refused: Callable[[ApiError, Place], ApiError] = lambda cause, place: cause
    """`(cause, place)`: what the parser says of a token, in the product's wrapping."""
    value_refused: Callable[[ApiError, Position], ApiError] | None = None
    """`(cause, position)`: a value that its field refuses without saying which field it is, where that is worded apart."""
    checks_dynamics: bool = False
    """Whether `dynamic` and `dynamic_templates` are refused that nobody understands."""
    without_effect: frozenset[str] = frozenset()
    """Options that a field type takes with a warning although it has no use for them."""


def words_of(state: State) -> MappingWords:
    """The words of the cluster's product."""
    memo = state.contract.memo
    words: MappingWords | None = memo.get("mapping_words")
    if words is None:
        module = importlib.import_module(f"{state.contract.product.package}.mapping_words")
        words = memo["mapping_words"] = module.WORDS
    return words
