"""The document on its way through pipelines, and access to its fields by path.

Paths are dotted, list items go by number, `_source.` and `_ingest.` are understood in front. The texts are those of
elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/IngestDocument.java, which OpenSearch inherited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..wire import Json
from . import errors

METADATA = ("_index", "_id", "_routing", "_version", "_version_type", "_if_seq_no", "_if_primary_term")
"""Names that stand beside the source's own keys and are no part of it."""

_TEXT_METADATA = ("_index", "_id", "_routing", "_version_type")

Container = dict[str, Any] | list[Any]


def copy_of(value: Json) -> Json:
    """A copy that shares nothing with `value`."""
    if isinstance(value, dict):
        return {name: copy_of(item) for name, item in value.items()}
    if isinstance(value, list):
        return [copy_of(item) for item in value]
    return value


class IngestDocument:
    """Source and metadata in one map (`ctx`), and what the run itself notes (`_ingest`).

    `typed` refuses metadata of the wrong type, `strict` refuses paths with an empty part (both Elasticsearch); `flexible`
    lets `a.b` name the key `"a.b"` as well.
    """

    __slots__ = ("ctx", "flexible", "ingest", "strict", "typed")

    def __init__(
        self,
        source: dict[str, Any],
        metadata: dict[str, Any],
        timestamp: str,
        *,
        typed: bool = False,
        strict: bool = False,
    ) -> None:
        self.ctx: dict[str, Any] = {**copy_of(source), **metadata}
        self.ingest: dict[str, Any] = {"timestamp": timestamp}
        self.typed = typed
        self.strict = strict
        self.flexible = False

    @property
    def source(self) -> dict[str, Any]:
        """The document without its metadata."""
        return {name: value for name, value in self.ctx.items() if name not in METADATA}

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata that has a value."""
        return {name: self.ctx[name] for name in METADATA if self.ctx.get(name) is not None}

    def copied(self) -> IngestDocument:
        """The same, sharing nothing."""
        twin = IngestDocument({}, copy_of(self.ctx), "", typed=self.typed, strict=self.strict)
        twin.ingest = copy_of(self.ingest)
        twin.flexible = self.flexible
        return twin

    def get(self, path: str) -> Json:
        """The value at `path`, or the refusal that says where the path breaks."""
        here, parts = self._start(path)
        for part in self._steps(here, parts):
            here = _step(here, part, path)
        return here

    def has(self, path: str) -> bool:
        """Whether there is a field at `path`, be it null."""
        here, parts = self._start(path)
        for part in self._steps(here, parts):
            if isinstance(here, dict) and part in here:
                here = here[part]
            elif isinstance(here, list) and part.isdecimal() and int(part) < len(here):
                here = here[int(part)]
            else:
                return False
        return True

    def find(self, path: str, default: Json = None) -> Json:
        """The value at `path`, or `default`."""
        return self.get(path) if self.has(path) else default

    def text(self, path: str) -> str | None:
        """The text or null at `path`; refuses what is neither."""
        value = self.get(path)
        if value is None or isinstance(value, str):
            return value
        raise errors.field_of_type(path, value, "java.lang.String")

    def wanted_text(self, path: str, *, ignore_missing: bool) -> str | None:
        """The text at `path`; None for an absent one or null if those are ignored."""
        if ignore_missing and not self.has(path):
            return None
        text = self.text(path)
        if text is None and not ignore_missing:
            raise errors.field_is_null(path, "cannot process it.")
        return text

    def set(self, path: str, value: Json) -> None:
        """Put a value at `path`, making the objects on the way. A copy: no field may hold itself."""
        holder, leaf = self._holder(path)
        value = copy_of(value)
        if isinstance(holder, dict):
            if self.typed and holder is self.ctx and leaf in _TEXT_METADATA and not isinstance(value, str | None):
                raise errors.metadata_of_wrong_type(leaf, value)
            holder[leaf] = value
        elif isinstance(holder, list):
            holder[_index(holder, leaf, path)] = value
        elif holder is None:
            raise errors.cannot_set_in_null(leaf, path)
        else:
            raise errors.cannot_set_in(leaf, holder, path)

    def append(self, path: str, value: Json, *, duplicates: bool = True) -> None:
        """Add a value, or the items of a list, to what is at `path`; a single value there becomes a list."""
        holder, leaf = self._holder(path)
        if isinstance(holder, dict):
            held = holder.get(leaf, [])
        elif isinstance(holder, list):
            held = holder[_index(holder, leaf, path)]
        elif holder is None:
            raise errors.cannot_set_in_null(leaf, path)
        else:
            raise errors.cannot_set_in(leaf, holder, path)
        joined = held if isinstance(held, list) else [held]
        added = copy_of(value if isinstance(value, list) else [value])
        if duplicates:
            joined = [*joined, *added]
        else:
            new = [item for item in added if item not in joined]
            if not new and not isinstance(held, list):
                return
            joined = [*joined, *(item for n, item in enumerate(new) if item not in new[:n])]
        if isinstance(holder, dict):
            holder[leaf] = joined
        else:
            holder[int(leaf)] = joined

    def remove(self, path: str) -> None:
        """Take the field at `path` away; refuses when there is none."""
        here, parts = self._start(path)
        steps = list(self._steps(here, parts))
        for part in steps[:-1]:
            here = _step(here, part, path)
        leaf = steps[-1]
        if isinstance(here, dict):
            if leaf not in here:
                raise errors.field_not_present(leaf, path)
            del here[leaf]
        elif isinstance(here, list):
            del here[_index(here, leaf, path)]
        elif here is None:
            raise errors.cannot_remove_from_null(leaf, path)
        else:
            raise errors.cannot_remove_from(leaf, here, path)

    # --- how a path is walked -----------------------------------------------------------------------------------------

    def _start(self, path: str) -> tuple[Any, list[str]]:
        """Where a path begins, and its parts."""
        if not path:
            raise errors.path_empty()
        start: dict[str, Any] = self.ctx
        rest = path
        if path.startswith("_ingest."):
            start, rest = self.ingest, path[len("_ingest.") :]
        elif path.startswith("_source."):
            rest = path[len("_source.") :]
        parts = rest.rstrip(".").split(".") if rest.strip(".") else [""]
        if parts == [""] or (self.strict and "" in parts):
            raise errors.path_not_valid(path)
        return start, parts

    def _steps(self, here: Any, parts: list[str]) -> Iterator[str]:
        """The keys to take one after the other; flexible access joins parts where only the dotted key is there."""
        if not self.flexible:
            yield from parts
            return
        at = 0
        while at < len(parts):
            end = at + 1
            if isinstance(here, dict):
                ends = (e for e in range(at + 1, len(parts) + 1) if ".".join(parts[at:e]) in here)
                end = next(ends, at + 1)
            part = ".".join(parts[at:end])
            yield part
            here = _peek(here, part)
            at = end

    def _holder(self, path: str) -> tuple[Any, str]:
        """What holds the last part of `path`, made on the way where objects are missing, and that part."""
        here, parts = self._start(path)
        if self.flexible:
            return self._flexible_holder(here, parts, path)
        for part in parts[:-1]:
            here = here.setdefault(part, {}) if isinstance(here, dict) else _step(here, part, path)
        return here, parts[-1]

    def _flexible_holder(self, here: Any, parts: list[str], path: str) -> tuple[Any, str]:
        """As `_holder`; what is not there yet becomes one dotted key."""
        while len(parts) > 1:
            if isinstance(here, dict):
                ends = (e for e in range(1, len(parts)) if isinstance(here.get(".".join(parts[:e])), dict | list))
                end = next(ends, None)
                if end is None:
                    return here, ".".join(parts)
                here, parts = here[".".join(parts[:end])], parts[end:]
            else:
                here, parts = _step(here, parts[0], path), parts[1:]
        return here, parts[0]


def _step(here: Any, part: str, path: str) -> Any:
    if isinstance(here, dict):
        if part not in here:
            raise errors.field_not_present(part, path)
        return here[part]
    if isinstance(here, list):
        return here[_index(here, part, path)]
    if here is None:
        raise errors.cannot_resolve_in_null(part, path)
    raise errors.cannot_resolve_in(part, here, path)


def _peek(here: Any, part: str) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list) and part.isdecimal() and int(part) < len(here):
        return here[int(part)]
    return None


def _index(items: list[Any], part: str, path: str) -> int:
    if re.fullmatch(r"[+-]?\d+", part) is None:
        raise errors.not_an_index(part, path)
    if not 0 <= int(part) < len(items):
        raise errors.index_out_of_bounds(int(part), len(items), path)
    return int(part)
