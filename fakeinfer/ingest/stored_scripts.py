"""Scripts of processors and conditions that are kept by name; each run reads them anew.

`opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/ScriptService.java` (observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import not_implemented
from ..painless import Script, compile
from . import errors

if TYPE_CHECKING:
    from ..cluster import State

_COLLECTION = "stored_scripts"


def compile_stored(state: State, id: str, returns: str) -> Script:
    """A script by its name, which failures call it by."""
    stored = state.store.get(_COLLECTION, id)
    if stored is None:
        raise errors.script_not_stored(id)
    if stored["lang"] != "painless":
        raise not_implemented("stored templates as scripts of pipelines")
    return compile(str(stored["source"]), returns=returns)._replace(name=id)
