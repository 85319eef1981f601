"""What an index's mapping may say and what follows from it: `types.py` declares field types, `parsing.py` reads a mapping,
`merging.py` changes one, `learning.py` lets documents extend one, `fields.py` is the form searches use.
"""
