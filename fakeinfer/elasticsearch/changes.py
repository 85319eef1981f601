"""Named behaviours of Elasticsearch that changed between versions, and places where documentation and server disagree.

Only here do spans of behaviour stand; code asks `call.has(NAME)`.
"""

from __future__ import annotations

from ..contract import Change, Disagreement

CHANGES: tuple[Change, ...] = ()
DISAGREEMENTS: tuple[Disagreement, ...] = ()
