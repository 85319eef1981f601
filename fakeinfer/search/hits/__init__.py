"""Hits as an answer shows them: ordered, collapsed, scored again, with their source, fields and inner hits."""
