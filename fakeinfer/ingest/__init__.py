"""Ingest pipelines, the part both products share: reading definitions, running them over documents, simulating.

Start at `running.py` (`run_pipelines`, for whoever stores documents) or `building.py` (from a definition to steps). What a
processor takes is declared beside its function, see `declaring.py` and `processors/`. What a product words differently is
in its `Dialect`; its operations, and the processors it alone has, are in its own package.
"""
