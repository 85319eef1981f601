"""`retrieval_augmented_generation`: a language model answers a question from the hits, and memory keeps it.

Source: opensearch-project/ml-commons:search-processors/src/main/java/org/opensearch/searchpipelines/questionanswering/generative/
(`GenerativeQAResponseProcessor.java`, `llm/DefaultLlmImpl.java`; observed: opensearch 2.19.1). A model answers at once: nothing
times out but its connector.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats.javatext import to_text
from ...formats.jsontext import dumps
from ...ingest.errors import class_cast
from ...search.locate import Place
from ...wire import Json
from ..cluster.cluster_settings import setting
from ..memory import conversations
from ..ml.errors import null_pointer
from ..prediction.predicting import predict_by_model
from ..remote import gson
from . import changes, errors, prompts
from .extensions import extension, text_or_null
from .prompts import Prompts, Said
from .questions import Question, read_question

if TYPE_CHECKING:
    from .running import SearchRun

FEATURE = "plugins.ml_commons.rag_pipeline_feature_enabled"
ORIGIN = "retrieval_augmented_generation"
_MESSAGES = 10
"""So many messages of a memory are told the model, if the question does not say."""
_PROVIDERS = {"bedrock/": "BEDROCK", "cohere/": "COHERE", "bedrock-converse/": "BEDROCK_CONVERSE"}
_ANSWERS = {"BEDROCK": "completion", "COHERE": "text"}
"""Where the answers of these providers are."""


def generate(run: SearchRun, options: Any) -> None:
    """Put the question to the model, with what the hits hold, and its answer beside the hits."""
    check_feature(run)
    question = _question(run)
    model = question.llm_model if question.llm_model is not None else options.llm_model
    on = run.state.switched_on
    if model is None and changes.ANSWERS_REMEMBERED_BY_ID in on:
        raise errors.no_language_model()
    memory = question.memory_id
    if memory is not None and not memory.strip() and changes.MISSING_QUESTIONS_ARE_TOLD in on:
        raise errors.blank_memory()
    texts = _texts(run, options.context_field_list, question.context_size)
    written = _prompts(run, options, question)
    history = [] if memory is None else _history(run, memory, question.message_size)
    provider = _provider(model, question)
    given = _parameters(run, provider, model, question, Said(written, tuple(history), tuple(texts)))
    results = predict_by_model(run.state, options.model_id, parameters=given)
    answer, problem = _answer(provider, question.llm_response_field, _told(results))
    message = None
    if memory is not None:
        message = _remember(run, memory, question, written, answer, texts)
    _tell(run, answer, problem, message)


def check_feature(run: SearchRun) -> None:
    """Refuse to run what was switched off since the pipeline was stored."""
    if not setting(run.state, FEATURE):
        raise errors.generation_is_off()


def _question(run: SearchRun) -> Question:
    section = extension(run.source, "generative_qa_parameters")
    if section is None:
        if changes.MISSING_QUESTIONS_ARE_TOLD in run.state.switched_on:
            raise errors.no_question()
        raise null_pointer(None)
    return read_question(run.state, section, Place(run.source) / "ext" / "generative_qa_parameters")


def _texts(run: SearchRun, fields: list[Json], size: int | None) -> list[str]:
    """What the hits, so many of them, hold in the fields."""
    hits = run.hits if size in (None, -1) else run.hits[: max(size or 0, 0)]
    found = []
    for hit in hits:
        source = hit.get("_source")
        for field in fields:
            if source is None:
                raise null_pointer('Cannot invoke "java.util.Map.get(Object)" because "docSourceMap" is null')
            if not isinstance(field, str):
                raise class_cast(field, "java.lang.String")
            value = source.get(field)
            if value is None:
                told = changes.MISSING_QUESTIONS_ARE_TOLD in run.state.switched_on
                raise (
                    errors.no_context(field, dumps(hit, pretty=True).rstrip())
                    if told
                    else ApiError(500, "runtime_exception", None)
                )
            found.append(to_text(value))
    return found


def _prompts(run: SearchRun, options: Any, question: Question) -> Prompts:
    """The processor's prompts, or the question's own where those count."""
    system, user = getattr(options, "system_prompt", None), getattr(options, "user_instructions", None)
    if changes.QUESTION_PROMPTS_COUNT in run.state.switched_on:
        system = question.system_prompt if question.system_prompt is not None else system
        user = question.user_instructions if question.user_instructions is not None else user
    return Prompts(system, user)


def _history(run: SearchRun, memory: str, size: int | None) -> list[tuple[str | None, str | None]]:
    """So many messages of a memory with their answers, in the order in which memory lists them."""
    most = _MESSAGES if size in (None, -1) else int(size or 0)
    if most <= 0:
        raise errors.no_messages_wanted()
    conversations.check_access(run.state, memory, f"memory {memory}")
    said = conversations.said_in(run.state, memory)
    if changes.MEMORY_IDS_OF_QUESTIONS not in run.state.switched_on:
        said = said[::-1]
    return [(message.source.get("input"), message.source.get("response")) for message in said[:most]]


def _provider(model: str | None, question: Question) -> str | None:
    """Whose way of talking the model has; None when the question says where the answer is."""
    if question.llm_response_field is not None:
        return None
    return next((name for prefix, name in _PROVIDERS.items() if (model or "").startswith(prefix)), "OPENAI")


def _parameters(
    run: SearchRun, provider: str | None, model: str | None, question: Question, said: Said
) -> dict[str, Json]:
    on = run.state.switched_on
    if provider == "BEDROCK_CONVERSE" and changes.QUESTIONS_IN_BLOCKS not in on:
        provider = "OPENAI"
    if provider in ("OPENAI", "BEDROCK_CONVERSE"):
        given: dict[str, Json] = {"model": model} if provider == "OPENAI" else {}
        if provider == "BEDROCK_CONVERSE" and said.prompts.system and changes.QUESTION_PROMPTS_COUNT in on:
            given["system_prompt"] = said.prompts.system
        blocks = changes.QUESTIONS_IN_BLOCKS in on
        write = prompts.blocks if blocks else prompts.lines
        given["messages"] = gson.text(write(provider, question, said))
        return given
    return {"inputs": prompts.single_text(question, said)}


def _told(results: list[dict[str, Any]]) -> dict[str, Json]:
    """What the model said, as an object."""
    tensors = results[0].get("output") if results else None
    if not tensors:
        raise null_pointer(None)
    told = tensors[0].get("dataAsMap")
    if not isinstance(told, dict):
        raise null_pointer('Cannot invoke "java.util.Map.get(Object)" because "dataAsMap" is null')
    return told


def _answer(provider: str | None, field: str | None, told: dict[str, Json]) -> tuple[str | None, str | None]:
    """The answer, or what the model says is wrong."""
    if provider == "OPENAI":
        choices = told.get("choices")
        if choices is None:
            return None, text_or_null(_object(told, "error", "error").get("message"))
        if not isinstance(choices, list):
            raise class_cast(choices, "java.util.List")
        if not choices:
            raise ApiError(500, "index_out_of_bounds_exception", "Index 0 out of bounds for length 0")
        message = _object(choices[0] if isinstance(choices[0], dict) else {}, "message", "message")
        content = message.get("content")
        if content is None:
            raise null_pointer(None)
        return text_or_null(content), None
    if provider == "BEDROCK_CONVERSE":
        return _converse(_object(told, "output", "output"))
    answer = told.get(field if field is not None else _ANSWERS[str(provider)])
    if answer is not None:
        return text_or_null(answer), None
    error = told.get("error")
    message_of = error.get("message") if isinstance(error, dict) else None
    return None, "Unknown error or response." if message_of is None else text_or_null(message_of)


def _converse(output: dict[str, Json]) -> tuple[str | None, str | None]:
    message = output.get("message")
    if message is None:
        error = output.get("error")
        if not isinstance(error, dict):
            raise ApiError(500, "runtime_exception", f"Unexpected output: {to_text(output)}")
        return None, text_or_null(error.get("message"))
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(content, list) or not content or not isinstance(content[0], dict):
        raise null_pointer('Cannot invoke "java.util.List.get(int)" because "content" is null')
    return text_or_null(content[0].get("text")), None


def _object(held: dict[str, Json], name: str, called: str) -> dict[str, Json]:
    value = held.get(name)
    if value is None:
        raise null_pointer(f'Cannot invoke "java.util.Map.get(Object)" because "{called}" is null')
    if not isinstance(value, dict):
        raise class_cast(value)
    return value


def _remember(
    run: SearchRun, memory: str, question: Question, written: Prompts, answer: str | None, texts: list[str]
) -> str:
    said = {
        "input": question.llm_question,
        "prompt_template": gson.text(prompts.template(written)),
        "response": answer,
        "origin": ORIGIN,
    }
    return conversations.add_message(run.state, memory, said, {"metadata": gson.text(list(texts))})


def _tell(run: SearchRun, answer: str | None, problem: str | None, message: str | None) -> None:
    if answer is None and problem is None:
        raise null_pointer("If answer is not given, errorMessage must be provided.")
    on = run.state.switched_on
    told: dict[str, Json] = {"error": problem} if answer is None else {"answer": answer}
    if answer is not None and message is not None and changes.ANSWERS_REMEMBERED_BY_ID in on:
        told["message_id" if changes.PROMPTS_OF_QUESTIONS in on else "interaction_id"] = message
    kept = {name: value for name, value in run.answer.items() if name != "ext"}
    run.answer = {**kept, "took": run.answer["_shards"]["successful"], "ext": {ORIGIN: told}}
