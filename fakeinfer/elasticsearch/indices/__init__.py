"""Indices: operations on them, their settings, aliases and templates. What they are is in the shared `indices/`."""
