"""Role descriptors: read, checked, kept and printed; the reserved ones (`reserved_roles.json`).

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/authz/
{RoleDescriptor,store/ReservedRolesStore}.java
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented, parse_error
from ...formats.positions import token_name
from ...versions import Span
from ...wire import Json
from .. import changes
from .privileges import (
    is_readable,
    known_cluster_privilege,
    known_index_privilege,
    unknown_cluster_privilege,
    unknown_index_privilege,
)

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "security_roles"
_UNSUPPORTED = ("remote_indices", "remote_cluster", "global", "restriction", "workflows")


def find(state: State, name: str) -> dict[str, Any] | None:
    """A role's descriptor, reserved or native."""
    return reserved(state).get(name) or state.store.get(COLLECTION, name)


def reserved(state: State) -> dict[str, dict[str, Any]]:
    """The reserved roles of the cluster's version."""
    memo = state.contract.memo
    found: dict[str, dict[str, Any]] | None = memo.get("reserved roles")
    if found is None:
        described = changes.ROLE_DESCRIPTIONS in state.switched_on
        found = memo["reserved roles"] = {
            name: {key: value for key, value in form["role"].items() if described or key != "description"}
            for name, forms in _data().items()
            for form in forms
            if state.contract.version in Span(form.get("since"), form.get("until"))
        }
    return found


@cache
def _data() -> Any:
    return json.loads((Path(__file__).parent / "reserved_roles.json").read_text("utf-8"))


def read(name: str, body: Json, *, described: bool) -> dict[str, Any]:
    """A descriptor from JSON; the first field that cannot be read is refused."""
    if not isinstance(body, dict):
        raise parse_error(f"failed to parse role [{name}]. expected an object but found [{token_name(body)}] instead")
    role: dict[str, Any] = {
        "cluster": [],
        "indices": [],
        "applications": [],
        "run_as": [],
        "metadata": {},
        "transient_metadata": {"enabled": True},
    }
    for key, value in body.items():
        if key in ("cluster", "run_as"):
            role[key] = texts(name, key, value)
        elif key in ("indices", "index"):
            role["indices"] = groups(name, key, value)
        elif key in ("applications", "application"):
            role["applications"] = applications(name, key, value)
        elif key == "metadata":
            if not isinstance(value, dict):
                raise parse_error(
                    f"expected field [metadata] to be of type object, but found [{token_name(value)}] instead"
                )
            role["metadata"] = value
        elif key == "description" and described:
            if not isinstance(value, str):
                raise parse_error(
                    f"failed to parse role [{name}]. unexpected field [description], expected a text but found [{token_name(value)}]"
                )
            role["description"] = value
        elif key in _UNSUPPORTED:
            if value:
                raise not_implemented(f"[{key}] of a role")
        elif key != "transient_metadata":
            raise parse_error(f"failed to parse role [{name}]. unexpected field [{key}]")
    return role


def texts(name: str, key: str, value: Json) -> list[str]:
    """One text or several; null is none."""
    if value is None:
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(value)
    found = token_name(value)
    if isinstance(value, list):
        found = token_name(next(item for item in value if not isinstance(item, str)))
    problem = f"could not parse [{key}] field. expected a string array but found [{found}] value instead"
    raise parse_error(f"failed to parse role [{name}]", caused_by=parse_error(problem))


def groups(name: str, field: str, value: Json) -> list[dict[str, Any]]:
    """Privileges on indices."""
    failed = f"failed to parse indices privileges for role [{name}]."
    if not isinstance(value, list):
        raise parse_error(
            f"{failed} expected field [{field}] value to be an array, but found [{token_name(value)}] instead"
        )
    return [_group(name, failed, field, entry) for entry in value]


def _group(name: str, failed: str, field: str, entry: Json) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise parse_error(
            f"{failed} expected field [{field}] value to be an array of objects, but found an array element of type"
            f" [{token_name(entry)}]"
        )
    found: dict[str, Any] = {}
    for key, value in entry.items():
        if key == "names":
            if value == []:
                raise parse_error(f"{failed} [names] cannot be an empty array")
            if not isinstance(value, str | list):
                raise parse_error(
                    f"{failed} expected field [names] value to be a string or an array of strings, but found"
                    f" [{token_name(value)}] instead"
                )
            found["names"] = [value] if isinstance(value, str) else texts(name, key, value)
        elif key == "privileges":
            found["privileges"] = texts(name, key, value)
        elif key == "allow_restricted_indices":
            if not isinstance(value, bool):
                raise parse_error(
                    f"{failed} expected field [{key}] value to be a boolean, but found [{token_name(value)}] instead"
                )
            found[key] = value
        elif key == "field_security":
            found[key] = _field_security(failed, value)
        elif key == "query":
            if value:
                found[key] = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        elif key != "transient_metadata":
            raise parse_error(f"{failed} unexpected field [{key}]")
    for key in ("names", "privileges"):
        if key not in found:
            raise parse_error(f"{failed} missing required [{key}] field")
    order = ("names", "privileges", "field_security", "query", "allow_restricted_indices")
    found.setdefault("allow_restricted_indices", False)
    return {key: found[key] for key in order if key in found}


def _field_security(failed: str, value: Json) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise parse_error(f'{failed} expected START_OBJECT but got {token_name(value)} in "field_security".')
    if not value:
        raise parse_error(f'{failed} "field_security" must not be empty.')
    for key in value:
        if key not in ("grant", "except"):
            raise parse_error(f'{failed} "field_security" only accepts options grant and except, but got: {key}')
    if "except" in value and "grant" not in value:
        raise parse_error(f"{failed} field_security requires grant if except is given")
    return value


def applications(name: str, field: str, value: Json) -> list[dict[str, Any]]:
    """Privileges of applications, which Elasticsearch only keeps."""
    failed = f"failed to parse application privileges for role [{name}]."
    if not isinstance(value, list):
        raise parse_error(
            f"{failed} expected field [{field}] value to be an array, but found [{token_name(value)}] instead"
        )
    found = []
    for entry in value:
        if not isinstance(entry, dict):
            raise parse_error(
                f"{failed} expected field [{field}] value to be an array of objects, but found an array element of type"
                f" [{token_name(entry)}]"
            )
        held = {key: texts(name, key, entry.get(key)) for key in ("privileges", "resources")}
        for key in ("resources", "privileges"):
            if not held[key]:
                raise parse_error(f"{failed} missing or empty required [{key}] field")
        application = entry.get("application")
        if not isinstance(application, str):
            raise parse_error(f"{failed} missing required [application] field")
        found.append({"application": application, **held})
    return found


def problems(state: State, role: dict[str, Any]) -> list[str]:
    """The privileges of a descriptor that there are not (`RoleDescriptorRequestValidator`)."""
    found = [
        str(unknown_cluster_privilege(state, name.lower()).reason)
        for name in role["cluster"]
        if known_cluster_privilege(state, name) is None
    ]
    for group in role["indices"]:
        found += [
            str(unknown_index_privilege(state, name.lower()).reason)
            for name in group["privileges"]
            if known_index_privilege(state, name) is None
        ]
    return found


def needs_field_security(role: dict[str, Any]) -> bool:
    """Whether it says which fields or documents may be seen."""
    return any("field_security" in group or "query" in group for group in role["indices"])


def refuse_unsupported(role: dict[str, Any]) -> None:
    """Keep no role that would mean less or more here: one that hides parts of documents, or with an expression nobody reads."""
    if needs_field_security(role):
        raise not_implemented("field and document level security")
    patterns = [*role["run_as"], *(name for group in role["indices"] for name in group["names"])]
    for entry in role["applications"]:
        patterns += [entry["application"], *entry["privileges"], *entry["resources"]]
    for pattern in patterns:
        if not is_readable(pattern):
            raise not_implemented(f"the regular expression {pattern} of a role")
