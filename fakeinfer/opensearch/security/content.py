"""Reading the bodies of the plugin's own APIs: what may stand in them, in the words of their refusals.

Source: opensearch-project/security:src/main/java/org/opensearch/security/dlic/rest/validation/RequestContentValidator.java;
texts and order observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ... import media
from ...formats.jackson import Malformed
from ...operations import Call
from . import errors

KINDS = {str: "String", list: "Array", dict: "Object", bool: "Boolean"}
Keys = Mapping[str, type]
SHORTEST_PASSWORD = 8
FEWEST_CHARACTERS = 6
"""Different ones that a password has at least. The server estimates how long it would take to guess it."""


def read(call: Call) -> Any:
    """The body as JSON; None for none."""
    data: bytes = call.body or b""
    if not data.strip():
        return None
    try:
        return media.parse(data, "json", call.contract.product.source)
    except Malformed:
        raise errors.invalid_content("Could not parse content of request.") from None


def read_entry(call: Call, keys: Keys, mandatory: Iterable[str] = ()) -> dict[str, Any]:
    """The body as an entry with these keys."""
    body = read(call)
    if not isinstance(body, dict) or not body:
        raise errors.invalid_content("Request body required for this action.")
    check(body, keys, mandatory)
    return body


def check(body: Mapping[str, Any], keys: Keys, mandatory: Iterable[str] = ()) -> None:
    """Refuse unknown keys, missing ones, and values of the wrong kind."""
    problems = {
        "invalid_keys": [name for name in body if name not in keys],
        "missing_mandatory_keys": [name for name in mandatory if name not in body],
    }
    found = {name: {"keys": ",".join(listed)} for name, listed in problems.items() if listed}
    if found:
        raise errors.invalid_content("Invalid configuration", **found)
    wrong = {
        name: f"{KINDS[keys[name]]} expected"
        for name, value in body.items()
        if value is not None and not isinstance(value, keys[name])
    }
    if wrong:
        raise errors.invalid_content("Wrong datatype", **wrong)
    if any(_has_blanks(value) for value in body.values()):
        raise errors.invalid_content("`null` or blank values are not allowed as json array elements")


def check_password(password: str, username: str) -> None:
    """Refuse a password that is guessed easily."""
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < FEWEST_CHARACTERS:
        raise errors.invalid_content("Weak password")
    if username.lower() in password.lower():
        raise errors.invalid_content("Password is similar to user name")


def _has_blanks(value: Any) -> bool:
    return isinstance(value, list) and any(
        each is None or (isinstance(each, str) and not each.strip()) for each in value
    )
