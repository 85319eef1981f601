"""`semantic_text` fields: the field type, what a mapping says of it, and embedding documents as they are written."""
