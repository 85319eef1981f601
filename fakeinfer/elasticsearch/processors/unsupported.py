"""Elasticsearch's processors that the fake does not have."""

from __future__ import annotations

from ...ingest.processors.unsupported import unsupported

DECLARED_PROCESSORS = unsupported(
    "attachment",
    "cef",
    "circle",
    "geo_grid",
    source="elastic/elasticsearch-specification:specification/ingest/_types/Processors.ts",
)
