"""Security of OpenSearch, when a cluster is started with it: internal users, roles and their mappings, who may do what.

Start reading at `guard.py`: it tells users apart and asks for their permissions. What roles allow is in `permissions.py`,
which actions an operation is in `actions.py`, the server's own indices in `system_indices.py`, the `_plugins/_security`
APIs in the modules that end with `_api`. Who may see and use which model, group and connector is the business of ML Commons:
`..access.control`, `..access.connectors`.
"""

from __future__ import annotations

FEATURE = "security"
OPTIONS = {
    "security": "true: users are told apart and need permissions; admin has the password `admin`",
    "password": "the password of admin, with `security`",
    "users": "more users, with `security`: name -> password, or {password, roles, backend_roles, attributes, description}",
    "roles": "more roles, with `security`: name -> the body of a role",
    "roles_mapping": "with `security`: role -> {users, backend_roles, ..}, instead of the mappings of the demo configuration",
}
"""What a cluster can be started with."""
