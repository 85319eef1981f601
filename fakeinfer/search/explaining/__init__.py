"""Why a document scores as it does, and how Lucene would run and print a query. Start at `explanation.py`."""
