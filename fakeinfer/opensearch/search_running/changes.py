"""What changed between versions about searches through pipelines: entries of the product's `changes.py`."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

DEFAULT_PIPELINE_OF_SEVERAL = "default_pipeline_of_several"
MEMORY_IDS_OF_QUESTIONS = "memory_ids_of_questions"
PROMPTS_OF_QUESTIONS = "prompts_of_questions"
QUESTIONS_IN_BLOCKS = "questions_in_blocks"
QUESTION_PROMPTS_COUNT = "question_prompts_count"
MISSING_QUESTIONS_ARE_TOLD = "missing_questions_are_told"
ANSWERS_REMEMBERED_BY_ID = "answers_remembered_by_id"
EXTENSIONS_GET_EVERYTHING = "extensions_get_everything"
RERANKED_FIELDS_MAY_BE_DEEP = "reranked_fields_may_be_deep"
TWO_PHASES_LEAVE_SORTED = "two_phases_leave_sorted"
AGENTIC_SEARCH_REMEMBERS = "agentic_search_remembers"
AGENTIC_SEARCH_KEEPS_SOURCE_FILTER = "agentic_search_keeps_source_filter"
AGENTIC_SEARCH_CHOOSES_INDEX = "agentic_search_chooses_index"
AGENTIC_QUERIES_LOSE_ZEROS = "agentic_queries_lose_zeros"

CHANGES: tuple[Change, ...] = (
    Change(
        DEFAULT_PIPELINE_OF_SEVERAL,
        Span("2.14"),
        "a search of several indices goes through their default pipeline, if they agree on it",
    ),
    Change(
        MEMORY_IDS_OF_QUESTIONS,
        Span("2.12"),
        "questions of retrieval-augmented generation say memory_id and message_size, before conversation_id and interaction_size",
    ),
    Change(
        PROMPTS_OF_QUESTIONS,
        Span("2.13"),
        "questions of retrieval-augmented generation have prompts of their own; answers say message_id, before interaction_id",
    ),
    Change(
        QUESTIONS_IN_BLOCKS,
        Span("2.18"),
        "questions of retrieval-augmented generation may have llm_messages, and prompts are sent as blocks",
    ),
    Change(
        QUESTION_PROMPTS_COUNT,
        Span("3.7"),
        "prompts of a question stand in for those of the processor, and Bedrock Converse gets the system prompt",
    ),
    Change(
        MISSING_QUESTIONS_ARE_TOLD,
        Span("2.13"),
        "retrieval-augmented generation says when a search asks no question, and which field a hit lacks",
    ),
    Change(
        ANSWERS_REMEMBERED_BY_ID,
        Span("2.11"),
        "answers of retrieval-augmented generation name the message that memory keeps of them, and tell errors of models",
    ),
    Change(
        EXTENSIONS_GET_EVERYTHING,
        Span("3.0"),
        "ext.ml_inference of an answer holds the model's whole output, before that of the last hit",
    ),
    Change(
        RERANKED_FIELDS_MAY_BE_DEEP,
        Span("3.6"),
        "document_fields of rerank may be paths, and lists of texts are joined",
    ),
    Change(
        TWO_PHASES_LEAVE_SORTED, Span("3.8"), "neural_sparse_two_phase_processor leaves searches alone that are sorted"
    ),
    Change(
        AGENTIC_SEARCH_REMEMBERS,
        Span("3.3"),
        "agentic search goes on with memories, checks its agent, and talks with agents that converse",
    ),
    Change(AGENTIC_SEARCH_KEEPS_SOURCE_FILTER, Span("3.4"), "an agent's query leaves the search's _source as it was"),
    Change(AGENTIC_SEARCH_CHOOSES_INDEX, Span("3.5"), "the index that an agent chose is searched"),
    Change(AGENTIC_QUERIES_LOSE_ZEROS, Span("3.6"), "whole numbers in an agent's query lose their fraction"),
)
