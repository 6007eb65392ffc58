"""Channels and select: reference/concurrency.md 3.1 to 3.3."""

from __future__ import annotations

from typing import Any

import pytest
from luaflow_runtime.lib import channel as library
from luaflow_runtime.scheduling.channel import Channel, select
from luaflow_runtime.values.calls import drive
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table
from simulated import SimulatedHost, run


def fields(table: Any) -> dict[str, Any]:
    return {key: value for key, value in table.__dict__.items() if value is not None}


def test_new_checks_its_argument() -> None:
    async def main(host: SimulatedHost) -> None:
        assert library.new().capacity_ == 0
        assert library.new(None).capacity_ == 0
        assert library.new(3).capacity_ == 3
        assert library.new(2.9).capacity_ == 2
        assert library.new(-4).capacity_ == 0
        with pytest.raises(LuaError, match=r"bad argument #1 to 'new' \(number expected, got string\)"):
            library.new("3")
        with pytest.raises(LuaError, match=r"bad argument #1 to 'new' \(number expected, got boolean\)"):
            library.new(True)
        with pytest.raises(LuaError, match="no integer representation"):
            library.new(float("inf"))

    run(main)


def test_methods_are_reached_under_their_lua_names() -> None:
    async def main(host: SimulatedHost) -> None:
        ch: Any = library.new(1)
        assert await ch.send_("v") is True
        assert await ch.receive() == ("v", True)
        assert await ch.close_() == ()
        assert ch.closed is None and ch.len is None  # no such fields in Lua

    run(main)


def test_nil_and_functions_pass_by_reference() -> None:
    async def main(host: SimulatedHost) -> None:
        ch = library.new(2)
        await ch.send(None)
        await ch.send(main)
        assert await ch.receive() == (None, True)
        assert await ch.receive() == (main, True)

    run(main)


def test_a_closed_channel_gives_what_is_left_then_nil_false() -> None:
    async def main(host: SimulatedHost) -> None:
        ch = library.new(2)
        await ch.send(1)
        await ch.close()
        await ch.close()
        assert await ch.receive() == (1, True)
        assert await ch.receive() == (None, False)
        assert await ch.receive() == (None, False)
        with pytest.raises(LuaError, match=r"^send on closed channel$"):
            await ch.send(2)

    run(main)


def test_waiting_receivers_and_senders_are_served_in_order() -> None:
    got: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch, done = library.new(), library.new()

        async def receiver(n: int) -> None:
            got.append((n, (await ch.receive())[0]))
            await done.send(n)

        for n in range(4):
            await s.spawn(lambda n=n: receiver(n))
        for value in "abcd":
            await ch.send(value)
        for _ in range(4):
            await done.receive()

        async def sender(n: int) -> None:
            await ch.send(n)

        for n in range(4):
            await s.spawn(lambda n=n: sender(n))
        got.extend([(await ch.receive())[0] for _ in range(4)])

    run(main)
    assert got == [(0, "a"), (1, "b"), (2, "c"), (3, "d"), 0, 1, 2, 3]


def test_select_takes_the_first_ready_case_in_array_order() -> None:
    async def main(host: SimulatedHost) -> None:
        a, b = library.new(1), library.new(1)
        await a.send("a")
        await b.send("b")
        cases = Table(b.case_receive(), a.case_receive())
        assert fields(await library.select(cases)) == {"channel": b, "value": "b", "ok": True}
        assert fields(await library.select(cases)) == {"channel": a, "value": "a", "ok": True}
        assert fields(await library.select(cases, True)) == {"default": True, "ok": True}

    run(main)


def test_select_forms_of_default_and_odd_case_tables() -> None:
    async def main(host: SimulatedHost) -> None:
        a = library.new(1)
        empty = library.new()
        table = Table(empty.case_receive())
        table.default = True
        assert fields(await library.select(table)) == {"default": True, "ok": True}
        sparse = Table(None, "no case", 5, None, a.case_send("sent"))
        assert fields(await library.select(sparse)) == {"channel": a, "value": "sent", "ok": True}
        keyed = Table(empty.case_receive())
        keyed.extra = a.case_receive()
        assert fields(await library.select(keyed)) == {"channel": a, "value": "sent", "ok": True}
        for bad in (None, 5, "x"):
            with pytest.raises(LuaError, match="bad argument #1 to 'select' \\(table expected"):
                await library.select(bad)
        with pytest.raises(LuaError, match="bad argument #2 to 'select' \\(boolean expected, got number\\)"):
            await library.select(Table(), 1)

    run(main)


def test_select_on_closed_channels() -> None:
    async def main(host: SimulatedHost) -> None:
        closed = library.new()
        await closed.close()
        assert fields(await library.select(Table(closed.case_send(1), closed.case_receive()))) == {
            "channel": closed,
            "ok": False,
        }
        assert fields(await library.select(Table(closed.case_send(1)), True)) == {"default": True, "ok": True}

    run(main)


def test_a_blocking_select_withdraws_the_other_cases() -> None:
    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        a, b, c = library.new(), library.new(), library.new()
        results: list[Any] = []

        async def selecting() -> None:
            results.append(
                fields(
                    await library.select(Table(a.case_receive(), b.case_receive(), c.case_send("x"), a.case_receive()))
                )
            )

        await s.spawn(selecting)
        assert (len(a.receivers_), len(b.receivers_), len(c.senders_)) == (2, 1, 1)
        assert await b.send("value") is True
        await host.sleep(0)
        assert results == [{"channel": b, "value": "value", "ok": True}]
        assert not (a.receivers_ or b.receivers_ or c.senders_)

    run(main)


def test_a_blocked_send_case_is_taken_by_a_receiver() -> None:
    async def main(host: SimulatedHost) -> None:
        a, b = library.new(), library.new()
        results: list[Any] = []

        async def selecting() -> None:
            results.append(fields(await library.select(Table(a.case_receive(), b.case_send("offered")))))

        await host.scheduler.spawn(selecting)
        assert await b.receive() == ("offered", True)
        await host.sleep(0)
        assert results == [{"channel": b, "value": "offered", "ok": True}]
        assert not a.receivers_

    run(main)


def test_closing_under_a_blocked_select() -> None:
    async def main(host: SimulatedHost) -> None:
        a, b = library.new(), library.new()
        results: list[Any] = []

        async def sending() -> None:
            results.append(await library.select(Table(a.case_send(1))))

        async def receiving() -> None:
            results.append(fields(await library.select(Table(b.case_receive()))))

        await host.scheduler.spawn(sending)
        await host.scheduler.spawn(receiving)
        await a.close()
        await b.close()
        result, err = results[0]
        assert result is None and str(err.message()) == "send on closed channel"
        assert results[1] == {"channel": b, "ok": False}

    run(main)


def test_a_select_never_meets_itself() -> None:
    async def main(host: SimulatedHost) -> None:
        ch = library.new()
        results: list[Any] = []

        async def both() -> None:
            results.append(fields(await library.select(Table(ch.case_send("own"), ch.case_receive()))))

        await host.scheduler.spawn(both)
        assert results == []
        assert await ch.receive() == ("own", True)
        await host.sleep(0)
        assert results == [{"channel": ch, "value": "own", "ok": True}]
        assert not ch.receivers_

    run(main)


def test_cases_may_be_used_again() -> None:
    async def main(host: SimulatedHost) -> None:
        ch = library.new(3)
        case = ch.case_send("again")
        for _ in range(3):
            await library.select(Table(case))
        assert list(ch.items_) == ["again"] * 3

    run(main)


@pytest.mark.parametrize("operation", ["send", "receive", "select", "spawn", "external", "served"])
def test_a_wait_refused_by_a_synchronous_place_leaves_nothing_queued(operation: str) -> None:
    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s)
        calls = {
            "send": lambda: ch.send(1),
            "receive": lambda: ch.receive(),
            "select": lambda: select(s, [ch.case_receive(), ch.case_send(1)], False),
            "spawn": lambda: s.spawn(lambda: pytest.fail("ran")),
            "external": lambda: s.external(lambda: host.sleep(1)),
            "served": lambda: s.served(lambda: pytest.fail("served")),
        }
        threads = len(s.threads)
        with pytest.raises(LuaError, match="attempt to yield across a C-call boundary"):
            drive(calls[operation]())
        assert not (ch.receivers_ or ch.senders_)
        assert len(s.threads) == threads
        await host.sleep(0)

    run(main)


def test_a_rendezvous_refused_by_a_synchronous_place_runs_nobody_twice() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s)

        async def receiver() -> None:
            await ch.receive()
            trace.append("received")

        await s.spawn(receiver)
        with pytest.raises(LuaError):
            drive(ch.send(1))
        assert s.main not in s.woken
        trace.append("refused")
        await host.sleep(0)
        trace.append("main")

    run(main)
    assert trace == ["refused", "received", "main"]
