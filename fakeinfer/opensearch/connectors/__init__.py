"""Connectors as things that are stored. How a remote model is reached through one is in `remote/`, who answers in `providers/`."""
