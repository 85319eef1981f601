"""Tokens, which are switched off as on every server without TLS.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authc/TokenService.java (`ensureEnabled`)
"""

from __future__ import annotations

from ...operations import DELETE, POST, Call, operation
from ...wire import Json
from . import FEATURE, errors
from .guard import require
from .user_api import SPECIFICATION

ACTION = "cluster:admin/xpack/security/token"


@operation(
    "security.get_token",
    POST("/_security/oauth2/token"),
    body="required",
    privilege="manage_token",
    source=f"{SPECIFICATION}/get_token/GetUserAccessTokenRequest.ts",
    feature=FEATURE,
)
def get_token(call: Call) -> Json:
    """Refuse to make a token."""
    require(call, f"{ACTION}/create")
    raise errors.tokens_are_off()


@operation(
    "security.invalidate_token",
    DELETE("/_security/oauth2/token"),
    body="required",
    privilege="manage_token",
    source=f"{SPECIFICATION}/invalidate_token/SecurityInvalidateTokenRequest.ts",
    feature=FEATURE,
)
def invalidate_token(call: Call) -> Json:
    """Refuse to invalidate one."""
    require(call, f"{ACTION}/invalidate")
    raise errors.tokens_are_off()
