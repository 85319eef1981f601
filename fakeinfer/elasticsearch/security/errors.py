"""The refusals of security: who cannot be told, and who may not.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/authc/
DefaultAuthenticationFailureHandler.java, x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/{authc,authz}/.
Texts observed: elasticsearch 8.19.0, 9.2.0, 9.5.0, unless said otherwise.
"""

from __future__ import annotations

from ...auth import SecurityError
from ...errors import ApiError, illegal_argument

CHALLENGES = ('Basic realm="security", charset="UTF-8"', "ApiKey")
"""The ways to authenticate without TLS; with it there would be `Bearer` too."""


def missing_credentials(target: str) -> SecurityError:
    """No `Authorization`, or none that anybody reads."""
    reason = f"missing authentication credentials for REST request [{target}]"
    return SecurityError(401, reason, challenges=CHALLENGES)


def wrong_credentials(username: str, target: str) -> SecurityError:
    """No such user, another password, or a user who is disabled."""
    reason = f"unable to authenticate user [{username}] for REST request [{target}]"
    return SecurityError(401, reason, challenges=CHALLENGES)


def basic_without_colon() -> SecurityError:
    """Basic credentials that are no pair."""
    return SecurityError(401, "invalid basic authentication header value", challenges=CHALLENGES)


def basic_unreadable(problem: str) -> SecurityError:
    """Basic credentials that are not base64."""
    cause = illegal_argument(problem)
    return SecurityError(401, "invalid basic authentication header encoding", challenges=CHALLENGES, caused_by=cause)


def unsuccessful(why: str) -> SecurityError:
    """An API key or a token that does not let in; `why` begins with which of the two."""
    reason = "unable to authenticate with provided credentials and anonymous access is not allowed for this request"
    metadata = {"additional_unsuccessful_credentials": why}
    return SecurityError(401, reason, challenges=CHALLENGES, metadata=metadata)


def denied(reason: str) -> SecurityError:
    """403: see `denial.py` for the words."""
    return SecurityError(403, reason)


def privileges_of_a_limited_key() -> ApiError:
    """An API key that was given roles cannot list what it may do (`TransportGetUserPrivilegesAction`, `LimitedRole`)."""
    reason = (
        "Cannot retrieve privileges for API keys with assigned role descriptors. Please use the Get API key information"
        " API https://ela.st/es-api-get-api-key"
    )
    cause = ApiError(400, "unsupported_operation_exception", "cannot retrieve cluster permission on limited role")
    return ApiError(400, "security_exception", reason, caused_by=cause)


def tokens_are_off() -> ApiError:
    """The token service needs TLS (`TokenService.ensureEnabled`)."""
    reason = "security tokens are not enabled"
    return ApiError(400, "feature_not_enabled_exception", reason, metadata={"disabled.feature": "security_tokens"})
