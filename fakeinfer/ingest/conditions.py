"""`if` conditions: scripts that are true or false and may not change the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import illegal_argument
from ..formats.javatext import hash_order, to_text
from ..painless import Script, compile, frozen
from ..wire import Json
from .script_definitions import check_definition, check_id
from .stored_scripts import compile_stored

if TYPE_CHECKING:
    from ..cluster import State
    from .document import IngestDocument

_NO_CHANGES = "Mutating ingest documents in conditionals is not supported"


class Condition:
    """The condition of one processor; `compiled` before use, then `holds`."""

    __slots__ = ("_script", "is_stored", "lang", "params", "source")

    def __init__(self, source: str, params: Json = None, lang: str = "painless", *, is_stored: bool = False) -> None:
        self.source = source
        self.is_stored = is_stored
        """Whether `source` is the name of a script that is stored."""
        self.params = params or {}
        self.lang = lang
        self._script: Script | None = None

    @classmethod
    def of_script(cls, script: dict[str, Json]) -> Condition:
        """From a script object."""
        script = {name: script[name] for name in hash_order(script)}
        check_definition(script)
        source = script.get("source", script.get("inline"))
        if script.get("id") is not None:
            return cls(check_id(script), script.get("params"), is_stored=True)
        if source is None:
            raise illegal_argument("must specify either [source] for an inline script or [id] for a stored script")
        if options := script.get("options"):
            raise illegal_argument(f"illegal compiler options [{to_text(options)}] specified")
        return cls(str(source), script.get("params"), str(script.get("lang") or "painless"))

    def compiled(self, state: State | None = None) -> Condition:
        """Itself, compiled; a script that does not compile is the server's error or a 501."""
        if self.lang != "painless":
            raise illegal_argument(f"script_lang not supported [{self.lang}]")
        if not self.is_stored:
            self._script = compile(self.source, returns="boolean")
        elif state is not None:
            compile_stored(state, self.source, "boolean")
        return self

    def holds(self, document: IngestDocument, state: State) -> bool:
        """Whether the processor is to run; a condition that breaks raises `runtime error`."""
        script = compile_stored(state, self.source, "boolean") if self.is_stored else self._script
        assert script is not None
        ctx: dict[str, Any] = document.ctx
        if script.changes:
            ctx = frozen(ctx, _NO_CHANGES)
        return bool(script.run({"ctx": ctx, "params": frozen(self.params) if script.changes else self.params}))
