"""What OpenSearch does; `product.py` says what belongs to it.

`*_api.py` are the APIs around ML Commons (documents, indices, searches, statistics); `ml_*.py`, `model_*.py`, `connector*.py`,
`agent*.py` and the modules between them are ML Commons itself, of which `predicting.py` is what all others ask. The packages
are what lies behind: `remote/` a model behind a connector, `agent_framework/` a running agent, `search_running/` a search pipeline.
"""
