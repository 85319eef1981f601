"""Asking models: by the predict API and by all who need an answer, at once, piece by piece or in batches; training and executing."""
