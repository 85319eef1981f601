"""Strategies for JSON near a schema: its own property names, filled with fitting and unfitting values."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 300)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(max_size=8)
    | st.sampled_from(["http://localhost", "${parameters.x}", "{{x}}", "a.b", "_id", "openai", "remote"])
)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def near_bodies(document: Any) -> st.SearchStrategy[Any]:
    """Mostly objects with the schema's properties, sometimes anything."""
    return st.one_of(_near(document), _near(document), _near(document), json_values)


def _near(document: Any) -> st.SearchStrategy[Any]:
    if not isinstance(document, dict):
        return json_values
    if document.get("properties"):
        known = {name: _near(sub) for name, sub in document["properties"].items()}
        required = {name: known.pop(name) for name in document.get("required", ()) if name in known}
        return st.fixed_dictionaries(required, optional=known)
    if "enum" in document:
        return st.sampled_from(document["enum"]) | json_values
    if document.get("type") == "array":
        return st.lists(_near(document.get("items", {})), max_size=3) | json_values
    for choice in ("anyOf", "oneOf"):
        if choice in document:
            return st.one_of([_near(sub) for sub in document[choice]])
    by_type = {"string": st.text(max_size=10), "integer": st.integers(-2, 100), "boolean": st.booleans()}
    fitting = by_type.get(str(document.get("type")))
    return json_values if fitting is None else fitting | json_values
