"""Routing of messages: reference/process.md 2.5, each rule as a program."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from luaflow_runtime.lib import base, channel, process
from luaflow_runtime.lib.errors import ALREADY_EXISTS, INVALID, Error
from luaflow_runtime.messaging.events import EXIT, Event
from luaflow_runtime.messaging.message import Message, encoded
from luaflow_runtime.scheduling.channel import Channel
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table
from simulated import SimulatedHost, run

MESSAGE = Table(message=True)


def post(host: SimulatedHost, topic: str, *values: Any) -> None:
    """Let a message come; its turn is among the other arrivals."""
    host.scheduler.arrive(partial(host.mailbox().post, Message(topic, "", encoded(values))))


async def settle(host: SimulatedHost) -> None:
    """Wait until everything that has arrived has had its turn."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    host.scheduler.arrive(lambda: done.set_result(None))
    await done


def messages(main: Callable[[SimulatedHost], Awaitable[Any]]) -> Any:
    return run(main)


async def topics(inbox: Channel, count: int) -> list[str]:
    return [(await inbox.receive())[0].topic_ for _ in range(count)]


def test_a_topic_goes_to_its_listener_and_the_rest_to_the_inbox() -> None:
    async def main(host: SimulatedHost) -> Any:
        inbox = await process.inbox()
        jobs, error = await process.listen("job")
        assert error is None
        for topic, value in (("other", 1), ("job", 2), ("more", 3), ("job", 4)):
            post(host, topic, value)
        return [(await jobs.receive()), (await jobs.receive()), await topics(inbox, 2)]

    assert messages(main) == [(2, True), (4, True), ["other", "more"]]


def test_the_same_channel_comes_again() -> None:
    async def main(host: SimulatedHost) -> Any:
        return [
            await process.inbox() is await process.inbox(),
            await process.events() is await process.events(),
            (await process.listen("t"))[0] is (await process.listen("t", MESSAGE))[0],
            (await process.listen("t"))[0] is (await process.listen("u"))[0],
        ]

    assert messages(main) == [True, True, True, False]


def test_a_message_is_assigned_by_the_subscriptions_of_the_moment_when_it_is_taken() -> None:
    async def main(host: SimulatedHost) -> Any:
        for topic in ("t", "x", "t"):
            post(host, topic, topic)
        await settle(host)
        inbox = await process.inbox()
        listener, _ = await process.listen("t")
        return [await topics(inbox, 1), await listener.receive(), await listener.receive()]

    assert messages(main) == [["x"], ("t", True), ("t", True)]


def test_after_unlisten_the_rest_goes_to_the_inbox_in_the_order_of_arrival() -> None:
    async def main(host: SimulatedHost) -> Any:
        listener, _ = await process.listen("t")
        for n in range(4):
            post(host, "t", n)
            post(host, f"u{n}", n)
        await settle(host)
        inbox = await process.inbox()
        taken = [await listener.receive()]
        await settle(host)
        ended = await process.unlisten(listener)
        # One message was in the listener's buffer, which can still be read.
        taken += [await listener.receive(), await listener.receive()]
        rest = [
            (message.topic_, message.payload().data()[0]) for message, _ in [await inbox.receive() for _ in range(6)]
        ]
        return ended, taken, rest

    ended, taken, rest = messages(main)
    assert ended == (True, None)
    assert taken == [(0, True), (1, True), (None, False)]
    assert rest == [("u0", 0), ("u1", 1), ("t", 2), ("u2", 2), ("t", 3), ("u3", 3)]


def test_unlisten_of_another_channel_is_refused() -> None:
    async def main(host: SimulatedHost) -> Any:
        ended, error = await process.unlisten(channel.new())
        assert isinstance(error, Error)
        with pytest.raises(LuaError, match="bad argument #1 to 'unlisten'"):
            await process.unlisten("t")
        return ended

    assert messages(main) is False


def test_the_first_message_for_a_closed_channel_is_dropped_and_ends_the_subscription() -> None:
    async def main(host: SimulatedHost) -> Any:
        inbox = await process.inbox()
        listener, _ = await process.listen("t")
        await listener.close()
        for n in range(3):
            post(host, "t", n)
        values = [(await inbox.receive())[0].payload().data()[0] for _ in range(2)]
        again, _ = await process.listen("t")
        post(host, "t", 9)
        return values, again is listener, await again.receive()

    assert messages(main) == ([1, 2], False, (9, True))


def test_a_full_listener_holds_nobody_up() -> None:
    async def main(host: SimulatedHost) -> Any:
        slow, _ = await process.listen("slow")
        quick, _ = await process.listen("quick")
        for n in range(3):
            post(host, "slow", n)
            post(host, "quick", n)
        taken = [await quick.receive() for _ in range(3)]
        return taken, [await slow.receive() for _ in range(3)]

    assert messages(main) == ([(0, True), (1, True), (2, True)], [(0, True), (1, True), (2, True)])


def test_topics_with_at_wait_for_subscribe() -> None:
    async def main(host: SimulatedHost) -> Any:
        inbox = await process.inbox()
        post(host, "@odd", 1)
        post(host, "plain", 2)
        first = await topics(inbox, 1)
        assert isinstance((await process.listen("@odd"))[1], Error)
        own = channel.new(2)
        assert await base.subscribe("@odd", own) == (own, None)
        value = await own.receive()
        _, refused = await base.subscribe("@odd", channel.new())
        assert isinstance(refused, Error)
        ended = await base.unsubscribe(own)
        return first, value, refused.kind_, ended, await own.receive()

    assert messages(main) == (["plain"], (1, True), ALREADY_EXISTS, (True, None), (None, False))


def test_forms_of_values() -> None:
    async def main(host: SimulatedHost) -> Any:
        raw, _ = await process.listen("t")
        post(host, "t")
        post(host, "t", 1)
        post(host, "t", 1, "two", Table(three=3))
        none = await raw.receive()
        one = await raw.receive()
        several, _ = await raw.receive()
        await process.listen("t", MESSAGE)
        await process.listen("t")  # does not switch back
        for values in ((), (1,), (1, 2)):
            post(host, "t", *values)
        forms = [(await raw.receive())[0] for _ in range(3)]
        return none, one, list(several.arr_)[1:3], several[3].three, [form.payload() for form in forms]

    none, one, two, three, payloads = messages(main)
    assert (none, one, two, three) == ((None, True), (1, True), [1, "two"], 3)
    assert payloads[0] is None
    assert payloads[1].data() == (1, None)
    assert [payload.data() for payload in payloads[2].arr_[1:]] == [(1, None), (2, None)]


def test_what_is_sent_is_copied() -> None:
    async def main(host: SimulatedHost) -> Any:
        table = Table(field=1)
        message = Message("t", "", encoded([table]))
        table.field = 2
        first, second = (message.payload().data()[0] for _ in range(2))
        return first is second, first.field

    assert messages(main) == (False, 1)


def test_bad_topics() -> None:
    async def main(host: SimulatedHost) -> Any:
        for topic, text in (("", "topic cannot be empty"), ("@t", "cannot listen to @ topics")):
            found, error = await process.listen(topic)
            assert found is None
            assert (error.kind_, error.message_) == (INVALID, text)
        with pytest.raises(LuaError, match=r"bad argument #1 to 'listen' \(string expected, got number\)"):
            await process.listen(1)
        return True

    assert messages(main)


def test_events_wait_for_the_first_call_and_keep_their_order() -> None:
    async def main(host: SimulatedHost) -> Any:
        for n in range(3):
            host.mailbox().post_event(Event(kind=EXIT, sender=f"{{h|{n}}}", at=n))
        events = await process.events()
        seen = [(await events.receive())[0] for _ in range(3)]
        return [(event.kind, event["from"], event.at, event.error) for event in seen]

    assert messages(main) == [(EXIT, f"{{h|{n}}}", n, None) for n in range(3)]


def test_receivers_are_served_in_the_order_in_which_they_came() -> None:
    async def main(host: SimulatedHost) -> Any:
        inbox = await process.inbox()
        trace: list[Any] = []

        async def receiver(name: str) -> None:
            trace.append((name, (await inbox.receive())[0].topic_))

        for name in "abc":
            await host.scheduler.spawn(partial(receiver, name))
        for topic in "xyz":
            post(host, topic)
        await settle(host)
        return trace

    assert messages(main) == [("a", "x"), ("b", "y"), ("c", "z")]


def test_select_takes_the_first_case_that_is_ready() -> None:
    async def main(host: SimulatedHost) -> Any:
        a, _ = await process.listen("a")
        b, _ = await process.listen("b")
        post(host, "b", 1)
        post(host, "a", 2)
        post(host, "a", 3)
        await settle(host)
        won = []
        for _ in range(3):
            result = await channel.select(Table(a.case_receive(), b.case_receive()))
            won.append((result.channel is a, result.value))
        return won

    # When it is looked for, both buffers are full; the second value of `a` comes once `a` has room again.
    assert messages(main) == [(True, 2), (False, 1), (True, 3)]


def test_what_nobody_has_received_is_found_with_what_waits_in_buffers() -> None:
    async def main(host: SimulatedHost) -> Any:
        listener, _ = await process.listen("t")
        for n in range(3):
            post(host, "t", n)
        post(host, "u", 9)
        await settle(host)
        assert len(listener.items_) == 1
        items = host.mailbox().undelivered()
        return [(item.topic_, item.value_(Table)) for item in items if isinstance(item, Message)]

    assert messages(main) == [("t", 0), ("t", 1), ("t", 2), ("u", 9)]
