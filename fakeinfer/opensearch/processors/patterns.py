"""OpenSearch's own form of grok."""

from __future__ import annotations

from ...ingest.declaring import Options, processor
from ...ingest.grok.bank import builtin, check_circles
from ...ingest.grok.expression import Grok
from ...ingest.options import Bool, Config, ListOf, Taken, Text
from ...ingest.processors.grok import DEFINITIONS, compiled, run_grok
from ...ingest.running import Run
from ...versions import Span


def _grok(config: Config, taken: Taken) -> Grok:
    return compiled(taken, builtin(), check_circles)


@processor(
    "grok",
    [
        Text("field"),
        ListOf("patterns"),
        Bool("trace_match", False),
        Bool("ignore_missing", False),
        Bool("capture_all_matches", False, Span("3.3")),
        DEFINITIONS,
    ],
    prepare=_grok,
    source="opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common/GrokProcessor.java",
)
def grok(run: Run, options: Options) -> None:
    """Read fields out of a text by named patterns."""
    run_grok(run, options, options.prepared, all_matches=getattr(options, "capture_all_matches", False))
