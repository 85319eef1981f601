"""What both servers refuse a search with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import ApiError, illegal_argument
from ..formats.positions import token_name
from ..nearness import near_names
from ..wire import Json
from . import changes
from .locate import Position

if TYPE_CHECKING:
    from ..cluster import State
    from ..mapping.fields import Field

FOREIGN = (
    "illegal_argument_exception", "number_format_exception", "illegal_state_exception", "index_out_of_bounds_exception",
    "array_index_out_of_bounds_exception", "negative_array_size_exception", "null_pointer_exception",
)  # fmt: skip
"""Types that are Java's own: a failed search repeats them as its cause (`SearchPhaseExecutionException.guessRootCauses`)."""


OF_SHARDS = (
    "search_exception", "aggregation_execution_exception", "exception", "null_pointer_exception",
    "index_out_of_bounds_exception", "array_index_out_of_bounds_exception", "negative_array_size_exception",
    "illegal_state_exception",
)  # fmt: skip
"""Types of errors with a status of 500 that are answers of a shard all the same."""


VENDORS_OWN = ("exception", "parse_exception")
"""Types of causes that are to blame themselves, being the vendor's own."""


WORDLESS = ("binary", "dense_vector", "knn_vector", "rank_feature", "rank_features", "rank_vectors")
"""Types of fields that hold no words in either product."""
_POSITION = re.compile(r"\[(\d+):(\d+)\]")


class QueryRefused(Exception):
    """An index cannot run this query; the engine knows the index and makes the wire error of it."""

    def __init__(
        self, reason: str, cause: str = "illegal_argument_exception", caused_by: ApiError | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause
        self.caused_by = caused_by

    def at(self, index: str, uuid: str) -> ApiError:
        """`QueryShardException` of one index; without a `cause`, the query refused itself."""
        if not self.cause:
            metadata: dict[str, Json] = {"index": index, "index_uuid": uuid}
            return ApiError(400, "query_shard_exception", self.reason, metadata=metadata, caused_by=self.caused_by)
        cause = ApiError(400, self.cause, self.reason)
        return ApiError(
            400,
            "query_shard_exception",
            f"failed to create query: {self.reason}",
            metadata={"index": index, "index_uuid": uuid},
            caused_by=cause,
            root_cause=(cause,) if self.cause in VENDORS_OWN else None,
        )


def is_refusal(error: QueryRefused | ApiError) -> bool:
    """Whether the server would refuse, so that a lenient query finds nothing; what is not imitated is none."""
    return isinstance(error, QueryRefused) or error.status < 500


class FieldRefused(QueryRefused):
    """The same, told by the field itself: in its words alone."""

    def at(self, index: str, uuid: str) -> ApiError:
        return ApiError(400, "query_shard_exception", self.reason, metadata={"index": index, "index_uuid": uuid})


def no_exact_values(path: str, type_name: str, product: str) -> QueryRefused:
    """A term of a field that holds none."""
    by_field = FieldRefused if product == "opensearch" else QueryRefused
    if type_name == "knn_vector":
        return FieldRefused(f"KNN vector do not support exact searching, use KNN queries instead: [{path}]")
    if type_name in ("dense_vector", "rank_vectors"):
        return QueryRefused(f"Field [{path}] of type [{type_name}] doesn't support term queries")
    if type_name in ("rank_feature", "rank_features"):
        return QueryRefused(f"Queries on [{type_name}] fields are not supported")
    if type_name == "geo_point":
        what = "Geometry fields do not support exact searching, use dedicated geometry queries instead"
        return by_field(f"{what}: [{path}]")
    if type_name == "binary":
        return by_field("Binary fields do not support searching")
    return QueryRefused(f"Field [{path}] of type [{type_name}] does not support term queries")


def is_wordless(field: Field, product: str) -> bool:
    """Whether a field can hold no words, not even one (`TextSearchInfo.NONE`)."""
    return field.type.name in WORDLESS or (field.type.name == "geo_point" and product == "elasticsearch")


def no_words(path: str, type_name: str, query: str = "match") -> QueryRefused:
    """A text is looked for in a field that holds no words. elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/search/MatchQueryParser.java"""
    return QueryRefused(f"Field [{path}] of type [{type_name}] does not support {query} queries")


def no_field_data(path: str, field: Field, index: str, product: str) -> ApiError | None:
    """What cannot be sorted or aggregated by, if it cannot."""
    if field.family == "text":
        return field_data_disabled(path, index, product)
    if field.family in ("feature", "features") or (field.family == "semantic" and product == "elasticsearch"):
        return illegal_argument(f"[{field.type.name}] fields do not support sorting, scripting or aggregating")
    if field.type.name == "dense_vector":
        return illegal_argument("String representation of doc values for vector fields is not supported")
    return None


def no_sort_field(path: str, field: Field, index: str, product: str) -> ApiError | None:
    """What cannot be sorted by, if it cannot."""
    if field.type.name == "dense_vector":
        return illegal_argument(f"Field [{path}] of type [dense_vector] doesn't support sort")
    return no_field_data(path, field, index, product)


def no_own_format(path: str, type_name: str) -> ApiError:
    """A format was asked for values that have only one."""
    return illegal_argument(f"Field [{path}] of type [{type_name}] does not support custom formats")


def parsing(reason: str, position: Position, caused_by: ApiError | None = None) -> ApiError:
    """`ParsingException`, with line and column of the token."""
    metadata = {"line": position.line, "col": position.column}
    return ApiError(400, "parsing_exception", reason, metadata=metadata, caused_by=caused_by)


def unknown_query(name: str, known: Sequence[str], position: Position) -> ApiError:
    """No query of that name is registered."""
    near = near_names(name, known)
    hint = f" did you mean [{near[0]}]?" if len(near) == 1 else ""
    if len(near) > 1:
        hint = f" did you mean any of [{', '.join(near)}]?"
    cause = ApiError(400, "named_object_not_found_exception", f"[{position}] unknown field [{name}]")
    return parsing(f"unknown query [{name}]{hint}", position, cause)


def unknown_function(name: str, position: Position) -> ApiError:
    """No function of a function_score of that name is registered; the hints are about the query's own name."""
    cause = ApiError(400, "named_object_not_found_exception", f"[{position}] unknown field [{name}]")
    hint = "did you mean any of [random_score, script_score]?"
    return parsing(f"unknown query [function_score] {hint}", position, cause)


def unknown_aggregation(name: str, position: Position, known: Sequence[str]) -> ApiError:
    """No aggregation of that name is registered."""
    near = near_names(name, known)
    hint = f" did you mean [{near[0]}]?" if len(near) == 1 else ""
    if len(near) > 1:
        hint = f" did you mean any of [{', '.join(near)}]?"
    cause = ApiError(400, "named_object_not_found_exception", f"[{position}] unknown field [{name}]")
    return parsing(f"Unknown aggregation type [{name}]{hint}", position, cause)


def no_options(name: str, token: str, position: Position) -> ApiError:
    """An option for an aggregation that has none."""
    return parsing(f"Expected [FIELD_NAME] under a [START_OBJECT], but got a [{token}] in [{name}]", position)


def not_aggregated(reason: str, product: str) -> ApiError:
    """A shard cannot aggregate; Elasticsearch blames the request."""
    if product == "elasticsearch":
        return illegal_argument(reason)
    return ApiError(500, "aggregation_execution_exception", reason)


def no_inner_aggregations(name: str, kind: str, product: str) -> ApiError:
    """Aggregations inside of one that answers a number."""
    reason = f"Aggregator [{name}] of type [{kind}] cannot accept sub-aggregations"
    if product == "elasticsearch":
        return illegal_argument(reason)
    return ApiError(500, "aggregation_initialization_exception", reason)


def bad_aggregation_name(name: str, position: Position) -> ApiError:
    """A name with a bracket or an arrow."""
    known = "Aggregation names can contain any character except '[', ']', and '>'"
    return parsing(f"Invalid aggregation name [{name}]. {known}", position)


def not_inside_nested(name: str) -> ApiError:
    """A reverse nested aggregation where nothing is nested."""
    return illegal_argument(f"Reverse nested aggregation [{name}] can only be used inside a [nested] aggregation")


def inner_window_too_large(whose: str, window: int, limit: int, kind: str = "Top hits") -> ApiError:
    """Hits inside of a hit or a bucket reach beyond `index.max_inner_result_window`."""
    return illegal_argument(
        f"{kind} result window is too large, {whose} from + size must be less than or equal to: [{limit}] but was"
        f" [{window}]. This limit can be set by changing the [index.max_inner_result_window] index level setting."
    )


def too_many_buckets(buckets: int, limit: int, product: str) -> ApiError:
    """More buckets than an answer may have (`search.max_buckets`): found when all shards had answered."""
    cause = ApiError(
        503 if product == "opensearch" else 400,
        "too_many_buckets_exception",
        f"Trying to create too many buckets. Must be less than or equal to: [{limit}] but was [{buckets}]. This limit can"
        " be set by changing the [search.max_buckets] cluster level setting.",
        metadata={"max_buckets": limit},
    )
    return failed_reduce(cause)


def failed_reduce(cause: ApiError) -> ApiError:
    """What goes wrong when all shards have answered."""
    return ApiError(
        cause.status,
        "search_phase_execution_exception",
        "",
        metadata={"phase": "fetch", "grouped": True, "failed_shards": []},
        root_cause=[],
        caused_by=cause,
    )


_SINGLE_BUCKETS = {
    "filter": "filter.InternalFilter",
    "global": "global.InternalGlobal",
    "missing": "missing.InternalMissing",
    "nested": "nested.InternalNested",
    "reverse_nested": "nested.InternalReverseNested",
    "sampler": "sampler.InternalSampler",
    "diversified_sampler": "sampler.InternalSampler",
}


def no_buckets(kind: str) -> ApiError:
    """An aggregation that looks at buckets stands in one that has none."""
    package = "org.opensearch.search.aggregations"
    own, wanted = f"{package}.bucket.{_SINGLE_BUCKETS.get(kind, kind)}", f"{package}.InternalMultiBucketAggregation"
    reason = f"class {own} cannot be cast to class {wanted} ({own} and {wanted} are in unnamed module of loader 'app')"
    return ApiError(500, "class_cast_exception", reason)


def unknown_field(parser: str, name: str, position: Position, known: Sequence[str] = ()) -> ApiError:
    """`XContentParseException` of an object parser: a key nobody declared."""
    near = near_names(name, known)
    hint = f" did you mean [{near[0]}]?" if len(near) == 1 else ""
    if len(near) > 1:
        hint = f" did you mean any of [{', '.join(near)}]?"
    return ApiError(400, "x_content_parse_exception", f"[{position}] [{parser}] unknown field [{name}]{hint}")


def empty_query(position: Position) -> ApiError:
    """`{}` where a query belongs."""
    return illegal_argument(f"query malformed, empty clause found at [{position}]")


def not_an_object(position: Position) -> ApiError:
    """Something else where a query object belongs."""
    return parsing("[_na] query malformed, must start with start_object", position)


def several_queries(name: str, position: Position) -> ApiError:
    """A second query beside the first in one object."""
    return parsing(f"[{name}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]", position)


def unsupported(query: str, what: str, position: Position) -> ApiError:
    """A query's object holds a key it does not take."""
    return parsing(f"[{query}] query does not support [{what}]", position)


def unknown_token(query: str, option: str, value: Json, position: Position) -> ApiError:
    """An option of a query is null, an object or a list."""
    return parsing(f"[{query}] unknown token [{token_name(value)}] after [{option}]", position)


def unsupported_zero_terms(value: str, position: Position) -> ApiError:
    """`zero_terms_query` is neither `none` nor `all`."""
    return parsing(f"Unsupported zero_terms_query value [{value}]", position)


def several_fields(query: str, first: str, second: str, position: Position) -> ApiError:
    """A query of one field got two."""
    return parsing(f"[{query}] query doesn't support multiple fields, found [{first}] and [{second}]", position)


def unknown_key(token: str, key: str, position: Position, aggregation: str | None = None) -> ApiError:
    """A search body's key that does not exist, or not with a value of that kind; aggregations say their name, too."""
    where = f"[{key}]" if aggregation is None else f"[{aggregation}]: [{key}]"
    return parsing(f"Unknown key for a {token} in {where}.", position)


def no_mapping_to_sort(field: str, index: str, uuid: str) -> ApiError:
    """A sort names a field that the index does not know."""
    reason = f"No mapping found for [{field}] in order to sort on"
    return ApiError(400, "query_shard_exception", reason, metadata={"index": index, "index_uuid": uuid})


def field_data_disabled(field: str, index: str, product: str) -> ApiError:
    """Sorting or aggregating on a text field."""
    if product == "opensearch":
        return illegal_argument(
            "Text fields are not optimised for operations that require per-document field data like aggregations and"
            " sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively,"
            f" set fielddata=true on [{field}] in order to load field data by uninverting the inverted index. Note that"
            " this can use significant memory."
        )
    return illegal_argument(
        f"Fielddata is disabled on [{field}] in [{index}]. Text fields are not optimised for operations that require"
        " per-document field data like aggregations and sorting, so these operations are disabled by default. Please"
        f" use a keyword field instead. Alternatively, set fielddata=true on [{field}] in order to load field data by"
        " uninverting the inverted index. Note that this can use significant memory."
    )


def window_too_large(window: int, limit: int) -> ApiError:
    """`from + size` reaches beyond `index.max_result_window`."""
    return illegal_argument(
        f"Result window is too large, from + size must be less than or equal to: [{limit}] but was [{window}]. See the"
        " scroll api for a more efficient way to request large data sets. This limit can be set by changing the"
        " [index.max_result_window] index level setting."
    )


def batch_too_large(size: int, limit: int) -> ApiError:
    """A scroll's page reaches beyond `index.max_result_window`."""
    return illegal_argument(
        f"Batch size is too large, size must be less than or equal to: [{limit}] but was [{size}]. Scroll batch sizes cost as"
        " much memory as result windows so they are controlled by the [index.max_result_window] index level setting."
    )


def not_while_scrolling(reason: str) -> ApiError:
    """`SearchException` of a shard: something that a scroll cannot do."""
    return ApiError(500, "search_exception", reason)


def negative(parameter: str, value: int, product: str) -> ApiError:
    """`from` or `size` below zero."""
    if parameter == "from" and product == "elasticsearch":
        return illegal_argument(f"[from] parameter cannot be negative but was [{value}]")
    return illegal_argument(f"[{parameter}] parameter cannot be negative, found [{value}]")


def unreadable_date(text: str, format: str) -> ApiError:
    """A range's bound is no date of the field's format."""
    reason = f"failed to parse date field [{text}] with format [{format}]"
    inner = ApiError(400, "date_time_parse_exception", "Failed to parse with all enclosed parsers")
    cause = ApiError(400, "illegal_argument_exception", reason, caused_by=inner)
    return ApiError(400, "parse_exception", f"{reason}: [{reason}]", caused_by=cause)


def all_shards_failed(
    failures: Sequence[tuple[str, ApiError]],
    state: State,
    phase: str = "query",
    reason: str = "all shards failed",
) -> ApiError:
    """`SearchPhaseExecutionException`: every shard refused. `failures` are index and error."""
    node = state.ids.fixed("node")
    first = failures[0][1]
    shards: list[Json] = [failed_shard(index, error, node) for index, error in failures]
    cause = first if changes.FAILED_SEARCHES_TELL_CAUSE in state.switched_on else None
    if first.type in FOREIGN:
        repeated = ApiError(first.status, first.type, first.reason, metadata=first.metadata)
        cause = ApiError(first.status, first.type, first.reason, metadata=first.metadata, caused_by=repeated)
    if first.root_cause:
        cause = first.root_cause[0]
    return ApiError(
        max(error.status for _, error in failures),
        "search_phase_execution_exception",
        reason,
        metadata={"phase": phase, "grouped": True, "failed_shards": shards},
        root_cause=[root for index, error in failures for root in _roots(error)],
        caused_by=cause,
    )


def _roots(error: ApiError) -> Sequence[ApiError]:
    return error.root_cause or [ApiError(error.status, error.type, error.reason, metadata=error.metadata)]


def failed_shard(index: str, error: ApiError, node: str) -> Json:
    """One entry of `failed_shards` or `_shards.failures`."""
    return {"shard": 0, "index": index, "node": node, "reason": error.cause()}


def unreadable_id(refused: Exception) -> ApiError:
    """Why the id of a scroll or of a point in time cannot be read."""
    if isinstance(refused, EOFError):
        return ApiError(400, "e_o_f_exception", str(refused) or None)
    return illegal_argument(str(refused))


def kept_too_long(millis: float, setting: str) -> ApiError:
    """More than a day; both numbers are shown in days."""
    return illegal_argument(
        f"Keep alive for request ({_days(millis)}) is too large. It must be less than (1d). This limit can be set by changing"
        f" the [{setting}] cluster level setting."
    )


def _days(millis: float) -> str:
    days = int(millis / 8_640_000) / 10
    return f"{days:g}d"


def contexts_missing(missing: Sequence[ApiError]) -> ApiError:
    """A scroll whose contexts are not there any more; `missing` are their errors."""
    return ApiError(
        404,
        "search_phase_execution_exception",
        "all shards failed",
        metadata={
            "phase": "query",
            "grouped": True,
            "failed_shards": [{"shard": -1, "index": None, "reason": error.cause()} for error in missing],
        },
        root_cause=missing,
        caused_by=missing[-1],
    )


def context_missing_at(missing: Sequence[tuple[str, ApiError]], state: State) -> ApiError:
    """A point in time that is not there any more; `missing` are indices and errors."""
    return all_shards_failed(missing, state)


def failed_field(parser: str, field: str, position: Position, cause: ApiError) -> ApiError:
    """An object parser's field that cannot be read. To blame is what the vendor's own parsers refused inside, if they did."""
    inside = cause.type in ("parsing_exception", "x_content_parse_exception", "parse_exception")
    return ApiError(
        400,
        "x_content_parse_exception",
        f"[{position}] [{parser}] failed to parse field [{field}]",
        caused_by=cause,
        root_cause=(cause.root_cause or (cause,)) if inside else None,
    )


def expected_value(token: str) -> ApiError:
    """A list where a query is to be."""
    return ApiError(500, "illegal_state_exception", f"expected value but got [{token}]")


def position_of(refused: ApiError) -> Position | None:
    """Where a refusal says that something is wrong, if it does."""
    if "line" in refused.metadata:
        return Position(refused.metadata["line"], refused.metadata["col"])
    found = _POSITION.search(refused.reason or "")
    return Position(int(found[1]), int(found[2])) if found else None


def expected_object(parser: str, token: str, position: Position) -> ApiError:
    """An object parser found something else."""
    reason = f"[{position}] [{parser}] Expected START_OBJECT but was: {token}"
    return ApiError(400, "x_content_parse_exception", reason)


def several_or_no_fields(position: Position) -> ApiError:
    """A list of fields holds what is no object."""
    reason = (
        f"[{position}] [fields] can be a single object with any number of fields or an array where each entry is an object"
        " with a single field"
    )
    return ApiError(400, "x_content_parse_exception", reason)


def wrong_token(parser: str, field: str, token: str, position: Position) -> ApiError:
    """An object parser's field with a value of a kind it does not take."""
    reason = f"[{position}] [{parser}] {field} doesn't support values of type: {token}"
    return ApiError(400, "x_content_parse_exception", reason)


def stored_fields_disabled(what: str) -> ApiError:
    """Nothing stored is wanted, and yet something of it."""
    reason = f"[stored_fields] cannot be disabled if [{what}] is requested"
    return ApiError(500, "search_exception", reason)


def illegal_number(text: str) -> ApiError:
    """A number was needed."""
    return ApiError(400, "number_format_exception", f'For input string: "{text}"')
