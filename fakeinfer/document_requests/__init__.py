"""Requests about documents that both products answer alike: single ones, bulk, updates, several at once, searches.

A vendor declares its operations with the parameters and functions from here; where it differs, its `Dialect` says so. How
documents are kept is in `..documents`, how they are found in `..search`. Start at `writing.py` and `single.py`.
"""
