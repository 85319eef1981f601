"""`chunking_settings`: reading them, by strategy, and the default. Cutting texts by them is not here.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/chunking/ChunkingSettingsBuilder.java
and its neighbours SentenceBoundaryChunkingSettings, WordBoundaryChunkingSettings, RecursiveChunkingSettings.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any, NamedTuple

from ...errors import illegal_argument
from ...formats.javatext import INT_MAX, hash_order, to_text
from ...wire import Json
from .. import changes
from ..services import problems
from . import endpoint_errors as errors

SCOPE = "chunking_settings"
DEFAULT = {"strategy": "sentence", "max_chunk_size": 250, "sentence_overlap": 1}
"""What an endpoint gets that says nothing."""
MOST_SEPARATORS = 50
MOST_WORDS = 300
"""In the largest chunk, while there was a limit."""

MARKDOWN = [
    "\n# ", "\n## ", "\n### ", "\n#### ", "\n##### ", "\n###### ",
    "\n^(?!\\s*$).*\\n-{1,}\\n", "\n^(?!\\s*$).*\\n={1,}\\n",
]  # fmt: skip
PLAINTEXT = ["(?<!\\n)\\n\\n(?!\\n)", "(?<!\\n)\\n(?!\\n)"]
SEPARATOR_GROUPS = {"markdown": MARKDOWN, "plaintext": PLAINTEXT}
"""elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/chunking/SeparatorSet.java"""


class Chunking(NamedTuple):
    """What a version can do."""

    recursive: bool
    limited: bool
    most: int | None = None
    """The largest `max_chunk_size`."""
    article: bool = True
    """Bounds are told of with an odd article."""

    @classmethod
    def of(cls, switched_on: Container[str]) -> Chunking:
        """From the changes that hold."""
        return cls(
            changes.RECURSIVE_AND_NO_CHUNKING in switched_on,
            changes.SEPARATORS_ARE_LIMITED in switched_on,
            MOST_WORDS if changes.CHUNKS_ARE_LIMITED in switched_on else None,
            changes.BOUNDS_HAVE_AN_ARTICLE in switched_on,
        )


def strategies(chunking: Chunking) -> tuple[str, ...]:
    """The strategies of a version that chunks."""
    return tuple(name for name in _STRATEGIES if chunking.recursive or name in ("sentence", "word"))


def read_chunking_settings(sent: dict[str, Any], chunking: Chunking) -> dict[str, Any]:
    """The settings as stored and printed; the default for an empty object."""
    if not sent:
        return DEFAULT
    strategy = sent.get("strategy")
    if strategy is None:
        raise illegal_argument("Can't generate Chunker without ChunkingStrategy provided")
    reader = _STRATEGIES.get(to_text(strategy))
    if reader is None or strategy not in strategies(chunking):
        raise illegal_argument(f"Invalid chunkingStrategy {to_text(strategy)}")
    found: list[str] = []
    settings = reader(sent, found, chunking)
    if found:
        raise errors.settings_invalid(found)
    return settings


def _sentence(sent: dict[str, Any], found: list[str], chunking: Chunking) -> dict[str, Any]:
    _refuse_others(sent, ("sentence_overlap",), "Sentence based", found)
    size = _size(sent, 20, found, chunking)
    overlap = sent.get("sentence_overlap")
    if overlap is None:
        overlap = 1
    elif not _is_int(overlap):
        found.append(problems.wrong_type("sentence_overlap", overlap, "Integer"))
    elif overlap not in (0, 1):
        found.append(f"sentence_overlap[{overlap}] must be either 0 or 1")
    return {"strategy": "sentence", "max_chunk_size": size, "sentence_overlap": overlap}


def _word(sent: dict[str, Any], found: list[str], chunking: Chunking) -> dict[str, Any]:
    _refuse_others(sent, ("overlap",), "Word based", found)
    size = _size(sent, 10, found, chunking)
    overlap = sent.get("overlap")
    if overlap is None:
        found.append(problems.missing("overlap", SCOPE))
    elif not _is_int(overlap):
        found.append(problems.wrong_type("overlap", overlap, "Integer"))
    elif overlap <= 0:
        found.append(problems.not_positive("overlap", SCOPE, overlap, "integer"))
    elif size is not None and overlap > size // 2:
        found.append(problems.too_big("overlap", SCOPE, overlap, size // 2, article=chunking.article))
    return {"strategy": "word", "max_chunk_size": size, "overlap": overlap}


def _recursive(sent: dict[str, Any], found: list[str], chunking: Chunking) -> dict[str, Any]:
    _refuse_others(sent, ("separators", "separator_group"), "Recursive", found)
    size = _size(sent, 10, found, chunking)
    group, separators = sent.get("separator_group"), sent.get("separators")
    if group is not None and not isinstance(group, str):
        found.append(problems.wrong_type("separator_group", group, "String"))
    elif group is not None and separators is not None:
        found.append("Recursive chunking settings can not have both separators and separator_set")
    elif group is not None:
        name = group.strip().lower()
        if name not in SEPARATOR_GROUPS:
            found.append(problems.not_among("separator_group", SCOPE, group, list(SEPARATOR_GROUPS)))
        separators = SEPARATOR_GROUPS.get(name)
    elif separators is not None and not isinstance(separators, list):
        found.append(problems.wrong_type("separators", separators, "List"))
    elif separators is not None and not separators:
        found.append("Recursive chunking settings can not have an empty list of separators")
    elif separators is not None and chunking.limited and len(separators) > MOST_SEPARATORS:
        found.append(f"separators list size [{len(separators)}] must not exceed [{MOST_SEPARATORS}]")
    return {"strategy": "recursive", "max_chunk_size": size, "separators": separators or PLAINTEXT}


def _none(sent: dict[str, Any], found: list[str], chunking: Chunking) -> dict[str, Any]:
    return {"strategy": "none"}


_STRATEGIES: dict[str, Callable[[dict[str, Any], list[str], Chunking], dict[str, Any]]] = {
    "sentence": _sentence,
    "word": _word,
    "recursive": _recursive,
    "none": _none,
}


def _refuse_others(sent: dict[str, Any], own: tuple[str, ...], name: str, found: list[str]) -> None:
    others = [key for key in sent if key not in ("strategy", "max_chunk_size", *own)]
    if others:
        listed = ", ".join(hash_order(others, len(sent)))
        found.append(f"{name} chunking settings can not have the following settings: [{listed}]")


def _size(sent: dict[str, Any], least: int, found: list[str], chunking: Chunking) -> int | None:
    size: Json = sent.get("max_chunk_size")
    if size is None:
        found.append(problems.missing("max_chunk_size", SCOPE))
    elif not _is_int(size):
        found.append(problems.wrong_type("max_chunk_size", size, "Integer"))
    elif size <= 0:
        found.append(problems.not_positive("max_chunk_size", SCOPE, size, "integer"))
    elif size < least:
        found.append(problems.too_small("max_chunk_size", SCOPE, size, least, article=chunking.article))
    elif chunking.most is not None and size > chunking.most:
        found.append(problems.too_big("max_chunk_size", SCOPE, size, chunking.most, article=chunking.article))
    else:
        return int(size)
    return None


def _is_int(value: Json) -> bool:
    return type(value) is int and -INT_MAX - 1 <= value <= INT_MAX
