"""Pipelines of ingest and of searches as things that are stored and simulated.

What processors do is in `processors/` (of ingest) and `search_running/` (of searches, whose definitions `search_processors/` reads).
"""
