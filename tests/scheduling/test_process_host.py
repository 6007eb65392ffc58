"""The asyncio host: real clock, real loop."""

from __future__ import annotations

import asyncio
import logging
import time as clock
from typing import Any

import pytest
from luaflow_runtime.host import CURRENT, current
from luaflow_runtime.lib import channel, coroutine, time
from luaflow_runtime.process_host import ProcessHost


def test_runs_at_the_same_time_do_not_mix() -> None:
    async def program(host: ProcessHost, name: str) -> Any:
        ch = channel.new()

        async def child() -> None:
            await time.sleep("10ms")
            assert current() is host
            await ch.send(name)

        await coroutine.spawn(child)
        assert current() is host
        return (await ch.receive())[0]

    async def one(name: str) -> Any:
        host = ProcessHost()
        CURRENT.set(host)
        return await host.run(program(host, name))

    async def main() -> None:
        start = clock.perf_counter()
        assert await asyncio.gather(*(one(str(n)) for n in range(20))) == [str(n) for n in range(20)]
        assert clock.perf_counter() - start < 5

    asyncio.run(main())


def test_cancelling_the_task_ends_the_run() -> None:
    async def main() -> None:
        host = ProcessHost()
        task = asyncio.ensure_future(host.run(time.sleep("1h")))
        CURRENT.set(host)
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def with_host() -> None:
        CURRENT.set(ProcessHost())
        await main()

    asyncio.run(with_host())


def test_timers_fire_and_may_be_cancelled() -> None:
    fired: list[str] = []

    async def main() -> None:
        host = ProcessHost()
        host.start_timer(1_000_000, lambda: fired.append("kept"))
        host.start_timer(1_000_000, lambda: fired.append("cancelled")).cancel()
        await asyncio.sleep(0.05)

    asyncio.run(main())
    assert fired == ["kept"]


def test_calls_go_to_the_given_callable() -> None:
    async def call(target: str, args: tuple[Any, ...], options: Any, context: Any) -> tuple[Any, Any]:
        return (target, args, dict(options), dict(context)), None

    async def main() -> None:
        host = ProcessHost(call=call)
        assert (await host.call("a:b", (1,), {"x": 2}, {"c": 3}))[0] == ("a:b", (1,), {"x": 2}, {"c": 3})
        value, error = await ProcessHost().call("a:b", (), {}, {})
        assert value is None and error.kind() == "Unavailable"

    asyncio.run(main())


def test_log_lines_carry_pid_and_fields(caplog: pytest.LogCaptureFixture) -> None:
    host = ProcessHost(pid="{a|b}")
    with caplog.at_level(logging.INFO, logger="luaflow"):
        host.log("info", "100% done", {"order": 5})
        host.log("debug", "not shown", {})
        host.log("warn", "plain", {})
    first, second = caplog.records
    assert first.getMessage() == "100% done order=5"
    assert (first.pid, first.fields, first.entry) == ("{a|b}", {"order": 5}, "")  # type: ignore[attr-defined]
    assert (second.levelname, second.getMessage()) == ("WARNING", "plain")
