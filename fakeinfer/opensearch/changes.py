"""Named behaviours of OpenSearch that changed between versions, and places where documentation and server disagree.

Only here do spans of behaviour stand; code asks `call.has(NAME)`.
"""

from __future__ import annotations

from ..contract import Change, Disagreement
from ..versions import Span

UNKNOWN_SETTING_TYPE = "unknown_setting_type"

CHANGES: tuple[Change, ...] = (
    Change(UNKNOWN_SETTING_TYPE, Span("3.0"), "an unknown cluster setting is a settings_exception"),
)
DISAGREEMENTS: tuple[Disagreement, ...] = ()
