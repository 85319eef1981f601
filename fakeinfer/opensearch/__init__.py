"""What OpenSearch does; `product.py` says what belongs to it.

Around ML Commons are `cluster/`, `indices/`, `documents/`, `pipelines/`, `security/`: operations are in the modules that end in `_api`.
ML Commons rests on `ml/` and keeps `models/`, `connectors/`, `agents/`, `memory/`, each with `access/` to it; `prediction/predicting.py` is
what all others ask. Behind them: `remote/` a model behind a connector, `providers/` who answers there, `agent_framework/` a running agent,
`search_running/` a search pipeline.
"""
