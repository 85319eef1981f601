"""Processors of search pipelines: what their definitions may say. Start at `declaring.py`."""
