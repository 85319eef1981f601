"""Agents as things that are stored: registered, changed, searched, deleted; tools, and the protocols by which others reach them.

How one runs is in `agent_framework/`.
"""
