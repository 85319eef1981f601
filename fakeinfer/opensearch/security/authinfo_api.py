"""What the plugin tells about itself and about who asks.

Source: opensearch-project/security:src/main/java/org/opensearch/security/rest/{SecurityInfoAction,SecurityHealthAction,
SecurityWhoAmIAction,DashboardsInfoAction,TenantInfoAction}.java, .../dlic/rest/api/{PermissionsInfoAction,FlushCacheApiAction}.java
"""

from __future__ import annotations

from ...operations import DELETE, GET, POST, PUT, Bool, Call, Text, operation
from ...wire import Json, PlainText, Reply
from . import FEATURE, errors
from .configuration import MAY_USE_THE_API, require_access
from .users import User

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/security.yaml"
REMOTE_ADDRESS = "127.0.0.1:50000"  # nobody connects here
METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT")
ENDPOINTS = (
    "WHITELIST", "ALLOWLIST", "ROLES", "ROLESMAPPING", "SYSTEMINFO", "PERMISSIONSINFO", "CONFIG", "VALIDATE", "MIGRATE",
    "ACCOUNT", "AUDIT", "TENANTS", "INTERNALUSERS", "ACTIONGROUPS", "NODESDN", "AUTHTOKEN", "SSL", "CACHE",
)  # fmt: skip
PASSWORD_RULE = r"(?=.*[A-Z])(?=.*[^a-zA-Z\d])(?=.*[0-9])(?=.*[a-z]).{8,}"
PASSWORD_WORDS = (
    "Password should be at least 8 characters long and contain at least one uppercase letter, one lowercase letter, one "
    "digit, and one special character."
)


def tenants_of(user: User) -> dict[str, Json]:
    """The tenants of OpenSearch Dashboards that a user may write to: everybody has one of their own."""
    of_all = {"global_tenant": True, "admin_tenant": True} if user.is_admin else {}
    return {**of_all, user.name: True}


@operation(
    "security.authinfo",
    GET("/_plugins/_security/authinfo"),
    POST("/_plugins/_security/authinfo"),
    GET("/_opendistro/_security/authinfo"),
    POST("/_opendistro/_security/authinfo"),
    query={"auth_type": Text(), "verbose": Bool(False)},
    body="ignored",
    privilege="none",
    source=SOURCE,
    unread_query="internal users have one way to come in; sizes in memory are not measured",
    feature=FEATURE,
)
def authinfo(call: Call) -> Json:
    """Who asks, with all roles."""
    user: User = call.user
    return {
        "user": str(user),
        "user_name": user.name,
        "user_requested_tenant": user.tenant,
        "remote_address": REMOTE_ADDRESS,
        "backend_roles": list(user.backend_roles),
        "custom_attribute_names": user.attribute_names,
        "roles": list(user.roles),
        "tenants": tenants_of(user),
        "principal": None,
        "peer_certificates": "0",
        "sso_logout_url": None,
    }


@operation(
    "security.health",
    GET("/_plugins/_security/health"),
    POST("/_plugins/_security/health"),
    GET("/_opendistro/_security/health"),
    POST("/_opendistro/_security/health"),
    query={"mode": Text("strict")},
    body="ignored",
    privilege="none",
    source=SOURCE,
    feature=FEATURE,
)
def health(call: Call) -> Json:
    """Whether the plugin works, told to everybody."""
    return {"message": None, "mode": call.query["mode"], "status": "UP"}


@operation(
    "security.who_am_i",
    GET("/_plugins/_security/whoami"),
    POST("/_plugins/_security/whoami"),
    GET("/_opendistro/_security/whoami"),
    POST("/_opendistro/_security/whoami"),
    body="ignored",
    privilege="none",
    source=SOURCE,
    feature=FEATURE,
)
def who_am_i(call: Call) -> Reply:
    """Whose certificate the connection has: without TLS, nobody's."""
    return Reply(PlainText("No security data"), status=403)


@operation(
    "security.get_dashboards_info",
    GET("/_plugins/_security/dashboardsinfo"),
    POST("/_plugins/_security/dashboardsinfo"),
    body="ignored",
    privilege="none",
    source=SOURCE,
    feature=FEATURE,
)
def get_dashboards_info(call: Call) -> Json:
    """What OpenSearch Dashboards wants to know."""
    return {
        "user_name": call.user.name,
        "not_fail_on_forbidden_enabled": False,
        "opensearch_dashboards_mt_enabled": True,
        "opensearch_dashboards_index": ".kibana",
        "opensearch_dashboards_server_user": "kibanaserver",
        "multitenancy_enabled": True,
        "private_tenant_enabled": True,
        "default_tenant": "",
        "sign_in_options": ["BASIC"],
        "password_validation_error_message": PASSWORD_WORDS,
        "password_validation_regex": PASSWORD_RULE,
    }


@operation(
    "security.get_tenant_info",
    GET("/_plugins/_security/tenantinfo"),
    POST("/_plugins/_security/tenantinfo"),
    body="ignored",
    privilege="none",
    source=SOURCE,
    feature=FEATURE,
)
def get_tenant_info(call: Call) -> Reply:
    """The indices of tenants: shown to the user of OpenSearch Dashboards alone."""
    return Reply(PlainText(""), status=403)


@operation(
    "security.get_permissions_info",
    GET("/_plugins/_security/api/permissionsinfo"),
    GET("/_opendistro/_security/api/permissionsinfo"),
    privilege="none",
    source=SOURCE,
    feature=FEATURE,
)
def get_permissions_info(call: Call) -> Json:
    """Which APIs of the configuration the user may use: all or none."""
    user: User = call.user
    allowed = bool(set(MAY_USE_THE_API) & set(user.roles))
    disabled = {} if allowed else {endpoint: list(METHODS) for endpoint in ENDPOINTS}
    return {"user": str(user), "user_name": user.name, "has_api_access": allowed, "disabled_endpoints": disabled}


@operation(
    "security.flush_cache",
    DELETE("/_plugins/_security/api/cache"),
    DELETE("/_opendistro/_security/api/cache"),
    GET("/_plugins/_security/api/cache"),
    PUT("/_plugins/_security/api/cache"),
    POST("/_plugins/_security/api/cache"),
    body="ignored",
    privilege="restapi:admin",
    source=SOURCE,
    feature=FEATURE,
)
def flush_cache(call: Call) -> Json:
    """Forget who is who; nothing is remembered here."""
    require_access(call)
    if call.request.method != "DELETE":
        raise errors.method_not_supported(call.request.method)
    return {"status": "OK", "message": "Cache flushed successfully."}
