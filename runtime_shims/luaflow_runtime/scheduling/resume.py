"""Driving a Lua coroutine from the code that resumes it.

A coroutine's ``yield`` stops here; a real wait inside it is passed up, so that the resumer waits too. Everything is done
synchronously unless such a wait comes up: only then is the result a Python coroutine, which the caller awaits.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Generator
from types import CoroutineType, GeneratorType
from typing import Any, cast

from luaflow_runtime.scheduling.thread import DEAD, RESUMED, SUSPENDED, CloseRequest, LuaCoroutine, Thread
from luaflow_runtime.values.errors import LuaError

Values = tuple[Any, ...]

MOST_NESTED = 196
"""Coroutines that resume each other: as many as Lua takes, each of them some of the C stack."""


def step(thread: Thread, args: Values) -> Any:
    """Run a suspended coroutine to its next yield or its end.

    Returns:
        The yielded or returned values as a tuple, or a Python coroutine that gives them after the waits inside.

    Raises:
        BaseException: What the coroutine let out; it is dead then.
        LuaError: Too many coroutines have resumed each other; it is as it was.
    """
    root = thread.scheduler_.current
    resumer = root.active_
    thread.depth_ = depth = 1 if resumer is None else resumer.depth_ + 1
    if depth > MOST_NESTED:
        raise LuaError("C stack overflow")
    root.active_ = thread
    thread.state_ = RESUMED
    try:
        send = thread.step_
        if send is None:
            function: Callable[..., Any] = thread.function_  # type: ignore[assignment]
            thread.function_ = None
            result = function(*args)
            if result.__class__ is not CoroutineType and result.__class__ is not GeneratorType:
                thread.state_ = DEAD
                root.active_ = resumer
                return result if result.__class__ is tuple else (result,)
            # A generator is driven in the same way.
            thread.coroutine_ = cast("LuaCoroutine", result)
            thread.step_ = send = result.send
            signal = send(None)
        else:
            signal = send(args[0] if len(args) == 1 else args)
    except StopIteration as stop:
        thread.state_ = DEAD
        root.active_ = resumer
        return stop.value if stop.value.__class__ is tuple else (stop.value,)
    except BaseException:
        thread.state_ = DEAD
        root.active_ = resumer
        raise
    if signal.__class__ is tuple:
        thread.state_ = SUSPENDED
        root.active_ = resumer
        return signal
    return finish_step(thread, signal, root, resumer)


async def finish_step(thread: Thread, signal: Any, root: Thread, resumer: Thread | None) -> Values:
    """Go on with a step in which something waits.

    Args:
        signal: What came out of the thread.
        root: The thread that the scheduler drives.
        resumer: What to take up again in it.

    Raises:
        BaseException: What the coroutine let out; it is dead then.
    """
    state = DEAD
    try:
        values: Values = await _pass_up(thread.coroutine_, signal)  # type: ignore[arg-type]
        state = SUSPENDED
        return values
    except _Ended as ended:
        return ended.values
    finally:
        thread.state_ = state
        root.active_ = resumer


class _Ended(Exception):
    """The coroutine returned: carries its values past the generator that drove it."""

    def __init__(self, values: Values) -> None:
        self.values = values


@types.coroutine
def _pass_up(driven_coroutine: LuaCoroutine, signal: Any) -> Generator[Any, Any, Values]:
    """Hand every wait of ``driven_coroutine`` to the scheduler until it yields values to its resumer."""
    while signal.__class__ is not tuple:
        try:
            try:
                sent = yield signal
            except GeneratorExit:
                driven_coroutine.close()
                raise
            except BaseException as error:
                signal = driven_coroutine.throw(error)
            else:
                signal = driven_coroutine.send(sent)
        except StopIteration as stop:
            raise _Ended(stop.value if stop.value.__class__ is tuple else (stop.value,)) from None
    return signal


def close(thread: Thread) -> LuaCoroutine | None:
    """Close the pending to-be-closed variables of a suspended coroutine; it is dead afterwards.

    Returns:
        ``None``, or a Python coroutine when a closing method waits.

    Raises:
        Exception: What a closing method let out.
    """
    coroutine = thread.coroutine_
    thread.function_ = None
    thread.state_ = DEAD
    if coroutine is None:
        return None
    root = thread.scheduler_.current
    resumer = root.active_
    root.active_ = thread
    try:
        signal = _throw(coroutine, CloseRequest())
    except (CloseRequest, StopIteration):
        signal = None
    finally:
        root.active_ = resumer
    return None if signal is None else _finish_close(thread, signal, root, resumer)


async def _finish_close(thread: Thread, signal: Any, root: Thread, resumer: Thread | None) -> None:
    root.active_ = thread
    try:
        while True:
            await _pass_up(thread.coroutine_, signal)  # type: ignore[arg-type]
            signal = _throw(thread.coroutine_, _yield_error())  # type: ignore[arg-type]
    except (CloseRequest, _Ended, StopIteration):
        return
    finally:
        root.active_ = resumer


def _throw(coroutine: LuaCoroutine, error: BaseException) -> Any:
    """Throw into a coroutine that is being closed, where it may wait but not yield."""
    signal = coroutine.throw(error)
    while signal.__class__ is tuple:
        signal = coroutine.throw(_yield_error())
    return signal


def _yield_error() -> LuaError:
    return LuaError("attempt to yield across a C-call boundary")
