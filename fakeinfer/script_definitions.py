"""Scripts as requests define them: a text, or an object that is read strictly.

Who runs them: `document_requests/scripts.py` (changes of documents), `search/scripts/search_scripts.py`, `search/aggregations/scripts.py`.
Pipelines have a reader of their own (`ingest/script_definitions.py`), since the server prints their scripts before it reads
them.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/Script.java, which Elasticsearch shares;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .errors import illegal_argument, not_implemented, resource_not_found
from .formats.javatext import to_text
from .object_parser import OBJECT, TEXT, Field, ObjectParser, Path, Source, Unreadable, parse_error
from .store import Store
from .wire import Json

STORED = "stored_scripts"
PAINLESS = "painless"
TOKENS = ("START_OBJECT", "VALUE_STRING")
_OTHERS = frozenset(("expression",))
"""Languages that servers have and the fake has not."""


class Script(NamedTuple):
    """A script of a request, as it came."""

    source: str | None = None
    id: str | None = None
    lang: str = PAINLESS
    params: Mapping[str, Json] = {}
    options: Mapping[str, Json] = {}

    def __str__(self) -> str:
        """As tasks describe it."""
        kind, code = ("inline", self.source) if self.id is None else ("stored", self.id)
        lang = f"'{self.lang}'" if self.id is None else "null"
        told = f"options={to_text(dict(self.options))}, params={to_text(dict(self.params))}"
        return f"Script{{type={kind}, lang={lang}, idOrCode='{code}', {told}}}"

    def text(self, store: Store) -> str:
        """What is to be run, be it stored; scripts of other languages are refused."""
        if self.id is None:
            check_language(self.lang)
            if self.options:
                raise illegal_argument(f"Unrecognized compile-time parameter(s): {to_text(dict(self.options))}")
            return str(self.source)
        stored = store.get(STORED, self.id)
        if stored is None:
            raise resource_not_found(f"unable to find script [{self.id}] in cluster state")
        return str(stored["source"])


def check_language(lang: str) -> None:
    """Refuse what is not Painless."""
    if lang in _OTHERS:
        raise not_implemented(f"scripts in the language [{lang}]")
    if lang != PAINLESS:
        raise illegal_argument(f"script_lang not supported [{lang}]")


def read_script(value: Json, source: Source, path: Path) -> Script:
    """A script as the strict parsers of requests read it."""
    if isinstance(value, str):
        return Script(value)
    known: dict[str, Any] = _PARSER.read(value, source, path)
    named = [name for name in known if name in ("source", "id")]
    if len(named) > 1:
        at = (*path, named[1])
        cause = illegal_argument("must only use one of [source, id] when specifying a script")
        refused = parse_error(source.at(at), f"[script] failed to parse field [{named[1]}]", cause)
        raise Unreadable(refused, at)
    if (problem := _combination(known)) is not None:
        raise Unreadable(illegal_argument(problem), path, "end")
    return Script(**known)


def _combination(known: Mapping[str, Any]) -> str | None:
    """What is wrong with the fields that are there and those that are not, if something is."""
    options = known.get("options", {})
    if "id" in known:
        if "lang" in known:
            return "illegally specified <lang> for a stored script"
        return "field [options] cannot be specified using a stored script" if options else None
    if "source" not in known:
        return "must specify either [source] for an inline script or [id] for a stored script"
    if options and [*options] != ["content_type"]:
        return f"illegal compiler options [{to_text(options)}] specified"
    return None


_PARSER = ObjectParser("script", {"source": TEXT, "id": TEXT, "lang": TEXT, "params": OBJECT, "options": OBJECT})
SCRIPT = Field(TOKENS, read_script)
"""A field of a strict parser that holds a script."""
