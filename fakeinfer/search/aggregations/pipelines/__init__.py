"""Aggregations over the answers of others: of siblings, or from bucket to bucket of the one around. Start at `pipeline.py`."""
