"""Documents and searches: operations that word and arrange what the shared `document_requests/` does."""
