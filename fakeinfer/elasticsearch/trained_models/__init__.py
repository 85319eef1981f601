"""Trained models in the cluster, `_ml/trained_models`: stored, uploaded, downloaded, deployed and asked.

Start reading at `models.py` (put, get, delete), then `deployments.py` (what runs) and `inferring.py` (what it answers).
"""
