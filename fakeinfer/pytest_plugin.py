"""The pytest plugin: a fresh fake cluster per test."""

from __future__ import annotations
