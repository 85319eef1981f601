"""What Elasticsearch does; `product.py` says what belongs to it."""
