"""The order rules of reference/concurrency.md 3.4 and 3.5, each as a program whose trace is the test."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.scheduling.channel import Channel, select
from luaflow_runtime.values.errors import LuaError
from simulated import SimulatedHost, run


def test_spawned_code_runs_before_the_statement_after_spawn() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        blocked = Channel(host.scheduler)

        async def child() -> None:
            trace.append("child")
            await blocked.receive()
            trace.append("never")

        trace.append("before")
        await host.scheduler.spawn(child)
        trace.append("after")

    run(main)
    assert trace == ["before", "child", "after"]


def test_queued_threads_run_before_the_spawned_one_and_the_spawner_behind_it() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler

        async def inner() -> None:
            trace.append("inner")

        async def first() -> None:
            trace.append("first")
            await s.spawn(inner)
            trace.append("first again")

        async def second() -> None:
            trace.append("second")

        await s.spawn(first)  # runs to its own spawn; main and then inner, first are queued
        trace.append("main")
        await s.spawn(second)
        trace.append("main again")

    run(main)
    assert trace == ["first", "main", "inner", "first again", "second", "main again"]


def test_send_that_meets_a_receiver_resumes_sender_first() -> None:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        ch = Channel(host.scheduler)

        async def receiver() -> None:
            trace.append(("received", await ch.receive()))

        await host.scheduler.spawn(receiver)
        trace.append(("sent", await ch.send("v")))
        await host.sleep(0)

    run(main)
    assert trace == [("sent", True), ("received", ("v", True))]


def test_receive_that_meets_a_sender_resumes_receiver_first() -> None:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        ch = Channel(host.scheduler)

        async def sender() -> None:
            trace.append(("sent", await ch.send("v")))

        await host.scheduler.spawn(sender)
        trace.append(("received", await ch.receive()))
        await host.sleep(0)

    run(main)
    assert trace == [("received", ("v", True)), ("sent", True)]


def test_a_rendezvous_lets_queued_threads_run_first() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s)
        gate = Channel(s)

        async def receiver() -> None:
            await ch.receive()
            trace.append("receiver")

        async def other() -> None:
            await gate.receive()
            trace.append("other")

        await s.spawn(receiver)
        await s.spawn(other)

        async def both() -> None:
            await ch.send(1)
            trace.append("sender")

        gate.offer_(1)  # other is woken now, both's rendezvous comes later
        await s.spawn(both)
        await host.sleep(0)

    run(main)
    assert trace == ["other", "sender", "receiver"]


def test_wake_ups_of_a_round_come_in_the_order_of_the_operations() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        a, b = Channel(s), Channel(s)

        async def wait(name: str, ch: Channel) -> None:
            await ch.receive()
            trace.append(name)

        await s.spawn(lambda: wait("on a", a))
        await s.spawn(lambda: wait("on b", b))

        async def send(name: str, ch: Channel) -> None:
            await ch.send(1)
            trace.append(name)

        await s.spawn(lambda: send("to b", b))
        await s.spawn(lambda: send("to a", a))
        await host.sleep(0)

    run(main)
    assert trace == ["to b", "on b", "to a", "on a"]


def test_close_wakes_senders_then_receivers_then_the_closer() -> None:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        full, empty = Channel(s), Channel(s)

        async def send(name: str) -> None:
            ok, err = await full.send(name)
            trace.append((name, ok, str(err.message_)))

        async def receive(name: str) -> None:
            trace.append((name, await empty.receive()))

        for name in ("s1", "s2"):
            await s.spawn(lambda name=name: send(name))
        for name in ("r1", "r2"):
            await s.spawn(lambda name=name: receive(name))
        await full.close()
        trace.append("closed full")
        await empty.close()
        trace.append("closed empty")

    run(main)
    message = "send on closed channel"
    assert trace == [
        ("s1", None, message),
        ("s2", None, message),
        "closed full",
        ("r1", (None, False)),
        ("r2", (None, False)),
        "closed empty",
    ]


def test_buffered_operations_that_need_not_wait_do_not_yield() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s, 2)
        gate = Channel(s)

        async def other() -> None:
            await gate.receive()
            trace.append("other")

        await s.spawn(other)
        gate.offer_(1)
        await ch.send(1)
        await ch.send(2)
        await ch.receive()
        await ch.receive()
        trace.append("main")
        await host.sleep(0)

    run(main)
    assert trace == ["main", "other"]


def test_a_receive_from_a_full_buffer_moves_the_waiting_senders_value() -> None:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s, 1)
        await ch.send("a")

        async def sender() -> None:
            await ch.send("b")
            trace.append("sender")

        await s.spawn(sender)
        value, _ = await ch.receive()
        trace.append(value)
        trace.append(list(ch.items_))
        await host.sleep(0)

    run(main)
    assert trace == ["a", ["b"], "sender"]


def test_served_calls_come_after_channel_work_has_settled() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s)

        async def worker(name: str) -> None:
            while (await ch.receive())[1]:
                trace.append(name)

        async def producer() -> None:
            for _ in range(3):
                await ch.send(1)
            await ch.close()

        await s.spawn(lambda: worker("worker"))
        await s.spawn(producer)
        assert await s.served(lambda: "inbox") == "inbox"
        trace.append("served")

    run(main)
    assert trace == ["worker", "worker", "worker", "served"]


def test_external_operations_are_issued_when_all_are_blocked_in_the_order_of_requests() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s)

        async def operate(name: str, ns: int) -> None:
            async def start() -> None:
                trace.append(f"issue {name}")
                await host.sleep(ns)

            await s.external(start)
            trace.append(f"done {name}")
            await ch.send(name)

        await s.spawn(lambda: operate("slow", 20))
        await s.spawn(lambda: operate("fast", 10))
        s.request(lambda: trace.append("issue request"))
        trace.append("main waits")
        await ch.receive()
        await ch.receive()

    run(main)
    assert trace == ["main waits", "issue slow", "issue fast", "issue request", "done fast", "done slow"]


def test_what_an_operation_lets_run_is_settled_before_the_next_one() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        ch = Channel(s)

        async def at_once() -> None:
            trace.append("issue 1")

        async def first() -> None:
            await s.external(at_once)
            await ch.send(1)

        async def second() -> None:
            async def start() -> None:
                trace.append("issue 2")

            await s.external(start)

        await s.spawn(first)
        await s.spawn(second)
        await ch.receive()
        trace.append("main")
        await host.sleep(0)

    run(main)
    assert trace == ["issue 1", "main", "issue 2"]


def test_completions_resume_in_the_order_of_arrival_one_run_to_idle_each() -> None:
    trace: list[str] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        loop = asyncio.get_running_loop()
        futures = [loop.create_future() for _ in range(3)]
        done = Channel(s, 10)

        async def waiter(n: int) -> None:
            await futures[n]
            trace.append(f"{n} resumed")

            async def issue() -> None:
                trace.append(f"{n} issues")

            await s.external(issue)
            await done.send(n)

        for n in range(3):
            await s.spawn(lambda n=n: waiter(n))

        def complete() -> None:
            for n in (2, 0, 1):  # all of one batch
                futures[n].set_result(None)

        loop.call_soon(complete)
        for _ in range(3):
            await done.receive()

    run(main)
    assert trace == ["2 resumed", "2 issues", "0 resumed", "0 issues", "1 resumed", "1 issues"]


def test_blocked_on_channels_alone_is_a_deadlock() -> None:
    async def main(host: SimulatedHost) -> None:
        ch = Channel(host.scheduler)
        for _ in range(2):
            await host.scheduler.spawn(ch.receive)
        await ch.receive()

    with pytest.raises(LuaError) as caught:
        run(main)
    assert caught.value.value == "deadlock: all coroutines blocked with no pending operations (threads=3)"


def test_an_empty_select_without_default_is_a_deadlock() -> None:
    async def main(host: SimulatedHost) -> None:
        await select(host.scheduler, [], False)

    with pytest.raises(LuaError, match=r"deadlock.*threads=1"):
        run(main)


def test_waiting_on_a_subscribed_channel_is_no_deadlock() -> None:
    async def body() -> Any:
        host = SimulatedHost()
        inbox = host.mailbox().inbox()

        async def main() -> Any:
            return await inbox.receive()

        task = asyncio.ensure_future(host.run(main()))
        await asyncio.sleep(0.01)
        assert not task.done()
        sent = message("topic")
        host.scheduler.arrive(lambda: host.mailbox().post(sent))
        assert await task == (sent, True)

    asyncio.run(body())


def test_an_uncaught_error_of_a_spawned_thread_fails_the_run() -> None:
    async def main(host: SimulatedHost) -> None:
        async def child() -> None:
            raise LuaError("boom")

        try:
            await host.scheduler.spawn(child)
        finally:
            ended.append("dropped")

    ended: list[str] = []
    with pytest.raises(LuaError) as caught:
        run(main)
    assert caught.value.value == "boom"
    assert ended == ["dropped"]  # GeneratorExit, which Lua code lets through


def test_the_end_of_main_drops_the_others_in_spawn_order() -> None:
    dropped: list[int] = []

    async def main(host: SimulatedHost) -> str:
        ch = Channel(host.scheduler)

        async def child(n: int) -> None:
            try:
                await ch.receive()
            except GeneratorExit:
                dropped.append(n)
                raise

        for n in range(20):
            await host.scheduler.spawn(lambda n=n: child(n))
        return "result"

    assert run(main) == "result"
    assert dropped == list(range(20))


def message(topic: str) -> Message:
    return Message(topic, "", ())


def test_messages_that_came_before_the_start_are_there_before_main() -> None:
    async def body() -> None:
        host = SimulatedHost()
        sent = message("topic")
        host.scheduler.arrive(lambda: host.mailbox().post(sent))

        async def main() -> Any:
            return host.mailbox().undelivered()

        assert await host.run(main()) == [sent]

    asyncio.run(body())


def test_messages_are_taken_one_at_a_time() -> None:
    trace: list[Any] = []

    async def body() -> None:
        host = SimulatedHost()
        s = host.scheduler
        inbox = host.mailbox().inbox()

        async def main() -> None:
            for _ in range(2):
                received, ok = await inbox.receive()
                trace.append((received.topic_, ok))

                async def issue() -> None:
                    trace.append("issued")

                await s.external(issue)

        task = asyncio.ensure_future(host.run(main()))
        await asyncio.sleep(0)
        for topic in ("a", "b"):
            s.arrive(partial(host.mailbox().post, message(topic)))
        await task

    asyncio.run(body())
    assert trace == [("a", True), "issued", ("b", True), "issued"]


def test_cancellation_reaches_the_hook_and_the_run_goes_on() -> None:
    trace: list[str] = []

    async def body() -> Any:
        def on_cancel() -> None:
            task = asyncio.current_task()
            assert task is not None
            task.uncancel()
            trace.append("cancelled")
            assert host.scheduler.throw(host.scheduler.main, LuaError("canceled"))

        host = SimulatedHost(on_cancel=on_cancel)
        ch = host.mailbox().inbox()

        async def main() -> Any:
            try:
                await ch.receive()
            except LuaError as error:
                trace.append(str(error.value))
            assert not ch.receivers_  # the interrupted wait withdrew its entry
            ch.push_("later")
            return await ch.receive()

        task = asyncio.ensure_future(host.run(main()))
        await asyncio.sleep(0)
        task.cancel()
        return await task

    assert asyncio.run(body()) == ("later", True)
    assert trace == ["cancelled", "canceled"]


def test_without_a_hook_cancellation_ends_the_run_and_drops_all() -> None:
    dropped: list[str] = []

    async def body() -> None:
        host = SimulatedHost()

        async def main() -> None:
            try:
                await host.scheduler.external(lambda: asyncio.sleep(1000))
            finally:
                dropped.append("main")

        task = asyncio.ensure_future(host.run(main()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(body())
    assert dropped == ["main"]


def test_throw_interrupts_a_future_and_refuses_threads_about_to_run() -> None:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        s = host.scheduler
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def child() -> None:
            try:
                await future
            except LuaError as error:
                trace.append(error.value)

        thread = await s.spawn(child)
        trace.append(s.throw(thread, LuaError("stop")))
        trace.append(s.throw(thread, LuaError("twice")))
        await host.sleep(0)
        trace.append(s.throw(thread, LuaError("dead")))
        assert not future.done()

    run(main)
    assert trace == [True, False, "stop", False]


def test_asyncio_sleep_zero_and_foreign_awaitables_work_inside_a_thread() -> None:
    async def main(host: SimulatedHost) -> str:
        await asyncio.sleep(0)
        task = asyncio.ensure_future(asyncio.sleep(0.001, "slept"))
        return await host.scheduler.external(lambda: task)

    assert run(main) == "slept"


def test_a_failed_future_raises_in_the_waiting_thread() -> None:
    async def main(host: SimulatedHost) -> str:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(future.set_exception, LuaError("failed"))
        try:
            await future
        except LuaError as error:
            return str(error.value)
        return "no error"

    assert run(main) == "failed"


def test_the_stack_trace_lists_every_thread() -> None:
    async def main(host: SimulatedHost) -> str:
        ch = Channel(host.scheduler)

        async def waiting_child() -> None:
            await ch.receive()

        await host.scheduler.spawn(waiting_child)
        texts: list[str] = []
        host.scheduler.request(lambda: texts.append(host.scheduler.stack_trace()))
        await host.sleep(0)
        return texts[0]

    text = run(main)
    assert "thread 1 (main):" in text and "thread 2:" in text
    assert "waiting_child" in text and "Channel.receive" in text


def test_plain_results_need_no_scheduler() -> None:
    async def body() -> None:
        assert await SimulatedHost().run((1, 2)) == (1, 2)

    asyncio.run(body())


def test_a_thread_that_fails_while_it_is_dropped_does_not_keep_the_others() -> None:
    dropped: list[str] = []

    async def main(host: SimulatedHost) -> None:
        async def child(name: str) -> None:
            try:
                await Channel(host.scheduler).receive()
            finally:
                dropped.append(name)
                if name == "b":
                    raise LuaError("in finally")

        for name in "abc":
            await host.scheduler.spawn(lambda name=name: child(name))

    with pytest.raises(LuaError, match="in finally"):
        run(main)
    assert dropped == ["a", "b", "c"]
