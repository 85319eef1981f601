"""Licences of Elasticsearch: what each allows, and the API that tells and changes it."""
