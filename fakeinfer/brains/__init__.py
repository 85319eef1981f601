"""What stands in for models: dense and sparse embeddings, relevance, completions, token counts.

Pure functions of (input, seed), without numpy, equal on every machine; `hashed.brains_of(state)` adds a cluster's seed and
a bounded memory. Texts with common words are close, so ranking tests mean something offline.
"""
