"""Lua threads, and the markers that their Python coroutines hand to whoever drives them.

A Lua thread (``coroutine.create``, ``coroutine.spawn``, the main thread) is a Python coroutine driven by
``coroutine.send(None)``. What it yields says why it stopped:

- a ``tuple``: the values of ``coroutine.yield``, aimed at the nearest resume;
- ``PARK``: it waits until the scheduler makes it ready;
- an ``asyncio.Future``: it waits for that.

``resume`` keeps tuples to itself and passes everything else up to the scheduler.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, cast

if TYPE_CHECKING:
    from asyncio import Future
    from types import FrameType, TracebackType

    from luaflow_runtime.scheduling.scheduler import Scheduler

LuaCoroutine: TypeAlias = Coroutine[Any, Any, Any]

SUSPENDED: Final = 0
"""Not started, or stopped in a yield: may be resumed."""
RESUMED: Final = 1
"""Running, waiting, or has resumed another one. Threads that the scheduler drives are never resumed by others."""
DEAD: Final = 2


DRIVEN: Final = "driven_coroutine"
"""Local variable that holds the Lua coroutine which a frame drives."""


class Park(list[Any]):
    """The type of ``PARK``.

    ``await PARK`` yields ``PARK`` once and gives ``None``. A list of one element whose iterator is its awaiter needs no
    Python frame for that: it is the cheapest wait there is.
    """

    __slots__ = ()
    __await__ = list.__iter__


_PARK = Park()
_PARK.append(_PARK)
PARK: Final = cast("Awaitable[None]", _PARK)
"""What a waiting thread yields."""


class CloseRequest(BaseException):
    """Thrown into a suspended coroutine by ``coroutine.close``: its pending to-be-closed variables are to be closed.

    Unlike ``GeneratorExit``, which means that the run is dropped and nothing runs any more, code that closes ``<close>``
    variables treats this as leaving the block without an error.
    """


class ClosingExit(SystemExit):
    """``os.exit(code, true)``: the program ends, and pending to-be-closed variables are closed before."""


class Thread:
    """A Lua thread.

    All attributes end in ``_``, so that no Lua key reaches them.

    Attributes:
        scheduler_: The run's scheduler.
        function_: What a thread made by ``coroutine.create`` will call; ``None`` once started and for spawned threads.
        coroutine_: The Python coroutine, ``None`` before the start of a created thread.
        step_: ``coroutine_.send``.
        active_: Of a thread that the scheduler drives: the innermost Lua coroutine that runs in it, ``None`` for itself.
        state_: ``SUSPENDED``, ``RESUMED`` or ``DEAD``.
        depth_: How many coroutines have resumed each other up to this one.
        error_: What to raise in the thread when the scheduler runs it next.
        value_: What the wait that it is in will give.
        future_: The future that it waits for.
        failure_: The Lua error value that a created thread died of, and where that was raised.
    """

    __slots__ = (
        "__weakref__",
        "active_",
        "coroutine_",
        "depth_",
        "error_",
        "failure_",
        "function_",
        "future_",
        "scheduler_",
        "state_",
        "step_",
        "value_",
    )
    lua_type_: ClassVar[str] = "thread"
    withdrawn_: ClassVar[bool] = False
    """As an entry in a channel's queue: it waits as long as it stands there."""

    def __init__(
        self, scheduler: Scheduler, coroutine: LuaCoroutine | None, function: Callable[..., Any] | None = None
    ) -> None:
        self.scheduler_ = scheduler
        self.coroutine_ = coroutine
        self.step_: Callable[[Any], Any] | None = None if coroutine is None else coroutine.send
        self.function_ = function
        self.active_: Thread | None = None
        self.state_: int = SUSPENDED
        self.depth_ = 0
        self.error_: BaseException | None = None
        self.value_: Any = None
        self.future_: Future[Any] | None = None
        self.failure_: tuple[Any, TracebackType | None] | None = None

    def future_done_(self, _future: Future[Any]) -> None:
        """Callback of the awaited future: the completion takes its place among the arrivals."""
        self.scheduler_.arrive(self)


def describe(thread: Thread, *, lua_only: bool = False) -> list[str]:
    """Return the frames of a suspended thread, innermost last: Lua functions by Lua line, others by Python's.

    Args:
        lua_only: Leave out the others.
    """
    from luaflow_runtime.values.places import source_of

    return [_describe_frame(frame) for frame in _frames(thread, DRIVEN) if not lua_only or source_of(frame) is not None]


def frames_of(thread: Thread) -> list[FrameType]:
    """Return the frames of a suspended thread, innermost first, without those of coroutines that it has resumed."""
    return list(_frames(thread, ""))[::-1]


def _frames(thread: Thread, driven: str) -> Iterator[FrameType]:
    """Give the frames of a suspended thread, innermost last.

    Args:
        driven: The local variable of a frame that holds the coroutine which it drives by hand: Python sees no chain from one
            to the other.
    """
    awaited: Any = thread.coroutine_
    while awaited is not None:
        frame: FrameType | None = getattr(awaited, "cr_frame", None) or getattr(awaited, "gi_frame", None)
        if frame is None:
            return
        yield frame
        awaited = (
            frame.f_locals.get(driven) or getattr(awaited, "cr_await", None) or getattr(awaited, "gi_yieldfrom", None)
        )


def _describe_frame(frame: FrameType) -> str:
    from luaflow_runtime.values.names import demangle
    from luaflow_runtime.values.places import lua_line, source_of

    code = frame.f_code
    source = source_of(frame)
    if source is None:
        return f"{code.co_filename}:{frame.f_lineno} in {code.co_qualname}"
    line = lua_line(source, code, frame.f_lasti, frame.f_lineno)
    return f"{source.file}:{'?' if line is None else line}: in function '{demangle(code.co_name)}'"
