"""Bodies and answers as bytes: JSON as Jackson reads and prints it, YAML, CBOR, SMILE, event streams, compression, escapes, filters.

`media.py` says which of them a request asks for; start reading there.
"""
