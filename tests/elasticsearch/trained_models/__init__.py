"""Trained models: what fixtures cannot show, such as time that passes."""
