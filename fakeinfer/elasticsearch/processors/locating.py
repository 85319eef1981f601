"""Elasticsearch's geoip and ip_location as on a server that could never download its databases: documents are tagged.

elastic/elasticsearch:modules/ingest-geoip/src/main/java/org/elasticsearch/ingest/geoip/GeoIpProcessor.java.
"""

from __future__ import annotations

from ...ingest.declaring import Options, processor
from ...ingest.options import Bool, ListOf, Option, Text, Value
from ...ingest.running import Run
from ...versions import Span

_SOURCE = "elastic/elasticsearch:modules/ingest-geoip/src/main/java/org/elasticsearch/ingest/geoip/GeoIpProcessor.java"


def _options(target: str) -> list[Option]:
    return [
        Text("field"),
        Text("target_field", target),
        Text("database_file", "GeoLite2-City.mmdb"),
        ListOf("properties", None),
        Bool("ignore_missing", False),
        Bool("first_only", True),
        Bool("download_database_on_pipeline_creation", True),
        Value("fallback_to_default_databases", None, Span(until="9.0")),
    ]


@processor("geoip", _options("geoip"), source=_SOURCE)
def geoip(run: Run, options: Options) -> None:
    """Say that there is no database of addresses."""
    run.document.append("tags", f"_geoip_database_unavailable_{options.database_file}")


@processor("ip_location", _options("ip_location"), since="8.16", source=_SOURCE)
def ip_location(run: Run, options: Options) -> None:
    """Say that there is no database of addresses."""
    run.document.append("tags", f"_ip_location_database_unavailable_{options.database_file}")
