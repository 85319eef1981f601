"""Grok: patterns with names that stand for others, compiled to a regular expression with typed captures.

Start at `expression.Grok`. `oniguruma.py` translates the regular expressions, `bank.py` holds the named patterns.
"""
