"""Texts in and out: JSON as Jackson reads and prints it, Java's numbers and hash orders, YAML, SMILE, escapes, filters.

They know nothing of requests; which of them one asks for is in `media.py`, beside this package.
"""
