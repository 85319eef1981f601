"""`if` conditions: scripts that are true or false and may not change the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import illegal_argument, not_implemented
from ..painless import Script, compile, frozen
from ..wire import Json

if TYPE_CHECKING:
    from .document import IngestDocument

_NO_CHANGES = "Mutating ingest documents in conditionals is not supported"


class Condition:
    """The condition of one processor; `compiled` before use, then `holds`."""

    __slots__ = ("_script", "lang", "params", "source")

    def __init__(self, source: str, params: Json = None, lang: str = "painless") -> None:
        self.source = source
        self.params = params or {}
        self.lang = lang
        self._script: Script | None = None

    @classmethod
    def of_script(cls, script: dict[str, Json]) -> Condition:
        """From a script object."""
        source = script.get("source", script.get("inline"))
        if script.get("id") is not None:
            raise not_implemented("stored scripts as conditions")
        if source is None:
            raise illegal_argument("must specify either [source] for an inline script or [id] for a stored script")
        return cls(str(source), script.get("params"), str(script.get("lang") or "painless"))

    def compiled(self) -> Condition:
        """Itself, compiled; a script that does not compile is the server's error or a 501."""
        if self.lang != "painless":
            raise illegal_argument(f"script_lang not supported [{self.lang}]")
        self._script = compile(self.source, returns="boolean")
        return self

    def holds(self, document: IngestDocument) -> bool:
        """Whether the processor is to run; a condition that breaks raises `runtime error`."""
        script = self._script
        assert script is not None
        ctx: dict[str, Any] = document.ctx
        if script.changes:
            ctx = frozen(ctx, _NO_CHANGES)
        return bool(script.run({"ctx": ctx, "params": frozen(self.params) if script.changes else self.params}))
