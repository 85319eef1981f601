"""`LogPatternAnalysisTool` (3.3): what log messages of a span of time have that those of another one have not.

It is all done by PPL, which is the SQL plugin's: parameters are checked here as the tool checks them, and the rest is refused by
name. `opensearch-project/skills:src/main/java/org/opensearch/agent/tools/LogPatternAnalysisTool.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ....errors import illegal_argument, not_implemented
from ..outputs import Value
from ..toolbox import Kind

if TYPE_CHECKING:
    from ....cluster import State

DEFAULTS = {"timeField": "@timestamp", "logFieldName": "message"}
NEEDED = ("index", "timeField", "logFieldName", "selectionTimeRangeStart", "selectionTimeRangeEnd")


def fits(parameters: Mapping[str, str]) -> bool:
    """Whether nothing is missing."""
    return not _missing(parameters)


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """Refuse to run PPL; before that what lacks parameters."""
    missing = _missing(parameters)
    if missing:
        raise illegal_argument(f"Missing required parameters: {', '.join(missing)}")
    raise not_implemented("LogPatternAnalysisTool, which runs PPL of the SQL plugin")


def _missing(parameters: Mapping[str, str]) -> list[str]:
    return [name for name in NEEDED if not parameters.get(name, DEFAULTS.get(name, ""))]


KINDS: Mapping[str, Kind] = {"LogPatternAnalysisTool": Kind(run, fits=fits)}
