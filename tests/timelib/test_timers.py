"""Sleep, after, timers and tickers: reference/time.md 5.2 and 5.6, on a simulated clock."""

from __future__ import annotations

from typing import Any

import pytest
from luaflow_runtime.lib import channel, coroutine, time
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table
from simulated import START_NS, SimulatedHost, run

S = 10**9


def elapsed(host: SimulatedHost) -> float:
    return (host.clock_ns - START_NS) / S


@pytest.mark.parametrize("workflow", [False, True])
def test_sleep(workflow: bool) -> None:
    async def main(host: SimulatedHost) -> None:
        t0 = time.now()
        assert await time.sleep("90s") == ()
        assert time.now().sub(t0).seconds() == 90.0
        assert await time.sleep(0) == ()
        assert await time.sleep("-5s") == ()
        assert await time.sleep(time.parse_duration("1s")) == ()
        assert host.issued == ["timer 90000000000", "timer 1000000000"]
        result: Any = await time.sleep("soon")
        assert result[0] is None and result[1].kind() == "Invalid"
        assert time.now().location().string() == ("UTC" if workflow else "Local")
        assert time.LIBRARY.localtz.string() == ("UTC" if workflow else "Local")  # type: ignore[attr-defined]

    run(main, workflow=workflow)


@pytest.mark.parametrize("workflow", [False, True])
def test_after_delivers_the_moment_once(workflow: bool) -> None:
    async def main(host: SimulatedHost) -> None:
        ch: Any = time.after("5s")
        assert ch.capacity_ == 1
        fired, ok = await ch.receive()
        assert ok and fired.unix_nano() == START_NS + 5 * S
        if workflow:
            with pytest.raises(LuaError, match="deadlock"):
                await ch.receive()
        else:
            assert await ch.receive() == (None, False)

    if workflow:
        with pytest.raises(LuaError, match="deadlock"):
            run(main, workflow=True)
    else:
        run(main)


def test_bad_durations_are_refused() -> None:
    async def main(host: SimulatedHost) -> None:
        for make in (time.after, time.timer, time.ticker):
            for bad in (0, -1, "0s", "x", None, {}):
                value, error = make(bad)  # type: ignore[operator, misc]
                assert value is None and error.kind() == "Invalid"  # type: ignore[union-attr]
        assert host.issued == []

    run(main)


def test_timers_start_in_the_order_of_requests_when_all_wait() -> None:
    async def main(host: SimulatedHost) -> None:
        late: Any = time.after("2s")
        early: Any = time.after("1s")
        stopped: Any = time.timer("3s")
        assert host.issued == []
        assert stopped.stop() is True
        await early.receive()
        assert host.issued == ["timer 2000000000", "timer 1000000000"]
        await late.receive()
        assert elapsed(host) == 2

    run(main)


def test_select_with_a_deadline() -> None:
    async def main(host: SimulatedHost) -> None:
        answers = channel.new()

        async def worker() -> None:
            await time.sleep("10s")
            await answers.send("late")

        await coroutine.spawn(worker)
        deadline: Any = time.after("3s")
        result = await channel.select(Table(answers.case_receive(), deadline.case_receive()))
        assert result.channel is deadline and elapsed(host) == 3
        result = await channel.select(Table(answers.case_receive(), deadline.case_receive()))
        assert result.ok is False  # outside workflows the channel is closed after firing

    run(main)


def test_the_earlier_case_wins_when_both_are_ready() -> None:
    async def main(host: SimulatedHost) -> None:
        messages = channel.new(1)
        deadline: Any = time.after("1s")
        await time.sleep("2s")
        await messages.send("hello")
        cases = [deadline.case_receive(), messages.case_receive()]
        assert (await channel.select(Table(*reversed(cases)))).channel is messages
        assert (await channel.select(Table(*cases))).channel is deadline

    run(main, workflow=True)


def test_stop_and_reset() -> None:
    async def main(host: SimulatedHost) -> None:
        timer: Any = time.timer("5s")
        assert timer.channel() is timer.response()
        await time.sleep("1s")
        assert timer.reset("10s") is True
        fired, _ = await timer.channel().receive()
        assert fired.unix_nano() == START_NS + 11 * S
        assert timer.reset("1s") is False  # has fired: nothing is set
        assert timer.stop() is False

        timer = time.timer("5s")
        await time.sleep("1s")
        assert timer.stop() is True
        assert timer.stop() is False
        assert timer.reset("1s") is False
        assert await timer.channel().receive() == (None, False)
        for bad in (0, "x", None):
            with pytest.raises(LuaError, match="bad argument #1 to 'reset'"):
                timer.reset(bad)
        await time.sleep("60s")

    run(main)


def test_stopping_a_fired_timer_whose_arrival_waits_its_turn() -> None:
    async def main(host: SimulatedHost) -> None:
        first: Any = time.timer("1s")
        other: Any = time.after("1s")
        del other
        await first.channel().receive()
        assert first.stop() is False

    run(main, workflow=True)


def test_a_stopped_timer_is_no_pending_operation() -> None:
    async def main(host: SimulatedHost) -> None:
        timer: Any = time.timer("5s")
        timer.stop()
        await channel.new().receive()

    with pytest.raises(LuaError, match=r"deadlock.*threads=1"):
        run(main)


def test_a_pending_timer_postpones_the_deadlock() -> None:
    clock: list[float] = []

    async def main(host: SimulatedHost) -> None:
        time.after("5s")
        try:
            await channel.new().receive()
        finally:
            clock.append(elapsed(host))

    with pytest.raises(LuaError, match="deadlock"):
        run(main)
    assert clock == [5]


def test_ticker() -> None:
    async def main(host: SimulatedHost) -> None:
        ticker: Any = time.ticker("2s")
        ch = ticker.channel()
        assert ch is ticker.response() and ch.capacity_ == 16
        for n in (1, 2, 3):
            tick, _ = await ch.receive()
            assert tick.unix_nano() == START_NS + 2 * n * S
        await time.sleep("100s")  # 50 ticks, of which 16 fit
        assert len(ch.items_) == 16
        assert ticker.stop() is True
        for _ in range(16):
            assert (await ch.receive())[1]
        assert await ch.receive() == (None, False)
        assert ticker.stop() is True
        issued = len(host.issued)
        await time.sleep("100s")
        assert len(host.issued) == issued + 1

    run(main)


def test_unconsumed_timers_do_not_keep_a_finished_run() -> None:
    async def main(host: SimulatedHost) -> str:
        time.after("1000h")
        time.ticker("1h")
        return "done"

    assert run(main) == "done"
