"""Scripts in searches: read from a body, compiled for an index, run over its documents. Start at `search_scripts.py`."""
