"""Random programs: a seed gives a program, always the same one."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from tests.model import program as ops
from tests.model.interpret import Run, TooLong, by_model
from tests.model.program import Arrival, Body, Case, Operation, Program, Value

LONGEST = 250
"""Lines of a trace; programs with more are drawn again."""
_DURATIONS = (0, 1, 2, 2, 3, 5, 5, 5, 10, 10, 20)
_TIMES = tuple(ms for ms in _DURATIONS if ms)
TimerKind: TypeAlias = Literal["after", "timer", "ticker"]
_TIMERS: tuple[TimerKind, ...] = ("after", "timer", "ticker")
_DEEPEST = 4


def generate(seed: int) -> tuple[Program, Run]:
    """Return the program of a seed, and what it does by the model."""
    rng = random.Random(seed)
    while True:
        program = _Generator(rng).program()
        reached: set[int] = set()
        try:
            run = by_model(program, longest=LONGEST, reached=reached)
        except TooLong:
            continue
        return replace(program, main=_trimmed(program.main, reached)), run


def _trimmed(body: Body, reached: set[int]) -> Body:
    """Return a body without what never has its turn: compiling it takes longer than all the rest."""
    kept: list[Any] = [operation for operation in body if operation.label in reached]
    for at, operation in enumerate(kept):
        for name in ("body", "producer"):
            if hasattr(operation, name):
                operation = replace(operation, **{name: _trimmed(getattr(operation, name), reached)})
        kept[at] = operation
    return tuple(kept)


class _Generator:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._labels = 0
        self._values = 0
        self._budget = rng.randint(20, 110)
        self._is_calm = rng.random() < 0.7
        self._capacities = tuple(rng.choice((0, 0, 0, 1, 2, 5)) for _ in range(rng.randint(1, 4)))
        self._names = [f"c{number}" for number in range(1, len(self._capacities) + 1)]
        self._kinds: list[TimerKind] = [rng.choice(_TIMERS) for _ in range(rng.randint(0, 3))]
        self._topics = ["a", "b"] if rng.random() < 0.45 else []
        self._mailboxes = [f"l{number}" for number in range(1, rng.randint(2, 4))] if self._topics else []
        self._slots = [f"k{number}" for number in range(1, rng.randint(1, 3))]

    def program(self) -> Program:
        rng = self._rng
        main: list[Operation] = []
        for _ in range(rng.randint(1, 5)):
            main.append(self._spawn(0))
        main += self._body(rng.randint(3, 12), depth=0, resumed=False)
        if rng.random() < 0.6:
            # Main would often return before the others have done much.
            main.append(ops.Sleep(self._label(), rng.choice((30, 60, 400))))
        return Program(self._capacities, tuple(main), self._arrivals())

    def _arrivals(self) -> tuple[Arrival, ...]:
        rng = self._rng
        if not self._topics:
            return ()
        times = sorted(rng.choice((0, 1, 2, 3, 5, 10, 20)) for _ in range(rng.randint(0, 8)))
        return tuple(Arrival(at, *self._message()) for at in times)

    def _message(self) -> tuple[str, tuple[Value, ...]]:
        """Return topic and values of a message."""
        rng = self._rng
        count = rng.choice((0, 1, 1, 1, 1, 2))
        values = [self._value() for _ in range(count)]
        # What stands in a list of several values must be there to be counted.
        return rng.choice((*self._topics, "c")), tuple(0 if count > 1 and value is None else value for value in values)

    def _label(self) -> int:
        self._labels += 1
        return self._labels

    def _value(self) -> Value:
        roll = self._rng.random()
        if roll < 0.04:
            return None
        if roll < 0.06:
            return roll < 0.05
        self._values += 1
        return f"v{self._values}" if roll < 0.2 else self._values

    def _body(self, length: int, *, depth: int, resumed: bool) -> Body:
        """Return operations.

        Args:
            resumed: They run inside a coroutine that somebody resumes.
        """
        body: list[Operation] = []
        while len(body) < length and self._budget > 0:
            self._budget -= 1
            body += self._operations(depth, resumed)
        return tuple(body)

    def _channel(self) -> str:
        """Return a channel to send to or to receive from."""
        rng = self._rng
        if self._mailboxes and rng.random() < 0.4:
            return rng.choice(self._mailboxes)
        if self._kinds and rng.random() < 0.15:
            return f"w{rng.randrange(len(self._kinds)) + 1}"
        return rng.choice(self._names)

    def _operations(self, depth: int, resumed: bool) -> list[Operation]:
        """Return an operation, and what often comes with it."""
        rng = self._rng
        nests = depth < _DEEPEST
        rude = 0 if self._is_calm else 1
        choices: list[tuple[float, str]] = [
            (14, "send"),
            (13, "receive"),
            (0.5 + rude, "close"),
            (10, "select"),
            (8, "timed"),
            (8, "sleep"),
            (3 if nests else 0, "drain"),
            (8 if nests else 0, "spawn"),
            (6 if nests else 0, "protect"),
            (4 if nests else 0, "repeat"),
            (3 if nests else 0, "each"),
            (4 if nests and self._slots else 0, "create"),
            (5 if self._slots else 0, "resume"),
            (2 if self._slots else 0, "status"),
            (16 if resumed else 0, "yield"),
            (5 if self._kinds else 0, "timer"),
            (2 if self._kinds else 0, "stop"),
            (2 if self._kinds else 0, "reset"),
            (10 if self._topics else 0, "listen"),
            (2 if self._topics else 0, "unlisten"),
            (1 if self._topics else 0, "subscribe"),
            (0.5 if self._topics else 0, "unsubscribe"),
            (7 if self._topics else 0, "post"),
            (rude, "raise"),
            (rude, "return"),
        ]
        weights, names = zip(*choices)
        kind = rng.choices(names, weights)[0]
        result: Operation | list[Operation] = getattr(self, f"_{kind}")(depth, resumed)
        return result if isinstance(result, list) else [result]

    def _send(self, _depth: int, _resumed: bool) -> Operation:
        name = self._rng.choice(self._names) if self._rng.random() < 0.97 else self._channel()
        return self._guarded(ops.Send(self._label(), name, self._value()))

    def _receive(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Receive(self._label(), self._channel())

    def _close(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Close(self._label(), self._channel())

    def _select(self, _depth: int, _resumed: bool) -> ops.Select:
        rng = self._rng
        cases = []
        for _ in range(rng.choice((0, 1, 1, 2, 2, 2, 3, 3, 4)) if rng.random() < 0.2 else rng.randint(1, 4)):
            sends = rng.random() < 0.4
            cases.append(
                Case(rng.choice(self._names), True, self._value()) if sends else Case(self._channel(), False, None)
            )
        return ops.Select(self._label(), tuple(cases), rng.choice(("", "", "", "", "argument", "field")))

    def _timed(self, depth: int, resumed: bool) -> list[Operation]:
        """Return a select that gives up after a while."""
        rng = self._rng
        number = len(self._kinds) + 1 + rng.randrange(2)
        start = ops.StartTimer(self._label(), "after", number, rng.choice(_TIMES))
        select = self._select(depth, resumed)
        cases = list(select.cases)
        cases.insert(rng.randint(0, len(cases)), Case(f"w{number}"))
        return [start, ops.Select(select.label, tuple(cases), "")]

    def _sleep(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Sleep(self._label(), self._rng.choice(_DURATIONS))

    def _drain(self, depth: int, resumed: bool) -> Operation:
        body = self._body(self._rng.randint(0, 1), depth=depth + 1, resumed=resumed)
        return ops.Drain(self._label(), self._rng.choice((*self._names, *self._mailboxes)), body)

    def _spawn(self, depth: int, _resumed: bool = False) -> Operation:
        return ops.Spawn(self._label(), self._body(self._rng.randint(2, 10), depth=depth + 1, resumed=False))

    def _protect(self, depth: int, resumed: bool) -> Operation:
        rng = self._rng
        body = list(self._body(rng.randint(1, 4), depth=depth + 1, resumed=resumed))
        if rng.random() < 0.3:
            body.append(ops.Raise(self._label(), f"e{self._labels}"))
        if not resumed and depth == 0 and rng.random() < 0.05:
            body.append(ops.Yield(self._label(), self._value()))
        return ops.Protect(self._label(), tuple(body))

    def _repeat(self, depth: int, resumed: bool) -> Operation:
        return ops.Repeat(
            self._label(),
            self._rng.randint(2, 4),
            self._body(self._rng.randint(1, 3), depth=depth + 1, resumed=resumed),
        )

    def _each(self, depth: int, resumed: bool) -> Operation:
        rng = self._rng
        producer = self._body(rng.randint(1, 5), depth=depth + 1, resumed=True)
        body = self._body(rng.randint(0, 2), depth=depth + 1, resumed=resumed)
        return ops.Each(self._label(), producer, body)

    def _create(self, depth: int, resumed: bool) -> list[Operation]:
        rng = self._rng
        body = self._body(rng.randint(1, 6), depth=depth + 1, resumed=True)
        made = ops.Create(self._label(), rng.choice(self._slots), body, rng.random() < 0.3)
        resumes = [ops.Resume(self._label(), made.slot, self._value()) for _ in range(rng.randint(0, 2))]
        return [made, *(self._guarded(resume) for resume in resumes)]

    def _guarded(self, operation: Operation) -> Operation:
        """Return an operation that may fail, often in a ``pcall``."""
        return ops.Protect(self._label(), (operation,)) if self._rng.random() < 0.5 else operation

    def _resume(self, _depth: int, _resumed: bool) -> Operation:
        return self._guarded(ops.Resume(self._label(), self._rng.choice(self._slots), self._value()))

    def _status(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Status(self._label(), self._rng.choice(self._slots))

    def _yield(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Yield(self._label(), self._value())

    def _timer(self, _depth: int, _resumed: bool) -> list[Operation]:
        number = self._rng.randrange(len(self._kinds))
        start = ops.StartTimer(self._label(), self._kinds[number], number + 1, self._rng.choice(_TIMES))
        return [start, ops.Receive(self._label(), f"w{number + 1}")] if self._rng.random() < 0.3 else [start]

    def _stop(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Stop(self._label(), self._rng.randrange(len(self._kinds)) + 1)

    def _reset(self, depth: int, resumed: bool) -> Operation:
        number = self._rng.randrange(len(self._kinds))
        if self._kinds[number] == "ticker":  # has none
            return self._stop(depth, resumed)
        return ops.Reset(self._label(), number + 1, self._rng.choice(_TIMES))

    def _listen(self, _depth: int, _resumed: bool) -> Operation:
        rng = self._rng
        topic = rng.choice((*self._topics, ""))
        return ops.Listen(self._label(), rng.choice(self._mailboxes), topic, bool(topic) and rng.random() < 0.3)

    def _unlisten(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Unlisten(self._label(), self._rng.choice(self._mailboxes))

    def _subscribe(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Subscribe(self._label(), self._rng.choice(self._topics), self._rng.choice(self._names))

    def _unsubscribe(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Unsubscribe(self._label(), self._rng.choice(self._names))

    def _post(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Post(self._label(), *self._message())

    def _raise(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Raise(self._label(), f"e{self._labels}")

    def _return(self, _depth: int, _resumed: bool) -> Operation:
        return ops.Return(self._label())
