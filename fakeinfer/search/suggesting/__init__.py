"""`suggest` of a search: words, phrases and completions that a text may have meant. Start at `reading.py`."""
