"""Functions of the runtime as Lua values: stored, passed, read from libraries and objects; each program is a package of its own.

What suspends must be awaited wherever it comes from: a package holds nothing else here that would say so.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from temporalio.client import Client

from tests.conftest import CompileLua

ECHO = "return function(...) return ... end"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('local t = {call = funcs.call} return {t.call("app:echo", 1)}', [1]),
        ('local ops = {funcs.call} return {ops[1]("app:echo", 2)}', [2]),
        ('local function run(f, ...) return f(...) end return {run(funcs.call, "app:echo", 3)}', [3]),
        ('local object = setmetatable({}, {__index = funcs}) return {object.call("app:echo", 4)}', [4]),
        ('local copy = {} for k, v in pairs(funcs) do copy[k] = v end return {copy.call("app:echo", 5)}', [5]),
        ('local name = "call" return {funcs[name]("app:echo", 6)}', [6]),
        ('local call = ... or funcs.call return {call("app:echo", 7)}', [7]),
        ('local wrapped = coroutine.wrap(funcs.call) return {wrapped("app:echo", 8)}', [8]),
        ("local c = channel.new(1) c.send(c, 9) return {c.receive(c)}", [9, True]),
        (
            "local c = channel.new(1) local send, receive = c.send, c.receive send(c, 10) return {receive(c)}",
            [10, True],
        ),
        ('local c, how = channel.new(1), "send" c[how](c, 11) return {pcall(c.receive, c)}', [True, 11, True]),
        ("local c = ({channel.new(1)})[1] c.send(c, 12) return {(c:receive())}", [12]),
        ("local c = channel.new() return {select(2, pcall(function() c.send(1) end))}", ["bad argument #1 to 'send'"]),
        ('return {pcall(logger.info, "dot"), (pcall(logger.info, logger, "colon"))}', [False, True]),
        ('return {pcall(function() logger.info("dot") end)}', [False, "bad argument #1 to 'info'"]),
    ],
)
async def test_runtime_functions_as_values(
    client: Client,
    worker: Callable[..., AbstractAsyncContextManager[str]],
    replays: Callable[..., Any],
    compile_lua: CompileLua,
    body: str,
    expected: list[Any],
) -> None:
    text = f'local funcs, logger = require("funcs"), require("logger")\nreturn function(...)\n{body}\nend'
    package = compile_lua({"values_workflow": text, "echo": ECHO}, modules=("funcs", "logger"))
    async with worker(client, package) as queue:
        handle = await client.start_workflow("app:values_workflow", id=str(uuid.uuid4()), task_queue=queue)
        result = await handle.result()
    assert len(result) == len(expected)
    assert all(
        str(want) in got if isinstance(want, str) else got == want for got, want in zip(result, expected, strict=True)
    )
    await replays(package, handle)
