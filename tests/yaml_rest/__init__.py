"""Runs Elasticsearch's YAML REST tests against a fake, or against any server. None of them are kept here.

    python -m tests.yaml_rest --in-process --version 9.5 PATH...
    python -m tests.yaml_rest --url http://127.0.0.1:9200 PATH...

Start reading at `runner.py`. The language is described in
elastic/elasticsearch:rest-api-spec/src/yamlRestTest/resources/rest-api-spec/test/README.asciidoc.
"""
