"""Requests about indices that both products answer alike: settings, aliases, templates, closing, rolling over, analysis.

A vendor declares its operations with the `Shared` ones from here; where it differs, its `indices.dialect.Dialect` says so. What
indices are is in `..indices`. Start at `parameters.py` and `settings.py`.
"""
