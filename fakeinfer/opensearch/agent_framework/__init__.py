"""Running agents. Start at `running.py`, which finds the agent and keeps its memory; each type of agent has a module of its own.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/`. What tools do is in
`toolbox.py` and its neighbours, what they and agents give back in `outputs.py`. Models are asked through `prediction/predicting.py`.
"""
