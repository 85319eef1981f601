"""Elasticsearch's processors that the fake does not have."""

from __future__ import annotations

from ...ingest.processors.unsupported import unsupported

DECLARED_PROCESSORS = unsupported(
    "attachment",
    "cef",
    "circle",
    "community_id",
    "enrich",
    "fingerprint",
    "geo_grid",
    "geoip",
    "ip_location",
    "network_direction",
    "redact",
    "registered_domain",
    "reroute",
    "uri_parts",
    "user_agent",
    source="elastic/elasticsearch-specification:specification/ingest/_types/Processors.ts",
)
