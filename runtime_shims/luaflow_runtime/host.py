"""The interface between the libraries and the place where Lua code runs.

One set of libraries serves every host: the workflow host turns each operation into Temporal SDK calls, the process host
runs activities and plain scripts on asyncio. Generated code does not know which one it runs on.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Mapping
from contextvars import ContextVar
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from random import Random

    from luaflow_runtime.entry import Entry
    from luaflow_runtime.messaging.mailbox import Mailbox
    from luaflow_runtime.messaging.processes import Processes
    from luaflow_runtime.scheduling.scheduler import Scheduler
    from luaflow_runtime.script import ChunkCompiler, ScriptState
    from luaflow_runtime.values.table import Table


@cache
def _system_random() -> Random:
    """Return the generator behind ``secrets``. Importing either loads cryptography, which few programs need."""
    from random import SystemRandom

    return SystemRandom()


class TimerHandle(ABC):
    """A pending timer."""

    @abstractmethod
    def cancel(self) -> None:
        """Forget the timer; its callback is not called."""


class Host(ABC):
    """Where Lua code runs. One object for each workflow run, activity call or script.

    Attributes:
        is_workflow: Whether effects must be recorded.
        table: The package's ``Table`` class; libraries make tables with it.
        entry: The running entry, ``None`` for scripts.
        scheduler: The run's scheduler.
        context: Context values (``ctx``), plain Lua values.
        counters: Per-run numbers handed out by ``tostring(table)``, keyed by nothing else than order of asking.
        libraries: First value of each library chunk that ran in this run, by entry id.
        chunk_compiler: Compiles what ``load`` is given, where luaflow's own commands run the code.
        script: What code compiled at run time sees, made when it is needed first: see ``script_state``.
    """

    is_workflow: ClassVar[bool] = False
    table: type[Table]
    entry: Entry | None
    scheduler: Scheduler
    context: Mapping[str, Any]
    libraries: dict[str, Any]
    chunk_compiler: ChunkCompiler | None = None
    script: ScriptState | None = None

    @property
    def processes(self) -> Processes | None:
        """Other processes; ``None`` where there are none to reach."""
        return None

    def mailbox(self) -> Mailbox:
        """Return the mailbox of the run."""
        mailbox = self.scheduler.mailbox
        if mailbox is None:
            from luaflow_runtime.messaging.mailbox import Mailbox

            mailbox = self.scheduler.mailbox = Mailbox(self.scheduler)
        return mailbox

    def script_state(self) -> ScriptState | None:
        """Return the state of code compiled at run time, ``None`` where there is no compiler."""
        if self.script is None and self.chunk_compiler is not None:
            from luaflow_runtime.script import ScriptState
            from luaflow_runtime.values.metatables import define_table
            from luaflow_runtime.values.table import Table

            if self.table is Table:
                self.table = define_table((), "luaflow_script")
            self.script = ScriptState(self.table, self.chunk_compiler)
        return self.script

    def print_line(self, text: str) -> None:
        """Write what Lua's ``print`` was given: a log line."""
        self.log("info", text, {})

    def warn(self, text: str, *, is_control: bool) -> None:
        """Write what Lua's ``warn`` was given: a log line. ``is_control``: a message such as ``@on``, which is no warning."""
        if not is_control:
            self.log("warn", text, {})

    @abstractmethod
    def now_ns(self) -> int:
        """Return nanoseconds since the Unix epoch: workflow time in workflows."""

    @abstractmethod
    async def sleep(self, duration_ns: int) -> None:
        """Wait; a durable timer in workflows. Called by a Lua thread through ``Scheduler.external``."""

    @abstractmethod
    def start_timer(self, duration_ns: int, fire: Callable[[], None]) -> TimerHandle:
        """Call ``fire`` after a while, on the scheduler's thread. A durable timer in workflows."""

    @abstractmethod
    async def call(
        self, target: str, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any]
    ) -> tuple[Any, Any]:
        """Call a function entry: an activity in workflows.

        Args:
            target: Full entry id, already checked for form.
            args: Lua values.
            options: Merged option table (``activity.*`` keys) as plain Python values.
            context: Context values the callee sees.

        Returns:
            ``(value, None)`` or ``(None, error object)``.
        """

    def prepare_call(
        self, target: str, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any]
    ) -> Callable[[], Coroutine[Any, Any, tuple[Any, Any]]]:
        """Check a call and return what performs it, once; arguments as for ``call``.

        In workflows arguments are encoded here and now: what Lua changes in its tables afterwards does not travel.

        Raises:
            EncodeError: An argument cannot be sent.
            OptionError: An option is unusable.
        """
        return partial(self.call, target, args, options, context)

    def random_bits(self, bits: int) -> int:
        """Return ``bits`` random bits; in workflows from the run's deterministic generator, the same on every replay."""
        return _system_random().getrandbits(bits)

    @abstractmethod
    async def recorded(self, name: str, args: tuple[Any, ...]) -> Any:
        """Draw something outside and record it in history.

        Args:
            name: ``uuid1 uuid7 random_bytes`` ...; see ``luaflow_runtime.lib.recorded``.
            args: Plain JSON values.
        """

    @abstractmethod
    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        """Write a log line (``debug info warn error``); silent while a workflow replays."""


CURRENT: ContextVar[Host] = ContextVar("luaflow_host")


def current() -> Host:
    """Return the host of the running code.

    Raises:
        LookupError: Outside a run.
    """
    return CURRENT.get()
