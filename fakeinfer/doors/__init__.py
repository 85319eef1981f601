"""How the outside reaches a cluster: WSGI, ASGI, a server on a socket. All of them are thin; `common.py` is what they share.

In-process doors for the vendors' clients are in `transports/`.
"""
