"""Queries: ``state``, ``pid`` and those that ``workflow.query`` registers. Source: reference/workflow.md 7.5, prototypes 4."""

from __future__ import annotations

from collections.abc import Sequence
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Final

from temporalio import workflow
from temporalio.api.sdk.v1 import WorkflowInteractionDefinition, WorkflowMetadata
from temporalio.common import RawValue

from luaflow_runtime.lib.errors import NOT_FOUND, Error, invalid
from luaflow_runtime.temporal.codec import decode_raw, payload
from luaflow_runtime.temporal.failures import LuaApplicationError, uncaught
from luaflow_runtime.temporal.main_function import call_lua, main_result
from luaflow_runtime.text.jsontext import DecodeError, EncodeError
from luaflow_runtime.values.errors import LuaError, is_lua_catchable, to_lua_error
from luaflow_runtime.values.run_state import run_state

if TYPE_CHECKING:
    from luaflow_runtime.temporal.workflow_host import WorkflowHost

BUILT_IN: Final = ("pid", "state")
"""Queries that every run answers."""
RESERVED_PREFIX: Final = "__"
"""Temporal's own queries begin with it."""


class Queries:
    """Queries of one run.

    Attributes:
        host: The run.
    """

    def __init__(self, host: WorkflowHost) -> None:
        self.host = host
        self._handlers: dict[str, Any] = {}

    def register(self, name: str, function: Any) -> Error | None:
        """Let a Lua function answer a query, from now on instead of the one before.

        Returns:
            What is wrong with the name.
        """
        if not name:
            return invalid("query name cannot be empty")
        if name in BUILT_IN or name.startswith(RESERVED_PREFIX):
            return invalid(f"query name {name} is reserved")
        self._handlers[name] = function
        return None

    def answer(self, name: str, args: Sequence[RawValue]) -> Any:
        """Answer a query; the run is afterwards as it was.

        Raises:
            LuaApplicationError: The handler failed, nobody registered the query, or what came or goes is no JSON.
        """
        if name == "state":
            return {}
        if name == "pid":
            return workflow.info().workflow_id
        function = self._handlers.get(name)
        if function is None:
            known = ", ".join(sorted((*BUILT_IN, *self._handlers)))
            raise LuaApplicationError(Error(f"unknown query type: {name} (known: {known})", NOT_FOUND, False))
        try:
            return RawValue(payload(self._call(function, args)))
        except DecodeError as problem:
            error = invalid(f"arguments of query {name} cannot be read: {problem}")
        except EncodeError as problem:
            error = invalid(f"result of query {name} cannot be encoded: {problem}")
        except Exception as failure:
            if not is_lua_catchable(failure):
                raise
            error = uncaught(to_lua_error(failure))
        raise LuaApplicationError(error)

    def _call(self, function: Any, args: Sequence[RawValue]) -> Any:
        """Return the Lua value that a handler gives.

        Raises:
            DecodeError: An argument cannot be read.
            LuaError: The handler failed.
        """
        values = [decode_raw(value, self.host.table) for value in args]

        async def run() -> Any:
            with run_state().reading():
                result = call_lua(function, values)
                return await result if result.__class__ is CoroutineType else result

        value, error = main_result(self.host.scheduler.read(run))
        if error is not None:
            raise LuaError(error)
        return value

    def describe(self, metadata: WorkflowMetadata) -> WorkflowMetadata:
        """Add the queries to what the SDK says of the workflow, which the Temporal UI shows."""
        definitions = metadata.definition.query_definitions
        definitions.extend(WorkflowInteractionDefinition(name=name) for name in (*BUILT_IN, *self._handlers))
        definitions.sort(key=lambda definition: definition.name)
        return metadata
