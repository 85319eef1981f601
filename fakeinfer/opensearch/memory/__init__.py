"""Memory of conversations, as agents and programs keep it. Memory containers, which came later, are in `agentic_memory/`."""
