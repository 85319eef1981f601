"""Calling the service behind a remote model: what is sent to it, who answers in its place, and what the answer becomes.

inputs.py      what a predict call gives a model, read from its body
rendering.py   the connector's templates filled: the request that would be sent
answering.py   who answers it: a declared fault, a script, a service on loopback, else a stand-in (`providers/`)
outcome.py     the answer as tensors, or as the refusal that it leads to
execution.py   all of it in the server's order; start reading here
"""
