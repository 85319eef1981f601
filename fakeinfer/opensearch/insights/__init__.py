"""Insights into indices: `generating.py` keeps and renews them, `statistics.py` counts, `asking.py` asks a model."""
