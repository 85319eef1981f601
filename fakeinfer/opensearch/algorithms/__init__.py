"""Algorithms that run in the node: they train on a frame of data and predict with what they learned, computed for real.

`frames.py` is the data, `reading.py` and `parameters.py` are how requests give them, `catalog.py` says which algorithms
there are and what each can do; the others are one algorithm each. Who asks for them: `prediction/training_api.py` and `prediction/execute_api.py`
of the package above.
"""
