"""Queries as the server prints them (observed: opensearch 2.19.1)."""

from __future__ import annotations

import pytest

from fakeinfer.formats.jsontext import dumps
from fakeinfer.opensearch.search_running.query_forms import query_form
from fakeinfer.wire import Json

FORMS: list[tuple[Json, str]] = [
    ({"match_all": {}}, '{"match_all":{"boost":1.0}}'),
    (
        {"match": {"title": "a"}},
        '{"match":{"title":{"query":"a","operator":"OR","prefix_length":0,"max_expansions":50,"fuzzy_transpositions":true,"lenient":false,"zero_terms_query":"NONE","auto_generate_synonyms_phrase_query":true,"boost":1.0}}}',
    ),
    (
        {
            "match": {
                "title": {
                    "query": "a",
                    "operator": "and",
                    "fuzziness": "AUTO",
                    "minimum_should_match": 2,
                    "analyzer": "standard",
                    "boost": 2,
                    "_name": "z",
                }
            }
        },
        '{"match":{"title":{"query":"a","operator":"AND","analyzer":"standard","fuzziness":"AUTO","prefix_length":0,"max_expansions":50,"minimum_should_match":"2","fuzzy_transpositions":true,"lenient":false,"zero_terms_query":"NONE","auto_generate_synonyms_phrase_query":true,"boost":2.0,"_name":"z"}}}',
    ),
    (
        {"match_phrase": {"title": "a b"}},
        '{"match_phrase":{"title":{"query":"a b","slop":0,"zero_terms_query":"NONE","boost":1.0}}}',
    ),
    (
        {"match_phrase": {"title": {"query": "a", "slop": 2}}},
        '{"match_phrase":{"title":{"query":"a","slop":2,"zero_terms_query":"NONE","boost":1.0}}}',
    ),
    (
        {"match_phrase_prefix": {"title": "a"}},
        '{"match_phrase_prefix":{"title":{"query":"a","slop":0,"max_expansions":50,"zero_terms_query":"NONE","boost":1.0}}}',
    ),
    (
        {"match_bool_prefix": {"title": "a"}},
        '{"match_bool_prefix":{"title":{"query":"a","operator":"OR","prefix_length":0,"max_expansions":50,"fuzzy_transpositions":true,"boost":1.0}}}',
    ),
    (
        {"multi_match": {"query": "a", "fields": ["title", "tags^2"]}},
        '{"multi_match":{"query":"a","fields":["tags^2.0","title^1.0"],"type":"best_fields","operator":"OR","slop":0,"prefix_length":0,"max_expansions":50,"zero_terms_query":"NONE","auto_generate_synonyms_phrase_query":true,"fuzzy_transpositions":true,"boost":1.0}}',
    ),
    (
        {"multi_match": {"query": "a", "fields": ["title"], "type": "phrase"}},
        '{"multi_match":{"query":"a","fields":["title^1.0"],"type":"phrase","operator":"OR","slop":0,"prefix_length":0,"max_expansions":50,"zero_terms_query":"NONE","auto_generate_synonyms_phrase_query":true,"fuzzy_transpositions":true,"boost":1.0}}',
    ),
    ({"term": {"n": 1}}, '{"term":{"n":{"value":1,"boost":1.0}}}'),
    ({"term": {"n": {"value": 1, "boost": 3, "case_insensitive": False}}}, '{"term":{"n":{"value":1,"boost":3.0}}}'),
    ({"term": {"title": {"value": "x", "_name": "q"}}}, '{"term":{"title":{"value":"x","boost":1.0,"_name":"q"}}}'),
    ({"terms": {"tags": ["a", "b"]}}, '{"terms":{"tags":["a","b"],"boost":1.0}}'),
    ({"terms": {"n": [1, 2], "boost": 2}}, '{"terms":{"n":[1,2],"boost":2.0}}'),
    (
        {"range": {"n": {"gte": 1, "lt": 5}}},
        '{"range":{"n":{"from":1,"to":5,"include_lower":true,"include_upper":false,"boost":1.0}}}',
    ),
    (
        {"range": {"d": {"gt": "now", "format": "yyyy", "time_zone": "+01:00", "boost": 2}}},
        '{"range":{"d":{"from":"now","to":null,"include_lower":false,"include_upper":true,"time_zone":"+01:00","format":"yyyy","boost":2.0}}}',
    ),
    ({"exists": {"field": "n"}}, '{"exists":{"field":"n","boost":1.0}}'),
    ({"ids": {"values": ["1", "2"]}}, '{"ids":{"values":["1","2"],"boost":1.0}}'),
    ({"prefix": {"tags": "a"}}, '{"prefix":{"tags":{"value":"a","boost":1.0}}}'),
    ({"wildcard": {"tags": "a*"}}, '{"wildcard":{"tags":{"wildcard":"a*","boost":1.0}}}'),
    (
        {"wildcard": {"tags": {"value": "a*", "case_insensitive": True}}},
        '{"wildcard":{"tags":{"wildcard":"a*","case_insensitive":true,"boost":1.0}}}',
    ),
    (
        {"regexp": {"tags": "a.*"}},
        '{"regexp":{"tags":{"value":"a.*","flags_value":255,"max_determinized_states":10000,"boost":1.0}}}',
    ),
    (
        {"fuzzy": {"title": "a"}},
        '{"fuzzy":{"title":{"value":"a","fuzziness":"AUTO","prefix_length":0,"max_expansions":50,"transpositions":true,"boost":1.0}}}',
    ),
    ({"match_none": {}}, '{"match_none":{"boost":1.0}}'),
    (
        {
            "bool": {
                "must": {"match_all": {}},
                "must_not": [{"term": {"n": 1}}],
                "should": [{"term": {"n": 2}}],
                "filter": {"term": {"n": 3}},
                "minimum_should_match": 1,
                "boost": 2,
            }
        },
        '{"bool":{"must":[{"match_all":{"boost":1.0}}],"filter":[{"term":{"n":{"value":3,"boost":1.0}}}],"must_not":[{"term":{"n":{"value":1,"boost":1.0}}}],"should":[{"term":{"n":{"value":2,"boost":1.0}}}],"adjust_pure_negative":true,"minimum_should_match":"1","boost":2.0}}',
    ),
    ({"bool": {}}, '{"bool":{"adjust_pure_negative":true,"boost":1.0}}'),
    (
        {"constant_score": {"filter": {"term": {"n": 1}}}},
        '{"constant_score":{"filter":{"term":{"n":{"value":1,"boost":1.0}}},"boost":1.0}}',
    ),
    (
        {"dis_max": {"queries": [{"term": {"n": 1}}], "tie_breaker": 0.3}},
        '{"dis_max":{"tie_breaker":0.3,"queries":[{"term":{"n":{"value":1,"boost":1.0}}}],"boost":1.0}}',
    ),
    (
        {"boosting": {"positive": {"term": {"n": 1}}, "negative": {"term": {"n": 2}}, "negative_boost": 0.2}},
        '{"boosting":{"positive":{"term":{"n":{"value":1,"boost":1.0}}},"negative":{"term":{"n":{"value":2,"boost":1.0}}},"negative_boost":0.2,"boost":1.0}}',
    ),
    (
        {"nested": {"path": "obj", "query": {"term": {"n": 1}}}},
        '{"nested":{"query":{"term":{"n":{"value":1,"boost":1.0}}},"path":"obj","ignore_unmapped":false,"score_mode":"avg","boost":1.0}}',
    ),
    (
        {"neural": {"v": {"query_text": "a", "model_id": "m", "k": 3}}},
        '{"neural":{"v":{"query_text":"a","model_id":"m","k":3,"boost":1.0}}}',
    ),
    ({"neural": {"v": {"query_text": "a"}}}, '{"neural":{"v":{"query_text":"a","k":10,"boost":1.0}}}'),
    (
        {"neural": {"v": {"query_text": "a", "min_score": 0.5, "filter": {"term": {"n": 1}}, "boost": 2}}},
        '{"neural":{"v":{"query_text":"a","filter":{"term":{"n":{"value":1,"boost":1.0}}},"min_score":0.5,"boost":2.0}}}',
    ),
    (
        {"neural_sparse": {"v": {"query_text": "a", "model_id": "m"}}},
        '{"neural_sparse":{"v":{"query_text":"a","model_id":"m","boost":1.0}}}',
    ),
    (
        {"neural_sparse": {"v": {"query_tokens": {"a": 1.5, "b": 2}}}},
        '{"neural_sparse":{"v":{"query_tokens":{"a":1.5,"b":2.0},"boost":1.0}}}',
    ),
    (
        {"hybrid": {"queries": [{"match": {"title": "a"}}, {"term": {"n": 1}}]}},
        '{"hybrid":{"queries":[{"match":{"title":{"query":"a","operator":"OR","prefix_length":0,"max_expansions":50,"fuzzy_transpositions":true,"lenient":false,"zero_terms_query":"NONE","auto_generate_synonyms_phrase_query":true,"boost":1.0}}},{"term":{"n":{"value":1,"boost":1.0}}}],"boost":1.0}}',
    ),
    ({"knn": {"v": {"vector": [1, 2.5], "k": 3}}}, '{"knn":{"v":{"vector":[1.0,2.5],"k":3,"boost":1.0}}}'),
    (
        {"knn": {"v": {"vector": [1, 2.5], "min_score": 0.3, "filter": {"term": {"n": 1}}}}},
        '{"knn":{"v":{"vector":[1.0,2.5],"k":0,"filter":{"term":{"n":{"value":1,"boost":1.0}}},"min_score":0.3,"boost":1.0}}}',
    ),
    (
        {"knn": {"v": {"vector": [1, 2.5], "max_distance": 0.3, "method_parameters": {"ef_search": 5}}}},
        '{"knn":{"v":{"vector":[1.0,2.5],"k":0,"max_distance":0.3,"method_parameters":{"ef_search":5},"boost":1.0}}}',
    ),
    ({"term": {"d": "2020-01-01"}}, '{"term":{"d":{"value":"2020-01-01","boost":1.0}}}'),
    ({"span_term": {"title": "a"}}, '{"span_term":{"title":{"value":"a","boost":1.0}}}'),
    ({"wrapper": {"query": "eyJ0ZXJtIjp7Im4iOjF9fQ=="}}, '{"wrapper":{"query":"eyJ0ZXJtIjp7Im4iOjF9fQ=="}}'),
    (
        {"match": {"title": {"query": True}}},
        '{"match":{"title":{"query":true,"operator":"OR","prefix_length":0,"max_expansions":50,"fuzzy_transpositions":true,"lenient":false,"zero_terms_query":"NONE","auto_generate_synonyms_phrase_query":true,"boost":1.0}}}',
    ),
    (
        {"match": {"title": {"query": 5}}},
        '{"match":{"title":{"query":5,"operator":"OR","prefix_length":0,"max_expansions":50,"fuzzy_transpositions":true,"lenient":false,"zero_terms_query":"NONE","auto_generate_synonyms_phrase_query":true,"boost":1.0}}}',
    ),
    (
        {"match": {"title": {"query": 1.5, "zero_terms_query": "all", "lenient": True, "max_expansions": 5}}},
        '{"match":{"title":{"query":1.5,"operator":"OR","prefix_length":0,"max_expansions":5,"fuzzy_transpositions":true,"lenient":true,"zero_terms_query":"ALL","auto_generate_synonyms_phrase_query":true,"boost":1.0}}}',
    ),
]


@pytest.mark.parametrize(("query", "shown"), FORMS)
def test_queries_print_with_all_their_options(query: Json, shown: str) -> None:
    assert dumps(query_form(query)) == shown


@pytest.mark.parametrize("query", [None, 5, [], {}, {"a": 1, "b": 2}, {"match": 5}, {"more_like_this": {"like": "a"}}])
def test_what_has_no_form_stays(query: Json) -> None:
    assert query_form(query) == query
