"""Lua's ``coroutine`` library and ``coroutine.spawn``.

Source: Lua 5.4 manual, 6.2; reference/concurrency.md 3.4 and 3.6.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Generator, Iterator
from types import CodeType, CoroutineType, FunctionType
from typing import Any

from luaflow_runtime import host
from luaflow_runtime.lib.library import library
from luaflow_runtime.scheduling import resume as driving
from luaflow_runtime.scheduling.thread import DEAD, PARK, RESUMED, SUSPENDED, LuaCoroutine, Thread
from luaflow_runtime.shim import shim
from luaflow_runtime.values.calls import drive, first, multi
from luaflow_runtime.values.errors import LuaError, runtime_error, to_lua_error, type_argument_error, where
from luaflow_runtime.values.types import ABSENT, type_name


def _check_function(function: Any, name: str) -> None:
    if type_name(function) != "function":
        raise type_argument_error(1, name, "function", function)


def _check_thread(thread: Any, name: str) -> Thread:
    if thread.__class__ is not Thread:
        raise type_argument_error(1, name, "thread", thread)
    return thread


def _running() -> Thread:
    thread = host.current().scheduler.current
    return thread.active_ or thread


@shim("coroutine.create", types="thread")
def create(function: Any = ABSENT, *_: Any) -> Thread:
    """Return a new coroutine that will call ``function`` with the arguments of the first resume."""
    _check_function(function, "create")
    return Thread(host.current().scheduler, None, function)


def _refusal(thread: Thread) -> str:
    """Return why a thread that is not suspended cannot be resumed."""
    return "cannot resume dead coroutine" if thread.state_ == DEAD else "cannot resume non-suspended coroutine"


@shim("coroutine.resume", results=None, colour="callee")
def resume(thread: Any = ABSENT, *args: Any) -> Any:
    """Run a coroutine to its next yield or its end.

    Returns:
        ``True`` and the yielded or returned values, or ``False`` and the error value; a Python coroutine for these when
        something inside waits.
    """
    if thread.__class__ is not Thread:
        raise type_argument_error(1, "resume", "thread", thread)
    if thread.state_ != SUSPENDED:
        return False, _refusal(thread)
    send = thread.step_
    root = thread.scheduler_.current
    is_usual = send is not None and root.active_ is None
    try:
        if is_usual:  # done here, without a call
            root.active_ = thread
            thread.state_ = RESUMED
            thread.depth_ = 1
            values = send(args[0] if len(args) == 1 else args)  # type: ignore[misc]
            if values.__class__ is tuple:
                thread.state_ = SUSPENDED
                root.active_ = None
                return (True, values[0]) if len(values) == 1 else (True, *values)
            values = driving.finish_step(thread, values, root, None)
        else:
            values = driving.step(thread, args)
            if values.__class__ is tuple:
                return True, *values
        return _resume_waiting(thread, values)
    except BaseException as error:
        if is_usual:
            thread.state_ = DEAD
            root.active_ = None
        if isinstance(error, StopIteration):
            return True, *multi(error.value)
        if isinstance(error, Exception):
            return False, _died(thread, error)
        raise


async def _resume_waiting(thread: Thread, values: LuaCoroutine) -> tuple[Any, ...]:
    try:
        return True, *(await values)
    except Exception as error:
        return False, _died(thread, error)


def _died(thread: Thread, error: Exception) -> Any:
    value = to_lua_error(error).value
    thread.failure_ = value, error.__traceback__
    return value


@types.coroutine
def _yield(values: tuple[Any, ...]) -> Generator[tuple[Any, ...], Any, Any]:
    return (yield values)


@shim("coroutine.yield", results=None, colour="async")
async def yield_(*values: Any) -> Any:
    """Hand ``values`` to the resumer and wait for the next resume, whose arguments it returns.

    In a spawned coroutine that nobody resumed it lets the others run; the values are lost.

    Raises:
        LuaError: In the main thread.
    """
    return await _yield(values)


@types.coroutine
def yield_one(value: Any) -> Generator[tuple[Any, ...], Any, Any]:
    """Hand one value to the resumer; return the first one of the next resume.

    For emitted code that awaits it at once: the frame of an ``async def`` would double the cost.
    """
    received = yield (value,)
    if received.__class__ is tuple:
        return received[0] if received else None
    return received


# It is ``coroutine.yield`` for whoever looks at the stack.
yield_one.__code__ = yield_one.__code__.replace(co_name=yield_.__name__)
YIELDING: Any = yield_one(None)
"""A yield that has begun: what the stack of a suspended generator ends with in Lua."""
YIELDING.send(None)


@shim("coroutine.status", types="string")
def status(thread: Any = ABSENT, *_: Any) -> str:
    """Return ``running``, ``suspended``, ``normal`` (has resumed another one) or ``dead``."""
    _check_thread(thread, "status")
    if thread.state_ == DEAD:
        return "dead"
    current = thread.scheduler_.current
    if thread is (current.active_ or current):
        return "running"
    if thread.state_ == RESUMED and (thread is current or thread not in thread.scheduler_.threads):
        return "normal"
    return "suspended"


@shim("coroutine.wrap", types="function")
def wrap(function: Any = ABSENT, *_: Any) -> Callable[..., Any]:
    """Return a function that resumes a new coroutine and returns what it yields or returns; errors are raised."""
    _check_function(function, "wrap")
    thread = Thread(host.current().scheduler, None, function)

    def resume_wrapped(*args: Any) -> Any:
        if thread.state_ != SUSPENDED:
            raise runtime_error(_refusal(thread))
        try:
            values = driving.step(thread, args)
        except Exception as error:
            raise _reraised(error, where(1)) from error
        if values.__class__ is CoroutineType:
            return _wrapped_waiting(values, where(1))
        return values[0] if len(values) == 1 else values

    return resume_wrapped


async def _wrapped_waiting(values: LuaCoroutine, position: str) -> Any:
    try:
        result = await values
    except Exception as error:
        raise _reraised(error, position) from error
    return result[0] if len(result) == 1 else result


def _reraised(error: Exception, position: str) -> LuaError:
    """Return the error as the caller of a wrapped coroutine gets it: Lua prefixes texts with the caller's position."""
    known = to_lua_error(error)
    if known.value.__class__ is not str:
        return known
    return LuaError(position + known.value, known.lua_traceback)


_RESUME_WRAPPED = next(code for code in wrap.__code__.co_consts if code.__class__ is CodeType)


def firsts_of_wrapped(function: FunctionType, state: Any, control: Any) -> Iterator[Any] | None:
    """Return what ``for x in function, state, control`` sees, where nothing may wait; ``None`` if ``wrap`` did not make it."""
    if function.__code__ is not _RESUME_WRAPPED:
        return None
    return iterate_wrapped(function, function.__closure__[0].cell_contents, state, control)  # type: ignore[index]


def iterate_wrapped(function: Callable[..., Any], thread: Thread, state: Any, control: Any) -> Iterator[Any]:
    """Do what calls of a wrapped function do, but resume its thread without them."""
    scheduler = thread.scheduler_
    send = thread.step_
    last: Thread | None = thread  # which has never resumed itself
    while True:
        root = scheduler.current
        resumer = root.active_
        if thread.state_ != SUSPENDED or resumer is not last:
            # As a call does it: that may start the thread, or say what is wrong with it.
            control = first(drive(function(state, control)))
            last = resumer
            send = thread.step_
        else:
            root.active_ = thread
            thread.state_ = RESUMED
            try:
                values = send((state, control))  # type: ignore[misc]
            except StopIteration as stop:
                thread.state_ = DEAD
                root.active_ = resumer
                control = first(stop.value)
            except BaseException as error:
                thread.state_ = DEAD
                root.active_ = resumer
                if isinstance(error, Exception):
                    raise _reraised(error, where(1)) from error
                raise
            else:
                if values.__class__ is tuple:
                    thread.state_ = SUSPENDED
                    root.active_ = resumer
                    control = values[0] if values else None
                else:
                    waiting = driving.finish_step(thread, values, root, resumer)
                    control = first(drive(_wrapped_waiting(waiting, where(1))))
        if control is None:
            return
        yield control


@shim("coroutine.running", results=2, types="thread, boolean")
def running(*_: Any) -> tuple[Thread, bool]:
    """Return the running coroutine and whether it is the main one."""
    thread = _running()
    return thread, thread is thread.scheduler_.main


@shim("coroutine.isyieldable", types="boolean")
def isyieldable(thread: Any = ABSENT, *_: Any) -> bool:
    """Return whether a coroutine, by default the running one, can yield: all but the main one."""
    found = _running() if thread is ABSENT else _check_thread(thread, "isyieldable")
    return found is not found.scheduler_.main


@shim("coroutine.close", results=None, types="boolean, any", colour="callee")
def close(thread: Any = ABSENT, *_: Any) -> Any:
    """Kill a suspended or dead coroutine and close its pending to-be-closed variables.

    Returns:
        ``True``, or ``False`` and the error value: that of a closing method, or the one that the coroutine died of.
    """
    _check_thread(thread, "close")
    if thread.state_ == DEAD:
        failure, thread.failure_ = thread.failure_, None
        return True if failure is None else (False, failure[0])
    if thread.state_ == RESUMED:
        raise runtime_error(f"cannot close a {'running' if status(thread) == 'running' else 'normal'} coroutine")
    try:
        waiting = driving.close(thread)
    except Exception as error:
        return False, to_lua_error(error).value
    return True if waiting is None else _close_waiting(waiting)


async def _close_waiting(waiting: LuaCoroutine) -> Any:
    try:
        await waiting
    except Exception as error:
        return False, to_lua_error(error).value
    return True


@shim("coroutine.spawn", types="thread", colour="async")
async def spawn(function: Any = ABSENT, *_: Any) -> Thread:
    """Start ``function`` in a thread of its own, which runs to its first wait before the caller goes on.

    What it returns is dropped; an error that it does not catch fails the run.
    """
    if function.__class__ is not FunctionType:
        _check_function(function, "spawn")
    scheduler = host.CURRENT.get().scheduler
    thread = scheduler.begin_spawn(function)
    try:
        await PARK
    except BaseException:
        scheduler.withdraw_spawn(thread)
        raise
    return thread


LIBRARY = library(
    "coroutine",
    create=create,
    resume=resume,
    yield_=yield_,
    status=status,
    wrap=wrap,
    running=running,
    isyieldable=isyieldable,
    close=close,
    spawn=spawn,
)
