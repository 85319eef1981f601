"""Finding documents: analysis, an index as searches see it, queries, sorting, aggregations. Start at `engine.py`."""
