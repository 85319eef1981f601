"""What refers to endpoints: mappings with fields of type `semantic_text`."""

from __future__ import annotations

from ...mapping.references import referring
from ...references import ReferenceRule

FIELD_TYPES = "fakeinfer.elasticsearch.semantic.semantic_text"
"""The module that declares the field type; read by who looks for references."""

REFERENCES = (ReferenceRule("endpoint", "indices", referring("endpoint", FIELD_TYPES)),)
"""An index whose mapping names an endpoint refers to it."""
