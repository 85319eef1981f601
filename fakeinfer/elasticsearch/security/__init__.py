"""Security of Elasticsearch, when a cluster is started with it: users, roles, API keys, who may do what.

Start reading at `guard.py`: it tells users apart and asks for their privileges. What a role may do is in `permissions.py`,
which action an operation is in `actions.py`, the `_security` APIs are in the modules that end with `_api`.
"""

from __future__ import annotations

FEATURE = "security"
OPTIONS = {
    "security": "true: users are told apart and need privileges; elastic has the password `changeme`",
    "password": "the password of elastic, with `security`",
    "users": "more users, with `security`: name -> password, or {password, roles, full_name, email, metadata, enabled}",
    "roles": "more roles, with `security`: name -> the body of a role",
}
"""What a cluster can be started with."""
