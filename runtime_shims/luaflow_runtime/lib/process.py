"""Lua's ``process`` library: messages, events, other processes.

Source: reference/process.md; what differs on purpose: reference/README.md. The mailbox is the run's own; what concerns other
processes is done by the host's ``Processes``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from luaflow_runtime.host import current
from luaflow_runtime.lib.errors import INVALID, NOT_FOUND, UNAVAILABLE, Error, invalid
from luaflow_runtime.lib.funcs import check_target, issue
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.plain import OptionError, merged, plain_fields
from luaflow_runtime.lib.timetypes.duration import Duration
from luaflow_runtime.messaging import events as event_kinds
from luaflow_runtime.messaging.message import Message, MessageChannel, encoded
from luaflow_runtime.messaging.processes import Operation, Processes, StartRequest
from luaflow_runtime.scheduling.channel import Channel
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_string
from luaflow_runtime.text.jsontext import EncodeError
from luaflow_runtime.text_duration import parse_duration_ns
from luaflow_runtime.values.errors import LuaError, argument_error, type_argument_error
from luaflow_runtime.values.metatables import freeze
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.types import ABSENT
from luaflow_runtime.values.userdata import Userdata

_MILLISECOND = 1_000_000


def _processes(name: str) -> tuple[Processes | None, Error | None]:
    """Return what the host offers of other processes, or the error of a place without them."""
    processes = current().processes
    if processes is None:
        return None, Error(f"process.{name} works in workflows only", UNAVAILABLE, False)
    return processes, None


async def _perform(name: str, prepare: Callable[[Processes], Operation]) -> tuple[Any, Error | None]:
    """Prepare an operation now and perform it in its turn; what cannot be sent or is no usable option is an error."""
    processes, problem = _processes(name)
    if processes is None:
        return None, problem
    current().scheduler.check_writable()
    try:
        operation = prepare(processes)
    except (EncodeError, OptionError) as refused:
        return None, invalid(str(refused))
    return await issue(current(), operation)


# Who is running


@shim("process.id", types="string")
def id(*_: Any) -> str:
    """Return the entry id of the running code."""
    entry = current().entry
    return "" if entry is None else entry.id


@shim("process.pid", types="string")
def pid(*_: Any) -> str:
    """Return the PID of the running process."""
    host = current()
    return getattr(host, "pid", "") if host.processes is None else host.processes.pid


@shim("process.get_options", types="table")
def get_options(*_: Any) -> Table:
    """Return ``{trap_links=}``."""
    host = current()
    return host.table(trap_links=host.processes is not None and host.processes.trap_links)


@shim("process.set_options", results=2, types="boolean, error?")
def set_options(options: Any = ABSENT, *_: Any) -> tuple[bool, Error | None]:
    """Set ``trap_links``: whether the end of a linked process is an event, not a failure of this one."""
    if not isinstance(options, Table):
        return False, invalid("options must be a table")
    for key, value in iterate_raw(options):
        if key != "trap_links":
            return False, invalid(f"option {key} is not supported")
        if not isinstance(value, bool):
            return False, invalid("option trap_links must be a boolean")
    processes, problem = _processes("set_options")
    if processes is None:
        return False, problem
    current().scheduler.check_writable()
    if options["trap_links"] is not None:
        processes.trap_links = options["trap_links"]
    return True, None


# The mailbox


@shim("process.inbox", types="userdata.MessageChannel", colour="async")
async def inbox(*_: Any) -> MessageChannel:
    """Return the channel of messages whose topic nobody listens to."""
    host = current()
    channel: MessageChannel = await host.scheduler.served(lambda: host.mailbox().inbox())
    return channel


@shim("process.events", types="userdata.Channel", colour="async")
async def events(*_: Any) -> Channel:
    """Return the channel of events: tables with ``kind``, ``from``, ``at`` and ``result``."""
    host = current()
    channel: Channel = await host.scheduler.served(lambda: host.mailbox().events())
    return channel


@shim("process.listen", results=2, types="userdata.Channel?, error?", colour="async")
async def listen(topic: Any = ABSENT, options: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the channel of a topic; with ``{message = true}`` it gives Message objects, else the values inside."""
    if topic.__class__ is not str:
        raise type_argument_error(1, "listen", "string", topic)
    if options is not None and not isinstance(options, Table):
        raise type_argument_error(2, "listen", "table", options)
    if not topic:
        return None, invalid("topic cannot be empty")
    if topic[0] == "@":
        return None, invalid("cannot listen to @ topics")
    as_message = options is not None and options["message"] is True
    host = current()
    return await host.scheduler.served(lambda: host.mailbox().listen(topic, as_message=as_message)), None


@shim("process.unlisten", results=2, types="boolean, error?", colour="async")
async def unlisten(channel: Any = ABSENT, *_: Any) -> tuple[bool, Error | None]:
    """End a ``listen`` and close its channel; later messages of the topic go to the inbox."""
    return await end_subscription(channel, "unlisten", "listen channel")


async def end_subscription(channel: Any, name: str, noun: str) -> tuple[bool, Error | None]:
    """Close a channel that the mailbox feeds.

    Args:
        channel: What Lua gave.
        name: The function, for messages.
        noun: What it should have been.

    Raises:
        LuaError: It is no channel.
    """
    if not isinstance(channel, Channel):
        raise type_argument_error(1, name, "channel", channel)
    host = current()
    if await host.scheduler.served(lambda: host.mailbox().unsubscribe(channel)):
        return True, None
    return False, Error(f"not a {noun}", NOT_FOUND, False)


# Sending


@shim("process.send", results=2, types="boolean?, error?", colour="async")
async def send(destination: Any = ABSENT, topic: Any = ABSENT, *values: Any) -> tuple[Any, Any]:
    """Send values to a PID or a registered name; true when the message was accepted."""
    if destination is ABSENT or topic is ABSENT:
        return None, invalid("destination and topic required")
    to = check_string(destination, 1, "send")
    name = check_string(topic, 2, "send")
    if name[:1] == "@":
        return None, invalid("cannot send to @ topics")
    if not name:
        return None, invalid("topic cannot be empty")
    return await _perform("send", lambda processes: processes.send(to, name, encoded(values)))


# Starting


async def _start(
    target: Any, host: Any, args: Sequence[Any], name: str, spawner: Spawner | None = None
) -> tuple[Any, Any]:
    """Start a process as one of the four ``spawn`` functions says."""
    if target is ABSENT or host is ABSENT:
        problem = "id and host required"
        if spawner is not None:
            raise argument_error(1 if target is ABSENT else 2, name, problem)
        return None, invalid(problem)
    wrong = check_target(target, name, "process")
    if wrong is not None:
        return None, wrong
    queue = check_string(host, 2, name)
    builder = spawner or Spawner()
    request = StartRequest(
        target=target,
        host=queue,
        args=args,
        options=builder.options_,
        name=builder.name_,
        messages=builder.messages_,
        context=builder.context_,
        linked="linked" in name,
    )
    return await _perform(name, lambda processes: processes.start(request))


@shim("process.spawn", results=2, types="string?, error?", colour="async")
async def spawn(target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Start a process; its PID once it has started."""
    return await _start(target, host, args, "spawn")


@shim("process.spawn_monitored", results=2, types="string?, error?", colour="async")
async def spawn_monitored(target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Start a process whose end is an EXIT event."""
    return await _start(target, host, args, "spawn_monitored")


@shim("process.spawn_linked", results=2, types="string?, error?", colour="async")
async def spawn_linked(target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Start a process that is linked to this one."""
    return await _start(target, host, args, "spawn_linked")


@shim("process.spawn_linked_monitored", results=2, types="string?, error?", colour="async")
async def spawn_linked_monitored(target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Start a process that is linked and monitored."""
    return await _start(target, host, args, "spawn_linked_monitored")


@shim("process.exec", results=2, types="any, error?", colour="async")
async def exec(target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
    """Start a process and wait for its result."""
    if target is ABSENT or host is ABSENT:
        return None, invalid("id and host required")
    wrong = check_target(target, "exec", "process")
    if wrong is not None:
        return None, wrong
    queue = check_string(host, 2, "exec")
    if not queue:
        return None, invalid("host cannot be empty")
    request = StartRequest(target=target, host=queue, args=args)
    return await _perform("exec", lambda processes: processes.execute(request))


class Spawner(Userdata):
    """How to start processes: options, name, startup messages, context values. Each method returns a new one.

    Attributes:
        options_: Lua table of options, not changed once made, or nothing.
        context_: Context values added to the caller's.
        name_: Name, or empty.
        messages_: Startup messages.
    """

    __slots__ = ("context_", "messages_", "name_", "options_")

    def __init__(
        self,
        options: Table | None = None,
        context: Mapping[str, Any] | None = None,
        name: str = "",
        messages: tuple[Message, ...] = (),
    ) -> None:
        self.options_ = options
        self.context_: Mapping[str, Any] = context or {}
        self.name_ = name
        self.messages_ = messages

    @shim("Spawner:with_context", types="userdata.Spawner")
    def with_context(self, values: Any = ABSENT, *_: Any) -> Spawner:
        """Add context values; keys that are no strings are left out."""
        if not isinstance(values, Table):
            raise type_argument_error(1, "with_context", "table", values)
        return Spawner(self.options_, merged(self.context_, plain_fields(values)), self.name_, self.messages_)

    @shim("Spawner:with_options", types="userdata.Spawner")
    def with_options(self, options: Any = ABSENT, *_: Any) -> Spawner:
        """Add options, such as ``["workflow.id"]``."""
        if not isinstance(options, Table):
            raise type_argument_error(1, "with_options", "table", options)
        both = current().table()
        for source in (self.options_, options):
            for key, value in iterate_raw(source) if source is not None else ():
                if not isinstance(key, str):
                    raise argument_error(1, "with_options", "option names must be strings")
                both[key] = value
        return Spawner(both, self.context_, self.name_, self.messages_)

    @shim("Spawner:with_name", types="userdata.Spawner")
    def with_name(self, name: Any = ABSENT, *_: Any) -> Spawner:
        """Give the process a name: where one of this name runs, none is started."""
        text = check_string(name, 1, "with_name")
        if not text:
            raise argument_error(1, "with_name", "name cannot be empty")
        return Spawner(self.options_, self.context_, text, self.messages_)

    @shim("Spawner:with_message", types="userdata.Spawner")
    def with_message(self, topic: Any = ABSENT, *values: Any) -> Spawner:
        """Add a startup message, which the process gets before any other."""
        text = check_string(topic, 1, "with_message")
        if not text or text[0] == "@":
            raise argument_error(1, "with_message", "topic cannot be empty" if not text else "cannot send to @ topics")
        try:
            message = Message(text, "", encoded(values))
        except EncodeError as refused:
            raise LuaError(invalid(str(refused))) from None
        return Spawner(self.options_, self.context_, self.name_, (*self.messages_, message))

    @shim("Spawner:with_actor", types="userdata.Spawner")
    def with_actor(self, actor: Any = None, *_: Any) -> Spawner:
        """Return an equal spawner: luaflow has no security actors."""
        return Spawner(self.options_, self.context_, self.name_, self.messages_)

    @shim("Spawner:with_scope", types="userdata.Spawner")
    def with_scope(self, scope: Any = None, *_: Any) -> Spawner:
        """Return an equal spawner: luaflow has no security scopes."""
        return Spawner(self.options_, self.context_, self.name_, self.messages_)

    @shim("Spawner:spawn", results=2, types="string?, error?", colour="async")
    async def spawn(self, target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
        """Start a process."""
        return await _start(target, host, args, "spawn", self)

    @shim("Spawner:spawn_monitored", results=2, types="string?, error?", colour="async")
    async def spawn_monitored(self, target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
        """Start a process whose end is an EXIT event."""
        return await _start(target, host, args, "spawn_monitored", self)

    @shim("Spawner:spawn_linked", results=2, types="string?, error?", colour="async")
    async def spawn_linked(self, target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
        """Start a process that is linked to this one."""
        return await _start(target, host, args, "spawn_linked", self)

    @shim("Spawner:spawn_linked_monitored", results=2, types="string?, error?", colour="async")
    async def spawn_linked_monitored(self, target: Any = ABSENT, host: Any = ABSENT, *args: Any) -> tuple[Any, Any]:
        """Start a process that is linked and monitored."""
        return await _start(target, host, args, "spawn_linked_monitored", self)


@shim("process.with_context", types="userdata.Spawner")
def with_context(values: Any = ABSENT, *_: Any) -> Spawner:
    """Return a spawner that adds context values."""
    if isinstance(values, Table):
        for key, _value in iterate_raw(values):
            if not isinstance(key, str):
                raise argument_error(1, "with_context", "context keys must be strings")
    return Spawner().with_context(values)


@shim("process.with_options", types="userdata.Spawner")
def with_options(options: Any = ABSENT, *_: Any) -> Spawner:
    """Return a spawner with options."""
    return Spawner().with_options(options)


# Other processes


async def _on(destination: Any, name: str, prepare: Callable[[Processes, str], Operation]) -> tuple[Any, Any]:
    if destination is ABSENT:
        return None, invalid("PID or registered name required")
    to = check_string(destination, 1, name)
    return await _perform(name, lambda processes: prepare(processes, to))


@shim("process.terminate", results=2, types="boolean?, error?", colour="async")
async def terminate(destination: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """End a process at once."""
    return await _on(destination, "terminate", lambda processes, to: processes.terminate(to))


@shim("process.cancel", results=2, types="boolean?, error?", colour="async")
async def cancel(destination: Any = ABSENT, how: Any = None, *_: Any) -> tuple[Any, Any]:
    """Ask a process to end.

    Args:
        destination: PID or registered name.
        how: A deadline as text of a duration, milliseconds or Duration; any other text is a reason; a table
            ``{reason=, deadline=}`` gives both. What still runs after the deadline is terminated.
    """
    try:
        reason, deadline = _cancellation(how)
    except ValueError as problem:
        raise argument_error(2, "cancel", str(problem)) from None
    return await _on(destination, "cancel", lambda processes, to: processes.cancel(to, reason, deadline))


def _cancellation(how: Any) -> tuple[str, int | None]:
    """Return reason and deadline in nanoseconds.

    Raises:
        ValueError: It is neither.
    """
    if how is None:
        return "", None
    if isinstance(how, Table):
        reason = how["reason"]
        if reason is not None and not isinstance(reason, str):
            raise ValueError("reason must be a string")
        deadline = how["deadline"]
        return reason or "", None if deadline is None else _deadline(deadline)
    if isinstance(how, str):
        try:
            return "", _deadline(how)
        except ValueError:
            return how, None
    return "", _deadline(how)


def _deadline(value: Any) -> int:
    """Return the nanoseconds of a deadline.

    Raises:
        ValueError: It is none.
    """
    if isinstance(value, str):
        nanoseconds = parse_duration_ns(value)
    elif isinstance(value, Duration):
        nanoseconds = value.ns_
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 9e12:
        nanoseconds = int(value * _MILLISECOND)
    else:
        raise ValueError("string, duration, number of milliseconds or table expected")
    if nanoseconds < 0:
        raise ValueError("deadline must not be negative")
    return nanoseconds


@shim("process.monitor", results=2, types="boolean?, error?", colour="async")
async def monitor(destination: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Have the end of a process delivered as an EXIT event."""
    return await _on(destination, "monitor", lambda processes, to: processes.monitor(to))


@shim("process.unmonitor", results=2, types="boolean?, error?", colour="async")
async def unmonitor(destination: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Undo ``monitor``."""
    return await _on(destination, "unmonitor", lambda processes, to: processes.unmonitor(to))


@shim("process.link", results=2, types="boolean?, error?", colour="async")
async def link(destination: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Link this process to another: the failure of either reaches the other."""
    return await _on(destination, "link", lambda processes, to: processes.link(to))


@shim("process.unlink", results=2, types="boolean?, error?", colour="async")
async def unlink(destination: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Undo ``link``."""
    return await _on(destination, "unlink", lambda processes, to: processes.unlink(to))


@shim("process.upgrade", results=0, colour="async")
async def upgrade(target: Any = None, *args: Any) -> NoReturn:
    """Run an entry's main function anew under the same PID: in a workflow, continue as new.

    Args:
        target: Entry id; anything but a string means the same entry.
        args: What main gets.

    Raises:
        LuaError: An argument cannot be sent, or there is no such entry.
    """
    processes, problem = _processes("upgrade")
    if processes is None:
        raise LuaError(problem)
    current().scheduler.check_writable()
    name = target if isinstance(target, str) else ""
    if name:
        wrong = check_target(name, "upgrade", "process")
        if wrong is not None:
            raise LuaError(wrong)
    try:
        processes.upgrade(name, args)
    except EncodeError as refused:
        raise LuaError(Error(str(refused), INVALID, False)) from None


# Names

_SCOPES: Mapping[str, float] = {"LOCAL": 0.0, "EVENTUAL": 1.0, "CONSISTENT": 2.0, "STRONG": 3.0}


def _check_scope(scope: Any) -> Error | None:
    if scope is None or scope is ABSENT:
        return None
    if not isinstance(scope, float) or scope not in _SCOPES.values():
        return invalid(f"scope must be one of {', '.join(f'process.registry.{name}' for name in _SCOPES)}")
    return None


@shim("process.registry.register", results=2, types="boolean?, error?", colour="async")
async def register(name: Any = ABSENT, pid: Any = None, scope: Any = None, *_: Any) -> tuple[Any, Any]:
    """Register a name for a process, by default the running one.

    In workflows names are unique in the namespace, whatever the scope, and released when the process has ended.
    """
    text = check_string(name, 1, "register")
    wrong = _check_scope(scope)
    if not text:
        wrong = invalid("name cannot be empty")
    if wrong is not None:
        return None, wrong
    if pid is not None and not isinstance(pid, str):
        raise type_argument_error(2, "register", "string", pid)
    return await _perform("registry.register", lambda processes: processes.register(text, pid or processes.pid))


@shim("process.registry.lookup", results=2, types="string?, error?", colour="async")
async def lookup(name: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Return the PID of a registered name."""
    text = check_string(name, 1, "lookup")
    return await _perform("registry.lookup", lambda processes: processes.lookup(text))


@shim("process.registry.unregister", results=2, types="boolean?, error?", colour="async")
async def unregister(name: Any = ABSENT, scope: Any = None, *_: Any) -> tuple[Any, Any]:
    """Release a name; false when it was not registered."""
    text = check_string(name, 1, "unregister")
    wrong = _check_scope(scope)
    if wrong is not None:
        return None, wrong
    return await _perform("registry.unregister", lambda processes: processes.unregister(text))


LIBRARY = library(
    "process",
    id=id,
    pid=pid,
    get_options=get_options,
    set_options=set_options,
    inbox=inbox,
    events=events,
    listen=listen,
    unlisten=unlisten,
    send=send,
    spawn=spawn,
    spawn_monitored=spawn_monitored,
    spawn_linked=spawn_linked,
    spawn_linked_monitored=spawn_linked_monitored,
    exec=exec,
    with_context=with_context,
    with_options=with_options,
    terminate=terminate,
    cancel=cancel,
    monitor=monitor,
    unmonitor=unmonitor,
    link=link,
    unlink=unlink,
    upgrade=upgrade,
    event=freeze(
        Table(CANCEL=event_kinds.CANCEL, EXIT=event_kinds.EXIT, LINK_DOWN=event_kinds.LINK_DOWN),
    ),
    registry=freeze(Table(register=register, lookup=lookup, unregister=unregister, **_SCOPES)),
)
