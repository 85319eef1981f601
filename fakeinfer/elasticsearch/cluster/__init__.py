"""The cluster itself: who answers, health, state, settings, nodes, tables of `_cat`."""
