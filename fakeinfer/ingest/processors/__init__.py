"""Processors that both products have; what one of them does differently is in its own package, over the helpers here."""
