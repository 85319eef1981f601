"""Enriching documents out of other indices: policies (`policy_api.py`) and what they made of an index (`policies.py`).

Source, unless said otherwise: elastic/elasticsearch:x-pack/plugin/enrich/src/main/java/org/elasticsearch/xpack/enrich/.
"""
