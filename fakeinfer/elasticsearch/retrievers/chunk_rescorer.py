"""`chunk_rescorer`: instead of a whole text, the chunks of it that fit best are reranked.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rank/textsimilarity/ChunkScorerConfig.java,
elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/common/chunks/MemoryIndexChunkScorer.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument
from ...mapping.fields import compiled
from ...mapping.types import field_types
from ...object_parser import INT, Field, ObjectParser, Path, Source
from ...search.queries.full_text import Match
from ...search.view import View
from ...wire import Json
from ..inference.chunking import chunk
from ..inference.chunking_settings import Chunking, read_chunking_settings
from .reading import Context

if TYPE_CHECKING:
    from ...cluster import State

SIZE = 1
"""How many chunks of a text are reranked."""
BY_SENTENCE = {"strategy": "sentence", "max_chunk_size": 300, "sentence_overlap": 0}
CONTENT = "content"


class ChunkRescorer(NamedTuple):
    """How texts are cut, and how many of their chunks count."""

    size: int | None = None
    settings: Mapping[str, Any] | None = None

    def check(self) -> None:
        """Refuse to look at no chunk, as the server does when the search runs."""
        if self.size is not None and self.size < 1:
            raise illegal_argument(f"size must be greater than 0, was: {self.size}")

    def best(self, text: str, query: str, state: State) -> list[str]:
        """The chunks of a text in which most of the words of the query are; the first ones if there is none."""
        settings = self.settings or BY_SENTENCE
        chunks = [text[start:end] for start, end in chunk(text, settings)]
        most = self.size or SIZE
        mapping = {"properties": {CONTENT: {"type": "text"}}}
        sources = [{CONTENT: one} for one in chunks]
        view = View(state, "", compiled(mapping, field_types(state.contract)), sources)
        scores = Match(CONTENT, query).scores(view, 1.0)
        found = sorted(scores, key=lambda number: -scores[number])[:most]
        return [chunks[number] for number in found] if found else chunks[:most]


def chunk_rescorer_field(context: Context) -> Field:
    """What a reranker says about chunks; keys that nobody knows are passed over."""

    def read(value: dict[str, Json], source: Source, path: Path) -> ChunkRescorer:
        known = {name: given for name, given in value.items() if name in ("size", "chunking_settings")}
        settings = Field(("START_OBJECT", "VALUE_NULL"), lambda given, source, path: given)
        parser = ObjectParser(
            "chunk_rescorer",
            {"size": INT, "chunking_settings": settings},
            build=lambda clean: ChunkRescorer(clean.get("size"), _settings(clean.get("chunking_settings"), context)),
        )
        found: ChunkRescorer = parser.read(known, source, path)
        return found

    return Field(("START_OBJECT",), read)


def _settings(given: dict[str, Json] | None, context: Context) -> Mapping[str, Any] | None:
    if given is None:
        return None
    if given.keys() == {"max_chunk_size"}:
        given = {**BY_SENTENCE, **given}
    return read_chunking_settings(given, Chunking.of(context.reading.state.switched_on)) if given else None
