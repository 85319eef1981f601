"""Tests of what OpenSearch does."""
