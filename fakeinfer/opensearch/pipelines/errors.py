"""OpenSearch's refusals about pipelines; what both products say is in `ingest/errors.py`."""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, parse_error
from ...ingest import errors as ingest_errors


def body_of_no_known_kind() -> ApiError:
    """A body that begins with no `{` where a definition is due: the server takes it for something compressed (500)."""
    reason = "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"
    return ApiError(500, "not_x_content_exception", reason)


def search_processor_leftovers(name: str, names: list[str]) -> ApiError:
    """Options that a search processor does not know; `name` holds its tag, and a colon stands where ingest has none."""
    given = ", ".join(names)
    return parse_error(f"processor [{name}] doesn't support one or more provided configuration parameters: [{given}]")


def search_pipeline_not_defined(id: str) -> ApiError:
    """A search names a pipeline that is not there."""
    return illegal_argument(f"Pipeline {id} is not defined")


def too_many_processors(count: int, most: int) -> ApiError:
    """A pipeline with more processors than `cluster.ingest.max_number_processors` (500).

    Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/ingest/IngestService.java
    """
    return ApiError(
        500,
        "illegal_state_exception",
        f"Cannot use more than the maximum processors allowed. Number of processors being configured is [{count}] "
        f"which exceeds the maximum allowed configuration of [{most}] processors.",
    )


def final_pipeline_moves(pipeline: str, before: str | None, after: str | None, id: str | None) -> ApiError:
    """A final pipeline changed the index (500; observed: opensearch 2.19.1)."""
    return ingest_errors.illegal_state(f"final pipeline [{pipeline}] can't change the target index")
