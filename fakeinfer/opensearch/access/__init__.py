"""Who may see, use and change models, groups and connectors: owners, backend roles, access modes, hidden models.

`control.py` is where to start; the security plugin itself, which knows who asks, is in `security/`.
"""
