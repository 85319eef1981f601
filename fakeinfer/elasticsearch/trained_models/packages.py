"""Models that Elastic's repository offers for download: ELSER, E5, the reranker; and how long a download takes.

A cluster's option `downloads` says it: "immediate" (the default), "polls:N" (a model was looked at N times before it is whole),
"virtual_time:S" (S seconds of the cluster's clock) or "never". What a download still waits for is a record of
`trained_model_downloads`: {"polls"}, {"until"} or {}.

Source: the package files behind `xpack.ml.model_repository`, as GET shows them under `model_package`.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from .records import NATIVE_INDEX
from .tokenization import TOKENIZATION

if TYPE_CHECKING:
    from ...cluster import State

DOWNLOADS = "trained_model_downloads"
REPOSITORY = "https://ml-models.elastic.co"
LINUX = "linux-x86_64"
_PAIR = {**TOKENIZATION, "do_lower_case": True}


class Package(NamedTuple):
    """One model of the repository, as far as the cluster shows it."""

    id: str
    description: str
    size: int
    inference_config: dict[str, Any]
    metadata: dict[str, Any] | None = None
    prefix_strings: dict[str, str] | None = None
    platform: str | None = None
    tags: tuple[str, ...] = ("elastic",)

    @property
    def as_printed(self) -> dict[str, Any]:
        """The `model_package` of a model that came from it."""
        printed: dict[str, Any] = {
            "packaged_model_id": self.id,
            "model_repository": REPOSITORY,
            "minimum_version": "11.0.0",
        }
        printed |= {"size": self.size, "sha256": hashlib.sha256(self.id.encode()).hexdigest()}
        if self.metadata is not None:
            printed["metadata"] = self.metadata
        printed |= {"tags": [], "vocabulary_file": f"{self.id}.vocab.json"}
        if self.platform is not None:
            printed["platform_architecture"] = self.platform
        return printed


def _nlp(kind: str, tokenizer: str, **more: Any) -> dict[str, Any]:
    tokenization = {tokenizer: dict(_PAIR if tokenizer == "bert" else TOKENIZATION)}
    return {kind: {"vocabulary": {"index": NATIVE_INDEX}, "tokenization": tokenization, **more}}


_ELSER = "Elastic Learned Sparse EncodeR v2"
_E5 = "E5 small multilingual"
_E5_PREFIXES = {"ingest": "passage: ", "search": "query: "}
_E5_MEMORY = {"per_deployment_memory_bytes": 470_940_156, "per_allocation_memory_bytes": 629_145_600}
_ELSER_MEMORY = {"per_deployment_memory_bytes": 0, "per_allocation_memory_bytes": 0}

PACKAGES: dict[str, Package] = {
    f".{package.id}": package
    for package in (
        Package(
            "elser_model_1",
            "Elastic Learned Sparse EncodeR v1 (Tech Preview)",
            438_123_914,
            _nlp("text_expansion", "bert"),
        ),
        Package("elser_model_2", _ELSER, 438_123_914, _nlp("text_expansion", "bert"), _ELSER_MEMORY),
        Package(
            f"elser_model_2_{LINUX}",
            f"{_ELSER}, optimized for {LINUX}",
            274_756_282,
            _nlp("text_expansion", "bert"),
            _ELSER_MEMORY,
            platform=LINUX,
        ),
        Package(
            "multilingual-e5-small",
            _E5,
            470_940_156,
            _nlp("text_embedding", "xlm_roberta", embedding_size=384),
            _E5_MEMORY,
            _E5_PREFIXES,
        ),
        Package(
            f"multilingual-e5-small_{LINUX}",
            f"{_E5}, optimized for {LINUX}",
            119_120_010,
            _nlp("text_embedding", "xlm_roberta", embedding_size=384),
            _E5_MEMORY,
            _E5_PREFIXES,
            LINUX,
        ),
        Package(
            "rerank-v1",
            "Elastic Rerank v1",
            743_125_000,
            _nlp("text_similarity", "deberta_v2", span_score_combination_function="max"),
        ),
    )
}
"""Model id -> package. Sizes and descriptions are near the published ones; the hash is one of our own."""


def platform_of(state: State) -> str | None:
    """The `platform` a cluster was started with: "linux-x86_64", another word, or None for one that runs every variant."""
    platform: str | None = state.options.get("platform")
    return platform


def model_for(model_id: str, platform: str | None) -> str:
    """The variant of a model that a platform gets; the reranker has only one."""
    return f"{model_id}_{LINUX}" if platform == LINUX and model_id != ".rerank-v1" else model_id


def location_of(model_id: str) -> str:
    """Where a package's description would be."""
    return f"{REPOSITORY}/{model_id.removeprefix('.')}.metadata.json"


def refuse_unknown(state: State) -> None:
    """ValueError when a cluster is started with downloads of a kind that does not exist."""
    policy = _policy(state)
    if policy not in ("immediate", "never") and re.fullmatch(r"polls:\d+|virtual_time:\d+(?:\.\d+)?", policy) is None:
        raise ValueError(f'downloads is "immediate", "polls:N", "virtual_time:SECONDS" or "never", not {policy!r}')


def _policy(state: State) -> str:
    return str(state.options.get("downloads", "immediate"))


def begin(state: State, model_id: str) -> None:
    """A packaged model was put: its definition begins to arrive."""
    kind, _, number = _policy(state).partition(":")
    if kind == "polls":
        state.store.put(DOWNLOADS, model_id, {"polls": int(number)})
    elif kind == "virtual_time":
        state.store.put(DOWNLOADS, model_id, {"until": state.clock.millis + round(float(number) * 1000)})
    elif kind == "never":
        state.store.put(DOWNLOADS, model_id, {})


def is_whole(state: State, model_id: str) -> bool:
    """Whether the download has ended."""
    pending = state.store.get(DOWNLOADS, model_id)
    if pending is None:
        return True
    if "until" in pending and state.clock.millis >= pending["until"]:
        state.store.delete(DOWNLOADS, model_id)
        return True
    return False


def looked_at(state: State, model_id: str) -> bool:
    """The same, asked by somebody who waits for it: that counts for a download that takes some looks."""
    pending = state.store.get(DOWNLOADS, model_id)
    if pending is not None and "polls" in pending:
        if pending["polls"] > 0:
            state.store.put(DOWNLOADS, model_id, {"polls": pending["polls"] - 1})
            return False
        state.store.delete(DOWNLOADS, model_id)
    return is_whole(state, model_id)


def wait(state: State, model_id: str, millis: float) -> bool:
    """Whether the download ends for somebody who waits so long; waiting takes no time of a test, one look is enough."""
    pending = state.store.get(DOWNLOADS, model_id)
    if pending is not None and (
        "polls" in pending or pending.get("until", float("inf")) <= state.clock.millis + millis
    ):
        state.store.delete(DOWNLOADS, model_id)
    return is_whole(state, model_id)
