"""The generated pages of the documentation: what is implemented, and which fixtures show it. Start at `pages.py`."""
