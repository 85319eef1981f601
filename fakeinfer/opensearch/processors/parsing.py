"""OpenSearch's own form of dot_expander."""

from __future__ import annotations

from typing import Any

from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.options import Config, Custom, Taken, Text
from ...ingest.processors.parsing import check_dots, expand
from ...ingest.running import Run


def _dotted(config: Config, taken: Taken) -> Any:
    field = Text("field").read(config, taken)
    if "." not in field:
        raise errors.about_property("field", "field does not contain a dot")
    check_dots(field)
    return field


@processor(
    "dot_expander",
    [Custom("field", reading=_dotted), Text("path", None)],
    source="opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common/DotExpanderProcessor.java",
)
def dot_expander(run: Run, options: Options) -> None:
    """Make objects of a key with dots."""
    expand(run, options.path, options.field, override=False)
