"""`script` on requests: a script reads and changes single values of the search's source.

Source: opensearch-project/OpenSearch:modules/search-pipeline-common/src/main/java/org/opensearch/search/pipeline/common/SearchRequestMap.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...painless import Host, Thrown, class_of, frozen

if TYPE_CHECKING:
    from .running import SearchRun

_HERE = "org.opensearch.search.pipeline.common"
_GET = f"{_HERE}.SearchRequestMap.get(SearchRequestMap.java:79)"
_READ_FIRST = f"{_HERE}.SearchRequestMap.put(SearchRequestMap.java:94)"
_SET = f"{_HERE}.SearchRequestMap.put(SearchRequestMap.java:136)"
_PUT = f"{_HERE}.SearchRequestMap.put(SearchRequestMap.java:20)"
_IMMUTABLE = (
    "java.base/java.util.ImmutableCollections.uoe(ImmutableCollections.java:142)",
    "java.base/java.util.ImmutableCollections$AbstractImmutableMap.put(ImmutableCollections.java:1072)",
)
_NOT_FOR_SCRIPTS = {"size": 37, "remove": 49, "putAll": 53, "clear": 57, "keySet": 62, "values": 67, "entrySet": 72}
"""Methods of maps that this one refuses, with the line that does."""
_TYPES = {
    "from": "Integer",
    "size": "Integer",
    "explain": "Boolean",
    "version": "Boolean",
    "seq_no_primary_term": "Boolean",
    "track_scores": "Boolean",
    "track_total_hits": "Integer",
    "min_score": "Float",
    "terminate_after": "Integer",
    "profile": "Boolean",
}
"""What scripts may read and change."""
_ABSENT: dict[str, Any] = {"from": -1, "size": -1, "terminate_after": 0, "track_scores": False, "profile": False}
_UNBOXED = {"Integer": "int", "Boolean": "boolean", "Float": "float"}
_FLOATS = re.compile(r"\d[fF]\b|\(float\)")
_INT_MAX = 2**31 - 1


def run_script(run: SearchRun, options: Any) -> None:
    """Run the script over the source."""
    source = _Source(run.source, floats=_FLOATS.search(options.source.source) is not None)
    try:
        options.source.run({"ctx": _Context(source), "params": frozen(options.params or {})})
    except ApiError as refused:
        if source.failed and refused.caused_by is not None:
            refused.root_cause = (refused.caused_by,)
        raise
    run.source = source.values


class _Context(Host):
    """`ctx`: it holds the source and nothing else."""

    java_class = "java.util.ImmutableCollections$Map1"

    def __init__(self, source: _Source) -> None:
        self.source = source

    def member(self, name: str) -> Any:
        return self.source if name == "_source" else None

    def item(self, key: Any) -> Any:
        return self.member(key)

    def put(self, name: str, value: Any) -> None:
        raise Thrown("java.lang.UnsupportedOperationException", None, _IMMUTABLE)


class _Source(Host):
    """The source as a map of a few values."""

    java_class = f"{_HERE}.SearchRequestMap"

    def __init__(self, values: dict[str, Any], *, floats: bool) -> None:
        self.values = values
        self.floats = floats
        """Whether the script writes single-precision numbers, which the interpreter has no type for."""
        self.failed = False

    def _thrown(self, java: str, message: str | None, *stack: str) -> Thrown:
        self.failed = True
        return Thrown(java, message, stack)

    def _read(self, name: Any, *stack: str) -> Any:
        if not isinstance(name, str):
            raise self._thrown("java.lang.IllegalArgumentException", "key must be a String", *stack)
        if name not in _TYPES:
            where = f"{_HERE}.SearchRequestMapProcessingException"
            raise self._thrown(where, f"Unsupported key: {name}", *stack)
        value = self.values.get(name, _ABSENT.get(name))
        if name == "track_total_hits" and isinstance(value, bool):
            return _INT_MAX if value else -1
        return value

    def member(self, name: str) -> Any:
        return self._read(name, _GET)

    def item(self, key: Any) -> Any:
        return self._read(key, _GET)

    def put(self, name: str, value: Any) -> None:
        self._read(name, _GET, _READ_FIRST, _PUT)
        wanted = _TYPES[name]
        if value is None and wanted in ("Integer", "Boolean", "Float"):
            method = f"java.lang.{wanted}.{_UNBOXED[wanted]}Value()"
            text = f'Cannot invoke "{method}" because "value" is null'
            raise self._thrown("java.lang.NullPointerException", text, _SET, _PUT)
        given = class_of(value)
        if given == "java.lang.Double" and self.floats:
            given = "java.lang.Float"
        if given != f"java.lang.{wanted}":
            text = (
                f"class {given} cannot be cast to class java.lang.{wanted} "
                f"({given} and java.lang.{wanted} are in module java.base of loader 'bootstrap')"
            )
            raise self._thrown("java.lang.ClassCastException", text, _SET, _PUT)
        self._check(name, value)
        self.values = {**self.values, name: value}

    def _check(self, name: str, value: Any) -> None:
        problem = None
        if name in ("from", "size") and value < 0:
            problem = f"[{name}] parameter cannot be negative, found [{value}]"
        elif name == "terminate_after" and value < 0:
            problem = "terminateAfter must be > 0"
        elif name == "track_total_hits" and value < -1:
            problem = f"[track_total_hits] parameter must be positive or equals to -1, got {value}"
        if problem is not None:
            raise self._thrown("java.lang.IllegalArgumentException", problem, _SET, _PUT)

    def call(self, name: str, arguments: list[Any]) -> Any:
        if name == "get" and len(arguments) == 1:
            return self._read(arguments[0], _GET)
        if name == "put" and len(arguments) == 2:
            before = self._read(arguments[0], _GET, _READ_FIRST, _PUT)
            self.put(arguments[0], arguments[1])
            return before
        if name == "containsKey" and len(arguments) == 1:
            return self._read(arguments[0], _GET) is not None
        if name == "isEmpty" and not arguments:
            return False
        if name in _NOT_FOR_SCRIPTS:
            line = f"{_HERE}.BasicMap.{name}(BasicMap.java:{_NOT_FOR_SCRIPTS[name]})"
            text = f"{name} Method not supported in Search pipeline script"
            raise Thrown("java.lang.UnsupportedOperationException", text, (line,))
        return super().call(name, arguments)
