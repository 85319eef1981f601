"""`text_chunking`: long texts cut into a list of shorter ones.

Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/TextChunkingProcessor.java,
opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/chunker/
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import illegal_argument, not_implemented
from ...formats.javanumbers import whole
from ...formats.javatext import to_text
from ...ingest.declaring import Options, processor
from ...ingest.errors import illegal_state
from ...ingest.options import Bool, Config, Custom, Map, Taken
from ...ingest.running import Run
from ...versions import Span, Version
from ...wire import Json
from .sources import check_sources, texts_of

_CHAR_LENGTH = Span("3.1")
_MOST_TOKENS = 10_000
_TOKENIZERS = {
    "standard": re.compile(r"\w+(?:['.’]\w+)*"),
    "letter": re.compile(r"[^\W\d_]+"),
    "lowercase": re.compile(r"[^\W\d_]+"),
    "whitespace": re.compile(r"\S+"),
}
_OTHER_TOKENIZERS = ("uax_url_email", "classic", "thai")

Cut = Callable[[str, int], list[str]]
"""A text and how many chunks it may become at most (-1: any number) to its chunks."""


@dataclass(frozen=True, slots=True)
class Chunker:
    """An algorithm with its parameters."""

    cut: Cut
    limit: int


def _number(parameters: dict[str, Json], name: str, default: Any, kind: type) -> Any:
    """A parameter, or the refusal of what is no number of its kind."""
    value = parameters.get(name, default)
    text = to_text(value)
    try:
        number = whole(text) if kind is int else kind(text)
    except ValueError:
        number = None
    if number is None:
        java = "java.lang.Integer" if kind is int else "java.lang.Double"
        raise illegal_argument(f"Parameter [{name}] must be of {java} type")
    return number


def _positive(parameters: dict[str, Json], name: str, default: int) -> int:
    value: int = _number(parameters, name, default, int)
    if value <= 0:
        raise illegal_argument(f"Parameter [{name}] must be positive.")
    return value


def _overlap_rate(parameters: dict[str, Json], *, says_value: bool) -> float:
    rate: float = _number(parameters, "overlap_rate", 0.0, float)
    if not 0 <= rate <= 0.5:
        was = f", but was {to_text(rate)}" if says_value else ""
        raise illegal_argument(f"Parameter [overlap_rate] must be between 0.0 and 0.5{was}")
    return rate


def _limit(parameters: dict[str, Json]) -> int:
    limit: int = _number(parameters, "max_chunk_limit", 100, int)
    if limit <= 0 and limit != -1:
        raise illegal_argument("Parameter [max_chunk_limit] must be positive or -1 to disable this parameter")
    return limit


def _by_tokens(parameters: dict[str, Json]) -> Cut:
    """Chunks of so many tokens; a chunk reaches to where the token after it begins."""
    size = _positive(parameters, "token_limit", 384)
    step = size - math.floor(size * _overlap_rate(parameters, says_value=False))
    name = to_text(parameters.get("tokenizer", "standard"))
    if name in _OTHER_TOKENIZERS:
        raise not_implemented(f"the tokenizer [{name}] of text_chunking")
    if name not in _TOKENIZERS:
        known = ", ".join([*_TOKENIZERS, *_OTHER_TOKENIZERS])
        raise illegal_argument(
            f"Tokenizer [{name}] is not supported for [fixed_token_length] algorithm. Supported tokenizers are [{known}]"
        )
    pattern = _TOKENIZERS[name]

    def cut(text: str, most: int) -> list[str]:
        starts = [found.start() for found in pattern.finditer(text)]
        if len(starts) > _MOST_TOKENS:
            raise _too_many_tokens(name)
        return _windows(text, starts, size, step, most)

    return cut


def _windows(text: str, starts: list[int], size: int, step: int, most: int) -> list[str]:
    chunks: list[str] = []
    for first in range(0, len(starts), step):
        begin = 0 if first == 0 else starts[first]
        if most != -1 and len(chunks) + 1 >= most:
            return [*chunks, text[begin:]]
        if first + size >= len(starts):
            return [*chunks, text[begin:]]
        chunks.append(text[begin : starts[first + size]])
    return chunks


def _too_many_tokens(tokenizer: str) -> Exception:
    return illegal_state(
        f"analyzer {tokenizer} throws exception: The number of tokens produced by calling _analyze has exceeded the "
        f"allowed maximum of [{_MOST_TOKENS}]. This limit can be set by changing the [index.analyze.max_token_count] "
        "index level setting."
    )


def _by_characters(parameters: dict[str, Json]) -> Cut:
    """Chunks of so many characters."""
    size = _positive(parameters, "char_limit", 2048)
    step = size - math.floor(size * _overlap_rate(parameters, says_value=True))
    return lambda text, most: _windows(text, list(range(len(text))), size, step, most)


def _by_delimiter(parameters: dict[str, Json]) -> Cut:
    """Chunks that end with a delimiter."""
    delimiter = parameters.get("delimiter", "\n\n")
    if not isinstance(delimiter, str):
        raise illegal_argument("Parameter [delimiter] must be of java.lang.String type")
    if not delimiter:
        raise illegal_argument("Parameter [delimiter] should not be empty.")

    def cut(text: str, most: int) -> list[str]:
        chunks: list[str] = []
        begin = 0
        while (found := text.find(delimiter, begin)) >= 0:
            if most != -1 and len(chunks) + 1 >= most:
                break
            chunks.append(text[begin : found + len(delimiter)])
            begin = found + len(delimiter)
        return [*chunks, text[begin:]] if begin < len(text) else chunks

    return cut


_ALGORITHMS: dict[str, tuple[Callable[[dict[str, Json]], Cut], Span]] = {
    "fixed_token_length": (_by_tokens, Span()),
    "delimiter": (_by_delimiter, Span()),
    "fixed_char_length": (_by_characters, _CHAR_LENGTH),
}


def _chunker(config: Config, taken: Taken) -> Chunker:
    """`algorithm`: one name with its parameters; none is fixed_token_length with its defaults."""
    given = Map("algorithm").read(config, taken)
    if len(given) > 1:
        raise illegal_argument("Unable to create text_chunking processor as [algorithm] contains multiple algorithms")
    name, parameters = next(iter(given.items()), ("fixed_token_length", {}))
    assert config.builder is not None
    known = algorithms(config.builder.catalog.version)
    if name not in known:
        raise illegal_argument(
            f"Chunking algorithm [{name}] is not supported. Supported chunking algorithms are [{', '.join(known)}]"
        )
    if not isinstance(parameters, dict):
        raise illegal_argument(
            f"Unable to create text_chunking processor as parameters for [{name}] algorithm must be an object"
        )
    return chunker(name, parameters)


def algorithms(version: Version) -> list[str]:
    """The names of the algorithms that a version has."""
    return [name for name, (_, span) in _ALGORITHMS.items() if version in span]


def chunker(algorithm: str, parameters: dict[str, Json]) -> Chunker:
    """A known algorithm with parameters, which are checked."""
    return Chunker(_ALGORITHMS[algorithm][0](parameters), _limit(parameters))


def chunks_of(texts: Sequence[str], chunker: Chunker) -> list[str]:
    """What texts of one field become, not more than the limit says."""
    left = [len(texts)]
    return _cut(texts, chunker, left, [0])


@processor(
    "text_chunking",
    [
        Map("field_map"),
        Custom("algorithm", reading=_chunker),
        Bool("ignore_missing", False, Span("2.19")),
    ],
    since="2.13",
    source="opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory/TextChunkingProcessorFactory.java",
)
def text_chunking(run: Run, options: Options) -> None:
    """Cut the texts of some fields."""
    source = run.document.ctx
    check_sources(source, options.field_map)
    left = [sum(1 for _ in texts_of(source, options.field_map))]
    done = [0]
    _chunk(source, options.field_map, options, left, done)


def _chunk(held: dict[str, Json], fields: dict[str, Json], options: Options, left: list[int], done: list[int]) -> None:
    """Cut the fields of one object. `left` texts are still to be cut, `done` chunks were made, in this document."""
    for name, target in fields.items():
        value = held.get(name)
        if isinstance(target, dict):
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    _chunk(inner, target, options, left, done)
            continue
        if value is None and getattr(options, "ignore_missing", False):
            continue
        held[to_text(target)] = _cut(value if isinstance(value, list) else [value], options.algorithm, left, done)


def _cut(texts: Sequence[str | None], chunker: Chunker, left: list[int], done: list[int]) -> list[str]:
    chunks: list[str] = []
    for text in texts:
        if not text or not text.strip():
            continue
        most = -1 if chunker.limit == -1 else max(chunker.limit - done[0] - (left[0] - 1), 1)
        cut = chunker.cut(text, most)
        left[0] -= 1
        done[0] += len(cut)
        chunks.extend(cut)
    return chunks
