"""The inference API of Elasticsearch.

`*_api.py` are the operations; `endpoints.py` what is stored, `performing.py` what a stored endpoint answers, `chat*.py` and
`streaming.py` conversations and streams, `upstream.py` providers that fail. The services are data in `../services/`.
"""
