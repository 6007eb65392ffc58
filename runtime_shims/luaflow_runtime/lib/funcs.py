"""Lua's ``funcs`` library: calls of function entries, at once or as futures.

Inside a workflow every call is a Temporal activity, elsewhere it runs in the same process; the host knows.
Source: reference/funcs.md 4.1 to 4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from luaflow_runtime.host import Host, current
from luaflow_runtime.lib.errors import CANCELED, INVALID, Error, error_of, invalid
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.payload import Payload
from luaflow_runtime.lib.plain import OptionError, merged, plain_fields
from luaflow_runtime.messaging.pid import LONGEST_ID, is_identifier
from luaflow_runtime.scheduling.channel import Channel
from luaflow_runtime.scheduling.thread import Thread
from luaflow_runtime.shim import shim
from luaflow_runtime.text.jsontext import EncodeError
from luaflow_runtime.values.errors import LuaError, type_argument_error
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT
from luaflow_runtime.values.userdata import Userdata

_NOTHING: Mapping[str, Any] = {}

Operation = Callable[[], Coroutine[Any, Any, tuple[Any, Any]]]
"""A prepared call: performs it, once, and gives ``(value, None)`` or ``(None, error object)``."""


class Future(Userdata):
    """The result of ``funcs.async``.

    Attributes:
        channel_: Delivers the result once, then closes.
        value_: The value, in a tuple, once delivered.
        error_: The error, once delivered.
        canceled_: Whether ``cancel`` was called.
        operation_: The prepared call.
        thread_: The thread that waits for it, once issued.
    """

    __slots__ = ("canceled_", "channel_", "error_", "host_", "operation_", "thread_", "value_")

    def __init__(self, host: Host, operation: Operation) -> None:
        self.host_ = host
        self.channel_ = Channel(host.scheduler, 1)
        self.value_: tuple[Any] | None = None
        self.error_: Error | None = None
        self.canceled_ = False
        self.operation_ = operation
        self.thread_: Thread | None = None
        host.scheduler.request(self.issue_)

    def issue_(self) -> None:
        """Start the call; its turn among the external operations has come."""
        self.thread_ = self.host_.scheduler.start(self.wait_())

    async def wait_(self) -> None:
        """Wait for the call and deliver what it gives."""
        try:
            value, error = await self.operation_()
        except LuaError:
            if not self.canceled_:
                raise
            return
        if self.canceled_:
            return
        if error is None:
            self.value_ = (value,)
            self.channel_.push_(Payload(value))
        else:
            self.error_ = error
            self.channel_.push_(error)
        self.channel_.close_now_()

    @shim("Future:response", types="userdata.Channel")
    def response(self, *_: Any) -> Channel:
        """Return the channel that delivers a Payload or an error object, once."""
        return self.channel_

    @shim("Future:channel", types="userdata.Channel")
    def channel(self, *_: Any) -> Channel:
        """Return the same channel as ``response``."""
        return self.channel_

    @shim("Future:is_complete", types="boolean")
    def is_complete(self, *_: Any) -> bool:
        """Whether a value or error was delivered."""
        return self.value_ is not None or self.error_ is not None

    @shim("Future:is_canceled", types="boolean")
    def is_canceled(self, *_: Any) -> bool:
        """Whether ``cancel`` was called."""
        return self.canceled_

    @shim("Future:result", results=2, types="userdata.Payload?, error?")
    def result(self, *_: Any) -> tuple[Any, Any]:
        """Return payload and nil, or nil and the error; two nils while it is pending."""
        if self.canceled_:
            return None, Error("canceled", CANCELED, False)
        if self.value_ is not None:
            return Payload(self.value_[0]), None
        return None, self.error_

    @shim("Future:error", results=2, types="error?, boolean")
    def error(self, *_: Any) -> tuple[Any, bool]:
        """Return the error and true if it failed, else nil and false."""
        return self.error_, self.error_ is not None

    @shim("Future:cancel", results=2, types="boolean, error?")
    def cancel(self, *_: Any) -> tuple[bool, None]:
        """Cancel the call; receivers get nil and false from now on."""
        self.host_.scheduler.check_writable()
        if self.canceled_:
            return True, None
        self.canceled_ = True
        self.channel_.items_.clear()
        self.channel_.close_now_()
        scheduler = self.host_.scheduler
        if self.thread_ is None:
            scheduler.withdraw_request(self.issue_)
        else:
            scheduler.throw(self.thread_, LuaError(Error("canceled", CANCELED, False)))
        return True, None


class Executor(Userdata):
    """Calls with options and context values; each builder method returns a new one."""

    __slots__ = ("context_", "options_")

    def __init__(self, options: Mapping[str, Any] = _NOTHING, context: Mapping[str, Any] = _NOTHING) -> None:
        self.options_ = options
        self.context_ = context

    @shim("Executor:with_context", results=2, types="userdata.Executor?, error?")
    def with_context(self, values: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
        """Add context values that the callee sees."""
        if not isinstance(values, Table):
            raise type_argument_error(1, "with_context", "table", values)
        return Executor(self.options_, merged(self.context_, plain_fields(values))), None

    @shim("Executor:with_options", results=2, types="userdata.Executor?, error?")
    def with_options(self, options: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
        """Replace all options."""
        if not isinstance(options, Table):
            raise type_argument_error(1, "with_options", "table", options)
        return Executor(plain_fields(options), self.context_), None

    @shim("Executor:with_actor", results=2, types="userdata.Executor?, error?")
    def with_actor(self, actor: Any = None, *_: Any) -> tuple[Any, Any]:
        """Return an equal executor: luaflow has no security actors."""
        return Executor(self.options_, self.context_), None

    @shim("Executor:with_scope", results=2, types="userdata.Executor?, error?")
    def with_scope(self, scope: Any = None, *_: Any) -> tuple[Any, Any]:
        """Return an equal executor: luaflow has no security scopes."""
        return Executor(self.options_, self.context_), None

    @shim("Executor:call", results=2, types="any, error?", colour="async")
    async def call(self, target: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
        """Call a function and wait for its first result."""
        return await _call(target, args, self.options_, self.context_, "call")

    @shim("Executor:async", results=2, types="userdata.Future?, error?")
    def async_(self, target: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
        """Start a call."""
        return _start(target, args, self.options_, self.context_, "async")


def check_target(target: Any, function_name: str, noun: str = "function") -> Error | None:
    """Return what is wrong with the id of a call's target, or nothing.

    Raises:
        LuaError: It is no string.
    """
    if target.__class__ is not str:
        raise type_argument_error(1, function_name, "string", target)
    if not target:
        return invalid(f"{noun} ID required")
    namespace, colon, name = target.partition(":")
    if not colon or not namespace:
        return invalid(f"namespace required in {noun} ID")
    if not name:
        return invalid(f"name required in {noun} ID")
    if not is_identifier(target):
        return invalid(f"{noun} ID must be UTF-8 text of at most {LONGEST_ID} bytes")
    return None


def _prepare(
    target: str, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any]
) -> tuple[Host, Operation]:
    host = current()
    return host, host.prepare_call(target, args, options, merged(host.context, context))


async def _call(
    target: Any, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any], name: str
) -> tuple[Any, Error | None]:
    problem = check_target(target, name)
    if problem is not None:
        return None, problem
    try:
        host, operation = _prepare(target, args, options, context)
    except (EncodeError, OptionError) as refused:
        return None, Error(str(refused), INVALID, False)
    return await issue(host, operation)


async def issue(host: Host, operation: Operation) -> tuple[Any, Error | None]:
    """Perform a prepared call in the external phase; an interruption before its turn is its error."""
    host.scheduler.check_writable()
    try:
        outcome: tuple[Any, Error | None] = await host.scheduler.external(operation)
        return outcome
    except LuaError as interruption:
        return None, error_of(interruption.value)


def _start(
    target: Any, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any], name: str
) -> tuple[Future | None, Error | None]:
    problem = check_target(target, name)
    if problem is not None:
        return None, problem
    try:
        host, operation = _prepare(target, args, options, context)
    except (EncodeError, OptionError) as refused:
        return None, Error(str(refused), INVALID, False)
    return Future(host, operation), None


@shim("funcs.call", results=2, types="any, error?", colour="async")
async def call(target: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Call a function entry and wait for its first result; nil and an error object when it fails."""
    return await _call(target, args, _NOTHING, _NOTHING, "call")


@shim("funcs.async", results=2, types="userdata.Future?, error?")
def async_(target: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Start a call; nil and an error object when it cannot be started."""
    return _start(target, args, _NOTHING, _NOTHING, "async")


@shim("funcs.new", types="userdata.Executor")
def new(*_: Any) -> Executor:
    """Return an executor without options."""
    return Executor()


LIBRARY = library("funcs", call=call, async_=async_, new=new)
