"""Searches through pipelines: which pipeline runs, its processors on the request, between query and fetch, on the answer.

resolving.py   which pipeline a search goes through
running.py     the run itself; start here
rendering.py   a search's source as the server's builders print it: what paths of processors are read in;
               `query_forms.py` has its queries, `query_options.py` their options, `hit_forms.py` and `aggregation_forms.py` the rest
on_requests.py, on_answers.py   processors of the core and of neural search; those that ask models have modules of their own
counts.py      how often pipelines and processors ran
"""
