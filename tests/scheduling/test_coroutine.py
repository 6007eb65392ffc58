"""The coroutine library; what is expected here was printed by Lua 5.4 unless it waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from luaflow_runtime import lua
from luaflow_runtime.lib import channel
from luaflow_runtime.lib import coroutine as co
from luaflow_runtime.scheduling.thread import CloseRequest, Thread
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.table import Table
from simulated import SimulatedHost, run


async def await_result(result: Any) -> Any:
    """Finish a call of unknown colour, as emitted code does."""
    return await result if type(result).__name__ == "coroutine" else result


def test_values_pass_both_ways() -> None:
    async def main(host: SimulatedHost) -> None:
        async def body(a: Any, b: Any) -> Any:
            assert (a, b) == (1, 2)
            assert await co.yield_(a + b) == "x"
            assert await co.yield_() == ()
            assert await co.yield_(None) is None
            assert await co.yield_(1, 2) == ("y", "z")
            return "end", "values"

        thread = co.create(body)
        assert co.resume(thread, 1, 2) == (True, 3)
        assert co.resume(thread, "x") == (True,)
        assert co.resume(thread) == (True, None)
        assert co.resume(thread, None) == (True, 1, 2)
        assert co.status(thread) == "suspended"
        assert co.resume(thread, "y", "z") == (True, "end", "values")
        assert co.status(thread) == "dead"
        assert co.resume(thread) == (False, "cannot resume dead coroutine")

    run(main)


def test_plain_functions_are_coroutines_too() -> None:
    async def main(host: SimulatedHost) -> None:
        assert co.resume(co.create(lambda a: a), 5) == (True, 5)
        assert co.resume(co.create(lambda: ())) == (True,)
        assert co.wrap(lambda *a: a)(1, 2) == (1, 2)

    run(main)


def test_errors_come_through_resume_with_their_value() -> None:
    async def main(host: SimulatedHost) -> None:
        value = object()

        async def body() -> None:
            await co.yield_()
            raise LuaError(value)

        thread = co.create(body)
        co.resume(thread)
        assert co.resume(thread) == (False, value)
        assert co.status(thread) == "dead"
        assert co.close(thread) == (False, value)
        assert co.close(thread) is True
        assert co.resume(thread) == (False, "cannot resume dead coroutine")

    run(main)


def test_wrap_raises() -> None:
    async def main(host: SimulatedHost) -> None:
        def fails() -> None:
            raise LuaError("x")

        step = co.wrap(fails)
        with pytest.raises(LuaError) as caught:
            step()
        assert caught.value.value == "x"
        with pytest.raises(LuaError, match=r"^cannot resume dead coroutine$"):
            step()

    run(main)


def test_status_and_running_of_nested_coroutines() -> None:
    async def main(host: SimulatedHost) -> None:
        main_thread, is_main = co.running()
        assert is_main and isinstance(main_thread, Thread)
        assert co.status(main_thread) == "running"
        assert co.isyieldable() is False
        seen: list[Any] = []

        async def inner(outer: Thread) -> None:
            seen.append((co.status(outer), co.status(main_thread), co.running()[1], co.isyieldable()))
            seen.append(co.resume(outer))
            with pytest.raises(LuaError, match=r"^cannot close a normal coroutine$"):
                co.close(outer)
            await co.yield_()

        async def outer(self: Thread) -> None:
            assert co.running() == (self, False)
            assert co.resume(self) == (False, "cannot resume non-suspended coroutine")
            with pytest.raises(LuaError, match=r"^cannot close a running coroutine$"):
                co.close(self)
            thread = co.create(inner)
            co.resume(thread, self)
            seen.append((co.status(thread), co.running()[0] is self))

        thread = co.create(outer)
        co.resume(thread, thread)
        assert seen == [
            ("normal", "normal", False, True),
            (False, "cannot resume non-suspended coroutine"),
            ("suspended", True),
        ]
        assert co.running() == (main_thread, True)

    run(main)


def test_argument_errors() -> None:
    async def main(host: SimulatedHost) -> None:
        for function, name, expected in [
            (co.create, "create", "function"),
            (co.wrap, "wrap", "function"),
            (co.resume, "resume", "thread"),
            (co.status, "status", "thread"),
            (co.close, "close", "thread"),
            (co.isyieldable, "isyieldable", "thread"),
        ]:
            with pytest.raises(LuaError) as caught:
                function(5)
            assert caught.value.value == f"bad argument #1 to '{name}' ({expected} expected, got number)"
        with pytest.raises(LuaError, match=r"bad argument #1 to 'spawn' \(function expected, got nil\)"):
            await co.spawn(None)

    run(main)


def test_yield_in_main_is_an_error_that_can_be_caught() -> None:
    async def main(host: SimulatedHost) -> str:
        with pytest.raises(LuaError, match=r"^attempt to yield from outside a coroutine$"):
            await co.yield_(1)
        return "went on"

    assert run(main) == "went on"


def test_yield_in_a_spawned_thread_lets_others_run() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        async def child(name: str) -> None:
            for _ in range(2):
                trace.append(name)
                await co.yield_("lost")

        await co.spawn(lambda: child("a"))
        await co.spawn(lambda: child("b"))
        await host.sleep(0)

    run(main)
    assert trace == ["a", "a", "b", "b"]


def test_waits_inside_pass_through_resume_and_wrap() -> None:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        ch = channel.new()

        async def inner() -> Any:
            trace.append(await ch.receive())
            await host.scheduler.external(lambda: host.sleep(10))
            trace.append(await co.yield_("yielded"))
            value, _ = await ch.receive()
            return value

        async def middle() -> Any:
            step = co.wrap(inner)
            got = await await_result(step())
            await co.yield_(got)
            return await await_result(step("resumed"))

        async def feed() -> None:
            await ch.send("first")
            await host.scheduler.external(lambda: host.sleep(100))
            await ch.send("second")

        await co.spawn(feed)
        thread = co.create(middle)
        running, _ = co.running()
        assert await await_result(co.resume(thread)) == (True, "yielded")
        assert co.running()[0] is running
        assert co.status(thread) == "suspended"
        result = co.resume(thread)
        assert co.status(thread) == "normal"  # waiting, for those who look from outside
        assert await await_result(result) == (True, "second")
        assert co.status(thread) == "dead"

    run(main)
    assert trace == [("first", True), "resumed"]


def test_an_error_after_a_wait_comes_through_resume() -> None:
    async def main(host: SimulatedHost) -> None:
        async def body() -> None:
            await host.scheduler.external(lambda: host.sleep(1))
            raise LuaError("late")

        thread = co.create(body)
        assert await await_result(co.resume(thread)) == (False, "late")
        assert co.status(thread) == "dead"
        with pytest.raises(LuaError, match=r"^late$"):
            await await_result(co.wrap(body)())

    run(main)


def test_an_interruption_reaches_the_innermost_coroutine() -> None:
    async def main(host: SimulatedHost) -> Any:
        s = host.scheduler
        ch = channel.new()

        async def body() -> str:
            try:
                await ch.receive()
            except LuaError as error:
                return f"caught {error.value}"
            return "not interrupted"

        main_thread = s.main
        s.request(lambda: s.throw(main_thread, LuaError("canceled")) and None)
        result = await await_result(co.resume(co.create(body)))
        assert not ch.receivers_
        return result

    assert run(main) == (True, "caught canceled")


def test_dropping_a_run_closes_what_waits_inside_a_coroutine() -> None:
    dropped: list[str] = []

    async def main(host: SimulatedHost) -> None:
        async def body() -> None:
            try:
                await channel.new().receive()
            except GeneratorExit:
                dropped.append("body")
                raise

        async def child() -> None:
            await await_result(co.resume(co.create(body)))

        await co.spawn(child)

    run(main)
    assert dropped == ["body"]


def test_close_runs_pending_closes_once() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        async def body(fail: bool) -> None:
            try:
                await co.yield_(1)
            except CloseRequest:
                trace.append("closing")
                if fail:
                    raise LuaError("E") from None
                raise

        thread = co.create(body)
        co.resume(thread, False)
        assert co.close(thread) is True
        assert co.status(thread) == "dead"
        assert co.close(thread) is True
        thread = co.create(body)
        co.resume(thread, True)
        assert co.close(thread) == (False, "E")
        assert co.close(thread) is True
        assert co.close(co.create(body)) is True

    run(main)
    assert trace == ["closing", "closing"]


def test_a_closing_method_may_wait_but_not_yield() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        async def body() -> None:
            try:
                await co.yield_(1)
            except CloseRequest:
                await host.scheduler.external(lambda: host.sleep(5))
                trace.append("slept")
                with pytest.raises(LuaError, match="attempt to yield across a C-call boundary"):
                    await co.yield_()
                raise

        thread = co.create(body)
        co.resume(thread)
        assert await await_result(co.close(thread)) is True

    run(main)
    assert trace == ["slept"]


def test_generators_in_a_loop() -> None:
    async def main(host: SimulatedHost) -> list[int]:
        async def count(n: int) -> None:
            for i in range(n):
                await co.yield_(i)

        async def values(step: Any) -> AsyncIterator[int]:
            while (value := await await_result(step())) is not None:
                yield value

        return [value async for value in values(co.wrap(lambda: count(5)))]

    assert run(main) == [0, 1, 2, 3, 4]


def test_spawned_threads_cannot_be_resumed() -> None:
    async def main(host: SimulatedHost) -> None:
        ch = channel.new()
        thread = await co.spawn(ch.receive)
        assert co.status(thread) == "suspended"
        assert co.resume(thread) == (False, "cannot resume non-suspended coroutine")
        await ch.close()
        assert co.status(thread) == "dead"

    run(main)


def test_close_closes_to_be_closed_variables_without_an_error() -> None:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        meta = Table()
        meta["__close"] = lambda value, error: trace.append((type(value) is not None, error))

        async def body() -> None:
            with lua.closing(set_metatable(Table(), meta), "t"):
                await co.yield_(1)

        thread = co.create(body)
        co.resume(thread)
        assert co.close(thread) is True
        assert trace == [(True, None)]

        async def waiting() -> None:
            with lua.closing(set_metatable(Table(), meta), "t"):
                await channel.new().receive()

        await co.spawn(waiting)  # dropped at the end of the run: closes nothing

    run(main)
    assert trace == [(True, None)]


def test_the_stack_trace_goes_through_resumed_coroutines() -> None:
    texts: list[str] = []

    async def main(host: SimulatedHost) -> None:
        async def innermost_body() -> None:
            await host.scheduler.external(lambda: host.sleep(10))

        host.scheduler.request(lambda: None)
        thread = co.create(innermost_body)

        async def look() -> None:
            await host.scheduler.external(lambda: host.sleep(1))
            texts.append(host.scheduler.stack_trace())

        await co.spawn(look)
        await await_result(co.resume(thread))

    run(main)
    assert "innermost_body" in texts[0] and "SimulatedHost" not in texts[0].splitlines()[0]
