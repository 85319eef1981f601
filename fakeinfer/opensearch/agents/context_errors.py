"""Refusals of templates that manage contexts, and of hooks: `action/contextmanagement/`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument


def both_context_forms() -> ApiError:
    """An agent with `context_management_name` and `context_management`."""
    return illegal_argument("Cannot specify both context_management_name and context_management")


def wrong_context_management() -> ApiError:
    """An agent's own `context_management` without a name, or with a manager without a type (MLAgent.java, 3.5)."""
    return illegal_argument("Invalid context management configuration")


def template_name(problem: str) -> ApiError:
    """An agent's `context_management_name` that can be none (MLAgentRegistrationValidator.java, 3.5)."""
    return illegal_argument(f"Context management template name {problem}")


def template_to_keep_to_not_found(name: str) -> ApiError:
    """An agent's `context_management_name` of a template that is not there (3.5)."""
    return illegal_argument(f"Failed to validate context management template: Context management not found: {name}")


def no_hook_of_its_own() -> ApiError:
    """An agent's own `context_management` without hooks (3.5)."""
    return illegal_argument("Context management configuration must define at least one hook")


def unknown_hook(name: str, known: Sequence[str]) -> ApiError:
    """An agent's own `context_management` with a hook that is none; the server lists them in any order (3.5)."""
    return illegal_argument(f"Invalid hook name: {name}. Valid hook names are: [{', '.join(known)}]")


def hook_without_managers(name: str) -> ApiError:
    """An agent's own `context_management` with a hook that does nothing (3.5)."""
    return illegal_argument(f"Hook {name} must have at least one context manager configuration")
