"""OpenSearch's refusals about pipelines; what both products say is in `ingest/errors.py`."""

from __future__ import annotations

from ..errors import ApiError


def body_of_no_known_kind() -> ApiError:
    """A body that begins with no `{` where a definition is due: the server takes it for something compressed (500)."""
    reason = "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"
    return ApiError(500, "not_x_content_exception", reason)
