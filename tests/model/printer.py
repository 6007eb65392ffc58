"""Prints abstract programs as Lua source: a workflow whose main function takes the number of a program.

Each line of a trace is printed. Several programs share one source, because compiling what they have in common takes time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from tests.model import program as ops
from tests.model.program import Body, Program, Value

_HEAD = """\
local time = require("time")
{requires}
local names = {{}}

local function shown(v)
  if type(v) == "table" then
    local parts = {{}}
    for i = 1, #v do parts[i] = shown(v[i]) end
    return "[" .. table.concat(parts, " ") .. "]"
  elseif type(v) ~= "userdata" then
    return tostring(v)
{message}\
  end
  return "time"
end

local function note(label, ...)
  local parts = {{tostring(label)}}
  for i = 1, select("#", ...) do parts[i + 1] = shown((select(i, ...))) end
  print(table.concat(parts, " "))
end

local function text(err)
  if type(err) ~= "string" then return err:message() end
  local before
  repeat
    before = err
    err = string.gsub(err, "^[^ ]*:%d+: ", "")
  until err == before
  return err
end

local function done(label, ok, ...)
  if ok then note(label, ok, ...) else note(label, ok, text((...))) end
end

local function resume(label, made, value)
  if not made then
    note(label, "unset")
  elseif type(made) == "thread" then
    done(label, coroutine.resume(made, value))
  else
    note(label, made(value))
  end
end

local function status(label, made)
  note(label, type(made) == "thread" and coroutine.status(made) or "unset")
end

local function selected(label, result, err)
  if not result then
    done(label, result, err)
  elseif result.default then
    note(label, "default", result.ok)
  else
    note(label, names[result.channel], result.value, result.ok)
  end
end

"""
_MESSAGE = """\
  elseif string.find(tostring(v), "process.Message", 1, true) == 1 then
    local payload, parts = v:payload(), {}
    if type(payload) ~= "table" then payload = {payload} end
    for i = 1, #payload do parts[i] = shown(payload[i]:data()) end
    return "[" .. v:topic() .. ": " .. table.concat(parts, " ") .. "]"
"""
_SLOT = re.compile(r"[wtkl]\d+\Z")


def to_lua(*programs: Program, unit_ms: int = 1) -> str:
    """Return the Lua source of programs, numbered from 1.

    Args:
        unit_ms: How long a millisecond of a program is.
    """
    messages = any(_has_messages(program) for program in programs)
    head = _HEAD.format(
        requires='local process = require("process")\n' if messages else "", message=_MESSAGE if messages else ""
    )
    bodies = [
        f"local function program_{number}()\n{_Printer(unit_ms).program(program)}\nend\n\n"
        for number, program in enumerate(programs, 1)
    ]
    calls = " else".join(f"if number == {number} then program_{number}()" for number in range(1, len(programs) + 1))
    return f"{head}{''.join(bodies)}local function main(number)\n  {calls} end\nend\n\nreturn main\n"


def _has_messages(program: Program) -> bool:
    found: list[ops.Operation] = []
    _collect(program.main, found)
    kinds = ops.Post | ops.Listen | ops.Unlisten | ops.Subscribe | ops.Unsubscribe
    return bool(program.arrivals) or any(isinstance(operation, kinds) for operation in found)


class _Printer:
    def __init__(self, unit_ms: int) -> None:
        self._unit = unit_ms
        self._lines: list[str] = []
        self._indent = 1
        self._print: dict[type[ops.Operation], Callable[[Any], None]] = {
            ops.Send: self._send,
            ops.Receive: self._receive,
            ops.Drain: self._drain,
            ops.Close: self._close,
            ops.Select: self._select,
            ops.Spawn: self._spawn,
            ops.Create: self._create,
            ops.Resume: self._resume,
            ops.Status: self._status,
            ops.Yield: self._yield,
            ops.Each: self._each,
            ops.Protect: self._protect,
            ops.Raise: self._raise,
            ops.Repeat: self._repeat,
            ops.Return: self._return,
            ops.Sleep: self._sleep,
            ops.StartTimer: self._start_timer,
            ops.Stop: self._stop,
            ops.Reset: self._reset,
            ops.Post: self._post,
            ops.Listen: self._listen,
            ops.Unlisten: self._unlisten,
            ops.Subscribe: self._subscribe,
            ops.Unsubscribe: self._unsubscribe,
        }

    def program(self, program: Program) -> str:
        found: list[ops.Operation] = []
        _collect(program.main, found)
        slots = sorted({slot for operation in found for slot in _slots(operation)})
        if slots:
            self._line(f"local {', '.join(slots)}")
        for number, capacity in enumerate(program.capacities, 1):
            self._line(f"local c{number} = channel.new({capacity or ''})")
            self._line(f'names[c{number}] = "c{number}"')
        self._block(program.main)
        return "\n".join(self._lines)

    def _line(self, text: str) -> None:
        self._lines.append("  " * self._indent + text)

    def _block(self, body: Body) -> None:
        for operation in body:
            self._print[type(operation)](operation)

    def _inside(self, head: str, body: Body, end: str = "end") -> None:
        self._line(head)
        self._indent += 1
        self._block(body)
        self._indent -= 1
        self._line(end)

    def _guarded(self, operation: ops.Operation, slot: str, print_it: Callable[[], None]) -> None:
        """Print what needs a slot to be filled."""
        if not _SLOT.match(slot):
            print_it()
            return
        self._line(f"if {slot} then")
        self._indent += 1
        print_it()
        self._indent -= 1
        self._line("else")
        self._line(f'  note({operation.label}, "unset")')
        self._line("end")

    def _guarded_line(self, operation: ops.Operation, slot: str, text: str) -> None:
        self._guarded(operation, slot, lambda: self._line(text))

    def _send(self, operation: ops.Send) -> None:
        call = f"{operation.channel}:send({_literal(operation.value)})"
        self._guarded_line(operation, operation.channel, f"done({operation.label}, {call})")

    def _receive(self, operation: ops.Receive) -> None:
        self._guarded_line(operation, operation.channel, f"note({operation.label}, {operation.channel}:receive())")

    def _drain(self, operation: ops.Drain) -> None:
        def loop() -> None:
            # The slot may hold another channel before the loop ends.
            self._line(f"local source = {operation.channel}")
            self._line("while true do")
            self._line("  local v, ok = source:receive()")
            self._line(f"  note({operation.label}, v, ok)")
            self._line("  if not ok then break end")
            self._indent += 1
            self._block(operation.body)
            self._indent -= 1
            self._line("end")

        self._guarded(operation, operation.channel, loop)

    def _close(self, operation: ops.Close) -> None:
        self._guarded_line(operation, operation.channel, f"{operation.channel}:close() note({operation.label})")

    def _select(self, operation: ops.Select) -> None:
        cases = [
            (f"{case.channel} and " if _SLOT.match(case.channel) else "")
            + f"{case.channel}:"
            + (f"case_send({_literal(case.value)})" if case.sends else "case_receive()")
            for case in operation.cases
        ]
        if operation.default == "field":
            cases.append("default = true")
        argument = ", true" if operation.default == "argument" else ""
        self._line(f"selected({operation.label}, channel.select({{{', '.join(cases)}}}{argument}))")

    def _spawn(self, operation: ops.Spawn) -> None:
        self._inside("coroutine.spawn(function()", operation.body, "end)")
        self._line(f"note({operation.label})")

    def _create(self, operation: ops.Create) -> None:
        function = "wrap" if operation.wraps else "create"
        self._inside(f"{operation.slot} = coroutine.{function}(function()", operation.body, "end)")

    def _resume(self, operation: ops.Resume) -> None:
        self._line(f"resume({operation.label}, {operation.slot}, {_literal(operation.value)})")

    def _status(self, operation: ops.Status) -> None:
        self._line(f"status({operation.label}, {operation.slot})")

    def _yield(self, operation: ops.Yield) -> None:
        self._line(f"note({operation.label}, (coroutine.yield({_literal(operation.value)})))")

    def _each(self, operation: ops.Each) -> None:
        self._inside("for v in coroutine.wrap(function()", operation.producer, "end) do")
        self._line(f"  note({operation.label}, v)")
        self._indent += 1
        self._block(operation.body)
        self._indent -= 1
        self._line("end")

    def _protect(self, operation: ops.Protect) -> None:
        self._inside(f"done({operation.label}, pcall(function()", operation.body, "end))")

    def _raise(self, operation: ops.Raise) -> None:
        # In a block of its own: what stands behind it is never reached, and Lua does not mind.
        self._line(f'error("{operation.text}")')

    def _repeat(self, operation: ops.Repeat) -> None:
        self._inside(f"for _ = 1, {operation.times} do", operation.body)

    def _return(self, _operation: ops.Return) -> None:
        self._line("do return end")

    def _sleep(self, operation: ops.Sleep) -> None:
        self._line(f"time.sleep({self._duration(operation, operation.ms)}) note({operation.label})")

    def _duration(self, operation: ops.Operation, ms: int) -> str:
        """Return a duration: now a text, now a number."""
        ms *= self._unit
        return f'"{ms}ms"' if operation.label % 2 else f"{ms} * time.MILLISECOND"

    def _start_timer(self, operation: ops.StartTimer) -> None:
        number, duration = operation.number, self._duration(operation, operation.ms)
        if operation.kind == "after":
            self._line(f"w{number} = time.after({duration})")
        else:
            self._line(f"t{number} = time.{operation.kind}({duration})")
            self._line(f"w{number} = t{number}:{'response' if operation.label % 3 else 'channel'}()")
        self._line(f'names[w{number}] = "w{number}"')

    def _stop(self, operation: ops.Stop) -> None:
        slot = f"t{operation.number}"
        self._guarded_line(operation, slot, f"note({operation.label}, {slot}:stop())")

    def _reset(self, operation: ops.Reset) -> None:
        slot = f"t{operation.number}"
        duration = self._duration(operation, operation.ms)
        self._guarded_line(operation, slot, f"note({operation.label}, {slot}:reset({duration}))")

    def _post(self, operation: ops.Post) -> None:
        values = "".join(f", {_literal(value)}" for value in operation.values)
        self._line(f'done({operation.label}, process.send(process.pid(), "{operation.topic}"{values}))')

    def _listen(self, operation: ops.Listen) -> None:
        slot = operation.slot
        options = ", {message = true}" if operation.as_message else ""
        call = f'process.listen("{operation.topic}"{options})' if operation.topic else "process.inbox()"
        self._line(f'{slot} = {call} names[{slot}] = names[{slot}] or "{slot}" note({operation.label})')

    def _unlisten(self, operation: ops.Unlisten) -> None:
        slot = operation.slot
        self._guarded_line(operation, slot, f"done({operation.label}, process.unlisten({slot}))")

    def _subscribe(self, operation: ops.Subscribe) -> None:
        self._line(f'local fed, problem = subscribe("{operation.topic}", {operation.channel})')
        self._line(f"done({operation.label}, fed ~= nil, problem)")

    def _unsubscribe(self, operation: ops.Unsubscribe) -> None:
        self._line(f"done({operation.label}, unsubscribe({operation.channel}))")


def _literal(value: Value) -> str:
    if value is None or isinstance(value, bool):
        return {None: "nil", True: "true", False: "false"}[value]
    return f'"{value}"' if isinstance(value, str) else str(value)


def _collect(body: Body, found: list[ops.Operation]) -> None:
    for operation in body:
        found.append(operation)
        for item in fields(operation):
            value = getattr(operation, item.name)
            if item.name in ("body", "producer"):
                _collect(value, found)


def _slots(operation: ops.Operation) -> set[str]:
    """Return the slots that an operation names, without the channels that are always there."""
    if isinstance(operation, ops.StartTimer | ops.Stop | ops.Reset):
        return {f"w{operation.number}", f"t{operation.number}"}
    names = {getattr(operation, name, "") for name in ("slot", "channel")}
    if isinstance(operation, ops.Select):
        names |= {case.channel for case in operation.cases}
    return {name for name in names if _SLOT.match(name)}
