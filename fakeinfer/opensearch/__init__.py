"""What OpenSearch does; `product.py` says what belongs to it."""
