"""`_explain` of OpenSearch; what it does is in `..document_requests.explaining`."""

from __future__ import annotations

from ...document_requests.explaining import EXPLAIN
from ...operations import Text
from .document_api import READ, SOURCE

explain = EXPLAIN.declared(__name__, privilege=f"{READ}/explain", source=SOURCE, query={"parent": Text()})
