"""Speed, as ratios measured in one run: `python -m benchmarks`. Start reading at `__main__.py`."""
