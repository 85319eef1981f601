"""Agentic memory: containers of memories that agents share (3.3 on). Start at `containers.py`; what they hold is in `memories.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/`. A container is a document; its
memories are documents of indices of its own: sessions, working, long-term and history (`places.py`).
"""
