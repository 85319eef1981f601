"""The refusals of the Security plugin: 401, 403, and those of its own APIs, which have a shape of their own.

Source: opensearch-project/security:src/main/java/org/opensearch/security/{auth/BackendRegistry,filter/SecurityFilter}.java,
.../dlic/rest/{api,validation}/. Texts observed: opensearch 2.19.1, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import ApiError, CustomError
from ...wire import Json, PlainText
from .users import User

CHALLENGE = 'Basic realm="OpenSearch Security"'


def unauthenticated() -> CustomError:
    """401: no credentials, or none that let anybody in; plain text whatever was asked for."""
    return CustomError(401, PlainText("Unauthorized"), headers=[("WWW-Authenticate", CHALLENGE)])


def no_permissions(actions: Iterable[str], user: User) -> ApiError:
    """403: known, but without these permissions; none are named where nobody may do it."""
    reason = f"no permissions for [{', '.join(sorted(actions))}] and {user}"
    return ApiError(403, "security_exception", reason)


def may_not_impersonate(user: str, other: str) -> CustomError:
    """The header `opendistro_security_impersonate_as`; nobody may, as long as no opensearch.yml says so."""
    reason = f"'{user}' is not allowed to impersonate as '{other}'"
    return CustomError(403, {"error": {"status": "error", "reason": reason}})


def api_refusal(status: int, name: str, message: str) -> CustomError:
    """A refusal of the configuration APIs, e.g. 404 `NOT_FOUND`."""
    return CustomError(status, {"status": name, "message": message}, filtered=True)


def no_access_to_api(user: User) -> CustomError:
    """Users and roles are shown to administrators only."""
    message = (
        f"No permission to access REST API: User {user.name} with Security roles [{', '.join(user.roles)}] does not have any "
        "role privileged for admin access. No ssl info found in request."
    )
    return api_refusal(403, "FORBIDDEN", message)


def entry_not_found(kind: str, name: str) -> CustomError:
    """No such user, role, .."""
    return api_refusal(404, "NOT_FOUND", f"{kind} '{name}' not found.")


def entry_is_immutable(name: str, how: str) -> CustomError:
    """An entry that is "static" or "reserved"."""
    return api_refusal(403, "FORBIDDEN", f"Resource '{name}' is {how}.")


def method_not_supported(method: str) -> CustomError:
    """The cache can only be flushed."""
    return api_refusal(501, "NOT_IMPLEMENTED", f"Method {method} not supported for this action.")


def wrong_password() -> CustomError:
    """Another password than the current one."""
    return api_refusal(400, "BAD_REQUEST", "Could not validate your current password.")


def no_new_password() -> CustomError:
    """A change of password to nothing (AccountApiAction.java)."""
    return api_refusal(400, "BAD_REQUEST", "Both provided password and hash cannot be null/empty.")


def restricted_characters(found: str) -> CustomError:
    """A user's name with a colon (user/UserService.java)."""
    listed = ", ".join(f"'{each}'" for each in found)
    message = f"A restricted character(s) was detected in the account name. Please remove: {listed}"
    return api_refusal(400, "BAD_REQUEST", message)


def bad_patch(message: str) -> CustomError:
    """A JSON patch that is none, or cannot be applied."""
    return api_refusal(400, "BAD_REQUEST", message)


def invalid_content(reason: str, **details: Json) -> CustomError:
    """A body that cannot be read (RequestContentValidator.java)."""
    return CustomError(400, {"status": "error", "reason": reason, **details}, filtered=True)
