"""Refusals of `output_processors` that cannot be made.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/processor/`.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument
from ...wire import Json


def unknown_processor(type: Json) -> ApiError:
    """A type that there is not."""
    return illegal_argument(f"Invalid ML processor type: {type}")


def required(name: str, kind: str) -> ApiError:
    """A processor without what it needs."""
    return illegal_argument(f"'{name}' is required for {kind} processor")


def empty(name: str, kind: str) -> ApiError:
    """A processor with nothing where something is due."""
    return illegal_argument(f"'{name}' cannot be empty for {kind} processor")


def invalid_pattern(pattern: str) -> ApiError:
    """An expression that is none."""
    return illegal_argument(f"Invalid regex pattern: {pattern}")


def bad_group(group: Json) -> ApiError:
    """A group in a list that is no number."""
    return illegal_argument(f"Invalid group index in list: {group}")


def bad_groups(groups: str) -> ApiError:
    """Groups in a text that are no numbers."""
    return illegal_argument(f"Invalid 'groups' format: {groups}. Expected a number or array like '[1,2,3]'")


def no_groups() -> ApiError:
    """No group at all."""
    return illegal_argument("'groups' must contain at least one group index")


def bad_extract_type(type: str) -> ApiError:
    """`extract_json` of something else."""
    return illegal_argument(f"'extract_type' must be 'auto', 'object', or 'array', got: {type}")


def paths_are_no_list(paths: Json) -> ApiError:
    """`remove_jsonpath` without a list of paths."""
    what = "cannot be null" if paths is None else "must be a list"
    return illegal_argument(f"'paths' {what} for remove_jsonpath processor")


def path_is_no_text() -> ApiError:
    """`remove_jsonpath` with something else among its paths."""
    return illegal_argument("Each path in 'paths' must be a non-empty string")


def neither_value_nor_source() -> ApiError:
    """`set_field` with nothing to set."""
    return illegal_argument("Either 'value' or 'source_path' is required for set_field processor")


def both_value_and_source() -> ApiError:
    """`set_field` with two things to set."""
    return illegal_argument("Cannot specify both 'value' and 'source_path' for set_field processor")


def default_without_source() -> ApiError:
    """`set_field` with a default for what is always there."""
    return illegal_argument("'default' can only be used with 'source_path' for set_field processor")


def no_processors(kind: str) -> ApiError:
    """A processor of processors without any."""
    return illegal_argument(f"'processors' list cannot be empty for {kind} processor")


def no_routes() -> ApiError:
    """`conditional` that leads nowhere."""
    return illegal_argument("'routes' must contain at least one route for conditional processor")
