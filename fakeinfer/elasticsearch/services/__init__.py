"""Inference services: one JSON file each, and the engine that reads settings by it. `service.py` describes the file."""
