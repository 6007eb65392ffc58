"""Lua's ``workflow`` library. Source: reference/workflow.md 7.1.

The module knows nothing of Temporal: what it does is done by the workflow host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from luaflow_runtime.host import current
from luaflow_runtime.lib.errors import Error, invalid
from luaflow_runtime.lib.funcs import check_target, issue
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.messaging.processes import StartRequest
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string
from luaflow_runtime.text.jsontext import EncodeError
from luaflow_runtime.text.strings import has_escapes
from luaflow_runtime.values.errors import type_argument_error
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT, type_name
from luaflow_runtime.values.userdata import Userdata

if TYPE_CHECKING:
    from luaflow_runtime.temporal.workflow_host import WorkflowHost

_OUTSIDE = "outside workflow context not yet supported"


def _host() -> WorkflowHost | None:
    """Return the host of the running workflow, nothing elsewhere."""
    host = current()
    return cast("WorkflowHost", host) if host.is_workflow else None


@shim("workflow.info", results=2, types="table?, error?")
def info(*_: Any) -> tuple[Any, Any]:
    """Return what the run is: ids, type, task queue, namespace, attempt, size of its history; nil elsewhere."""
    host = _host()
    return (None if host is None else host.table(**host.info())), None


class WorkflowExecutor(Userdata):
    """Child workflows with options."""

    __slots__ = ("options_",)

    def __init__(self, options: Table | None = None) -> None:
        self.options_ = options

    @shim("WorkflowExecutor:with_options", types="userdata.WorkflowExecutor")
    def with_options(self, options: Any = ABSENT, *_: Any) -> WorkflowExecutor:
        """Replace all options."""
        return with_options(options)

    @shim("WorkflowExecutor:exec", results=2, types="any, error?", colour="async")
    async def exec(self, target: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
        """Run a child workflow and wait for its result."""
        return await _exec(target, args, self.options_)


async def _exec(target: Any, args: tuple[Any, ...], options: Table | None) -> tuple[Any, Error | None]:
    problem = check_target(target, "exec", "workflow")
    if problem is not None:
        return None, problem
    host = _host()
    if host is None:
        return None, invalid(f"workflow.exec {_OUTSIDE}")
    try:
        operation = host.processes.execute(StartRequest(target=target, host="", args=args, options=options))
    except (EncodeError, OptionError) as refused:
        return None, invalid(str(refused))
    return await issue(host, operation)


@shim("workflow.exec", results=2, types="any, error?", colour="async")
async def exec(target: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Run a child workflow on this workflow's task queue, or its worker's, and wait for its result."""
    return await _exec(target, args, None)


@shim("workflow.with_options", types="userdata.WorkflowExecutor")
def with_options(options: Any = ABSENT, *_: Any) -> WorkflowExecutor:
    """Return an executor whose children get options such as ``["workflow.id"]``."""
    if not isinstance(options, Table):
        raise type_argument_error(1, "with_options", "table", options)
    return WorkflowExecutor(options)


@shim("workflow.version", results=2, types="integer?, error?")
def version(change: Any = ABSENT, minimum: Any = ABSENT, maximum: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Return the version of a change that this run goes by; recorded when it is asked for first.

    Outside workflows it is always ``maximum``.
    """
    name = check_string(change, 1, "version")
    least = check_integer(minimum, 2, "version")
    most = check_integer(maximum, 3, "version")
    if not name:
        return None, invalid("change ID required")
    if has_escapes(name):
        return None, invalid("change ID must be UTF-8 text")
    if least > most:
        return None, invalid("min_supported cannot be greater than max_supported")
    host = _host()
    return (most if host is None else host.version(name, least, most)), None


@shim("workflow.attrs", results=2, types="boolean?, error?")
def attrs(options: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Set search attributes and memo fields of the run: ``{search=, memo=}``; other keys of both stay."""
    host = _host()
    if host is None:
        return None, invalid(f"workflow.attrs {_OUTSIDE}")
    if not isinstance(options, Table):
        return None, invalid("attributes must be a table")
    parts: dict[str, Table] = {}
    for name in ("search", "memo"):
        part = options[name]
        if part is None:
            continue
        if not isinstance(part, Table):
            return None, invalid(f"{name} must be a table")
        parts[name] = part
    if not parts:
        return None, invalid("search or memo attributes required")
    try:
        problem = host.set_attributes(parts.get("search"), parts.get("memo"))
    except EncodeError as refused:
        problem = f"memo cannot be encoded: {refused}"
    return (None, invalid(problem)) if problem else (True, None)


@shim("workflow.query", results=2, types="boolean?, error?")
def query(name: Any = ABSENT, function: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Let a function answer a query; it may neither wait nor change what the workflow does."""
    text = check_string(name, 1, "query")
    if type_name(function) != "function":
        raise type_argument_error(2, "query", "function", function)
    host = _host()
    if host is None:
        return None, invalid(f"workflow.query {_OUTSIDE}")
    host.scheduler.check_writable()
    problem = host.queries.register(text, function)
    return (True, None) if problem is None else (None, problem)


@shim("workflow.history_length", results=2, types="integer, error?")
def history_length(*_: Any) -> tuple[int, Any]:
    """Return the number of events in the run's history so far; 0 elsewhere."""
    host = _host()
    return (0 if host is None else host.info()["history_length"]), None


@shim("workflow.history_size", results=2, types="integer, error?")
def history_size(*_: Any) -> tuple[int, Any]:
    """Return the bytes of the run's history so far; 0 elsewhere."""
    host = _host()
    return (0 if host is None else host.info()["history_size"]), None


LIBRARY = library(
    "workflow",
    info=info,
    exec=exec,
    with_options=with_options,
    version=version,
    attrs=attrs,
    query=query,
    history_length=history_length,
    history_size=history_size,
)
