"""`highlight` of a search: the parts of texts in which the query found something, with the words marked. Start at `highlight.py`."""
