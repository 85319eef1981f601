"""What the only node is by default: its roles and attributes, and the versions of indices that it reads."""

from __future__ import annotations

from ...versions import Span, Version
from ..releases import index_version

ROLES = (
    "data", "data_cold", "data_content", "data_frozen", "data_hot", "data_warm", "ingest", "master", "ml",
    "remote_cluster_client", "transform",
)  # fmt: skip
LETTERS = "cdfhilmrstw"
"""The roles as tables tell them."""
ABOUT = {"xpack.installed": "true"}
"""Attributes."""
COMPONENTS = {"transform_config_version": 10000099, "ml_config_version": 12000099, "api_key_version": 8150099}
"""Versions of what parts of the server store."""
OLDEST_INDICES = ((Span(until="9.0"), 7_000_099), (Span("9.0"), 8_000_099))


def index_versions(version: Version) -> tuple[int, int]:
    """The oldest and the newest version of indices that a node works with."""
    return next(number for span, number in OLDEST_INDICES if version in span), int(index_version(version))
