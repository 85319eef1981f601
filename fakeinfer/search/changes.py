"""Names of what changed in searching from version to version; who has it says since when, in its own `changes.py`."""

from __future__ import annotations

LONG_CONTEXT_IDS = "long_context_ids"
"""A context that is not there any more is named with its session and searcher."""
PLAIN_BM25 = "plain_bm25"
"""Scores lack the constant factor 2.2 of the old form of BM25."""
KEYWORDS_SCORE_ONE = "keywords_score_one"
"""A term of a keyword field scores 1."""
SORTS_BY_SHARD_DOC = "sorts_by_shard_doc"
"""Searches can be sorted by `_shard_doc`."""
FAILED_SEARCHES_TELL_CAUSE = "failed_searches_tell_cause"
"""A search that failed on all shards repeats the first refusal as its cause."""
SORTED_PERCENTILES = "sorted_percentiles"
"""Percentiles are found among all values in order, as long as there are few."""
MERGED_PERCENTILES = "merged_percentiles"
"""Percentiles are told by a digest that merges values, instead of one that keeps them in a tree."""
SEMANTIC_HIGHLIGHTER = "semantic_highlighter"
