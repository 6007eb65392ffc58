"""Errors of Lua to failures of Temporal, and back.

On the wire a Lua error is an application failure: its type is the error's kind, its stack trace the Lua stack, the first
detail the user's details, the second one marked ``luaflow`` holds what the rest cannot. Source: reference/funcs.md 4.7.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from temporalio import exceptions
from temporalio.api.failure.v1 import Failure

from luaflow_runtime.lib import errors
from luaflow_runtime.lib.errors import Error, error_of
from luaflow_runtime.temporal.codec import plain_payload
from luaflow_runtime.values.errors import LuaError

KINDS = frozenset(
    {
        errors.NOT_FOUND,
        errors.ALREADY_EXISTS,
        errors.INVALID,
        errors.PERMISSION_DENIED,
        errors.UNAVAILABLE,
        errors.INTERNAL,
        errors.CANCELED,
        errors.CONFLICT,
        errors.TIMEOUT,
        errors.RATE_LIMITED,
        "InvalidState",
        "LimitExceeded",
    }
)
"""Types of foreign application failures that are taken for kinds."""

_UNREGISTERED = "NotFoundError"
"""Type that the Python SDK gives the failure of an activity type nobody registered."""

_TIMEOUTS = {
    exceptions.TimeoutType.START_TO_CLOSE: "start_to_close",
    exceptions.TimeoutType.SCHEDULE_TO_START: "schedule_to_start",
    exceptions.TimeoutType.SCHEDULE_TO_CLOSE: "schedule_to_close",
    exceptions.TimeoutType.HEARTBEAT: "heartbeat",
}

_MARK = "luaflow"

_LONGEST_TEXT = 80_000
"""Characters of a message or stack in a failure, which as a whole may have 2 MiB; no character takes more than six bytes."""
_MOST_DETAILS = 800_000
"""Bytes of details in a failure; more are left out."""


class LuaApplicationError(exceptions.ApplicationError):
    """An error object on its way out of a workflow or activity.

    Its failure holds the Lua stack instead of Python's; the SDK's failure converter takes it as it is.
    """

    def __init__(self, error: Error) -> None:
        kind = error.kind_ or errors.INTERNAL
        super().__init__(error.message_, type=kind, non_retryable=error.retryable_ is False)
        self.error = error

    @property
    def failure(self) -> Failure:
        """The failure as it goes over the wire."""
        if self._failure is None:
            failure = Failure(message=_text(self.message), source="luaflow", stack_trace=_text(self.error.stack_))
            info = failure.application_failure_info
            info.type = _text(self.type or errors.INTERNAL)
            info.non_retryable = self.non_retryable
            details = plain_payload(self.error.details_ or None)
            if len(details.data) > _MOST_DETAILS:
                details = plain_payload(None)
            info.details.payloads.extend((details, plain_payload({_MARK: self._mark()})))
            self._failure = failure
        return self._failure

    def _mark(self) -> dict[str, Any]:
        """Return what the rest of the failure cannot hold."""
        mark: dict[str, Any] = {"retryable": self.error.retryable_}
        if self.error.message_ != self.error.full_ and len(self.error.full_) <= _LONGEST_TEXT:
            mark["full"] = self.error.full_
        return mark


def uncaught(failure: LuaError) -> Error:
    """Return the error of a raised Lua value, with the stack from where it was raised if it has none of its own."""
    error = error_of(failure.value)
    if not error.stack_:
        error = Error(
            error.message_,
            error.kind_,
            error.retryable_,
            error.details_,
            remote=failure.lua_traceback,
            full=error.full_,
        )
    return error


def recorded_error(failure: BaseException) -> Error:
    """Return the error of a value that could not be drawn and recorded."""
    error = failure_error(failure)
    if error.kind_ == errors.NOT_FOUND:
        error.message_ = error.full_ = f"{error.message_}; the worker needs plugins=[luaflow_runtime.plugin()]"
    return error


def failure_error(failure: BaseException) -> Error:
    """Return the error object that a failed activity, child workflow or timer shows to Lua.

    Args:
        failure: What the SDK raised.
    """
    match failure:
        case exceptions.ActivityError():
            error = failure_error(failure.cause) if failure.cause else _unknown(failure)
            error.details_ |= {
                "_wrapper": "activity",
                "_activity_id": failure.activity_id,
                "_retry_state": _retry_state(failure.retry_state),
            }
            return error
        case exceptions.ChildWorkflowError():
            error = failure_error(failure.cause) if failure.cause else _unknown(failure)
            error.details_ |= {
                "_wrapper": "child_workflow",
                "_workflow_id": failure.workflow_id,
                "_workflow_type": failure.workflow_type,
                "_run_id": failure.run_id,
                "_retry_state": _retry_state(failure.retry_state),
            }
            return error
        case exceptions.ApplicationError():
            return _application(failure)
        case exceptions.TimeoutError():
            kind = _TIMEOUTS.get(failure.type, "unknown") if failure.type else "unknown"
            return Error(failure.message, errors.TIMEOUT, False, {"timeout_type": kind})
        case exceptions.CancelledError() | asyncio.CancelledError():
            return Error("operation canceled", errors.CANCELED, False)
        case exceptions.TerminatedError():
            return Error("workflow terminated", errors.CANCELED, False)
        case exceptions.WorkflowAlreadyStartedError():
            return Error(f"workflow {failure.workflow_id} is already running", errors.ALREADY_EXISTS, False)
        case _:
            return _unknown(failure)


def _application(failure: exceptions.ApplicationError) -> Error:
    stack = failure.failure.stack_trace if failure.failure is not None else ""
    details = tuple(failure.details)
    mark = details[1].get(_MARK) if len(details) == 2 and isinstance(details[1], Mapping) else None
    if isinstance(mark, Mapping):
        retryable = mark.get("retryable")
        full = mark.get("full")
        return Error(
            failure.message,
            failure.type or errors.INTERNAL,
            retryable if isinstance(retryable, bool) else None,
            _mapping(details[0]),
            remote=stack,
            full=full if isinstance(full, str) else None,
        )
    foreign = _foreign_chain(details)
    if foreign is not None:
        return _from_foreign_chain(failure, foreign)
    if failure.type == _UNREGISTERED:
        return Error(failure.message, errors.NOT_FOUND, not failure.non_retryable, remote=stack)
    kind = failure.type if failure.type in KINDS else errors.UNKNOWN
    return Error(
        failure.message,
        kind or errors.UNKNOWN,
        not failure.non_retryable,
        _mapping(details[0]) if details else None,
        remote=stack,
    )


def _foreign_chain(details: tuple[Any, ...]) -> Mapping[str, Any] | None:
    """Return the root error of the other runtime's failure details: the first of ``{"errors": [...]}``."""
    if not details or not isinstance(details[0], Mapping):
        return None
    chain = details[0].get("errors")
    if isinstance(chain, list) and chain and isinstance(chain[0], Mapping) and isinstance(chain[0].get("msg"), str):
        return chain[0]
    return None


def _from_foreign_chain(failure: exceptions.ApplicationError, root: Mapping[str, Any]) -> Error:
    kind = root.get("kind")
    retryable = root.get("retry")
    stack = root.get("stack")
    return Error(
        str(root["msg"]),
        kind if isinstance(kind, str) and kind else failure.type or errors.INTERNAL,
        retryable if isinstance(retryable, bool) else None,
        _mapping(root.get("details")),
        remote="\n".join(map(str, stack)) if isinstance(stack, list) else "",
    )


def _unknown(failure: BaseException) -> Error:
    message = failure.message if isinstance(failure, exceptions.FailureError) else str(failure)
    return Error(message or type(failure).__name__, errors.INTERNAL)


def _text(text: str) -> str:
    """Return a text as a failure can hold it: Unicode, and not too long."""
    if len(text) > _LONGEST_TEXT:
        text = f"{text[:_LONGEST_TEXT]}... ({len(text)} characters)"
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _mapping(value: Any) -> dict[str, Any] | None:
    return dict(value) if isinstance(value, Mapping) else None


def _retry_state(state: exceptions.RetryState | None) -> str:
    """Return the state's name as other SDKs write it: ``MaximumAttemptsReached``."""
    return "".join(word.capitalize() for word in state.name.split("_")) if state is not None else "Unspecified"
