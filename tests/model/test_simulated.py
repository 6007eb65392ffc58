"""Random programs on a simulated clock: the runtime does, event by event, what the model of the order rules says."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from tests.model import program as ops
from tests.model.generate import generate
from tests.model.interpret import by_model
from tests.model.program import Arrival, Body, Case, Program
from tests.model.run import difference, differences, smallest

# Few enough for a minute; `python -m tests.model.run` runs any others, and makes those that differ smaller.
PROGRAMS = range(1500)


@pytest.mark.parametrize("first", range(PROGRAMS.start, PROGRAMS.stop, 100))
def test_random_programs_run_as_the_model_says(first: int) -> None:
    assert list(differences(range(first, first + 100))) == []


FOUND = {
    "a timer that fires behind a sleep in one task": Program(
        (),
        (
            ops.Spawn(1, (ops.Sleep(2, 5),)),
            ops.StartTimer(3, "after", 1, 5),
            ops.Receive(4, "w1"),
        ),
    ),
    "a select sees what waits for the inbox": Program(
        (),
        (ops.Sleep(1, 5), ops.Listen(2, "l1", "", False), ops.Sleep(3, 5), ops.Select(4, (Case("l1"),), "")),
        (Arrival(1, "a", (1,)),),
    ),
    "a message to oneself comes before a timer of the same task": Program(
        (),
        (
            ops.Listen(1, "l1", "", False),
            ops.StartTimer(2, "after", 1, 5),
            ops.StartTimer(3, "after", 2, 5),
            ops.Receive(4, "w1"),
            ops.Post(5, "a", (1,)),
            ops.Select(6, (Case("l1"), Case("w2")), ""),
        ),
    ),
    "a message is not lost when its receiver took something else": Program(
        (0,),
        (
            ops.Subscribe(1, "b", "c1"),
            ops.Sleep(2, 20),
            ops.Listen(3, "l1", "a", False),
            ops.Select(4, (Case("c1"), Case("l1")), ""),
            ops.Receive(5, "c1"),
        ),
        (Arrival(3, "a", (13,)), Arrival(10, "b", (17,))),
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_programs_that_once_ran_otherwise(name: str) -> None:
    program = FOUND[name]
    assert difference(program, by_model(program)) == ""


def test_a_difference_is_noticed_and_made_small() -> None:
    program = Program((0, 1), (ops.Sleep(1, 2), ops.Send(2, "c2", 1), ops.Receive(3, "c2")))
    wrong = by_model(Program((0, 1), (ops.Sleep(1, 2), ops.Send(2, "c2", 2), ops.Receive(3, "c2"))))
    assert difference(program, wrong) == "one by one: the model at 2 ms: '3 2 true', the runtime at 2 ms: '3 1 true'"
    assert smallest(program) == program  # does not differ


def test_the_random_programs_reach_what_they_should() -> None:
    lines, outcomes, operations, length = Counter[str](), Counter[str](), Counter[type](), 0
    for seed in PROGRAMS:
        program, run = generate(seed)
        kinds: dict[int, type] = {}
        _kinds(program.main, kinds)
        operations.update(kinds.values())
        outcomes[run.outcome.kind] += 1
        outcomes[run.outcome.text[:8]] += 1
        length += len(run.trace)
        for _, line in run.trace:
            label, _, rest = line.partition(" ")
            for word in WORDS:
                lines[f"{kinds[int(label)].__name__} {word}"] += word in f" {rest} "
    assert [kind.__name__ for kind in KINDS if operations[kind] < 20] == []
    assert [line for line in LINES if lines[line] < 5] == []
    assert min(outcomes[kind] for kind in ("returned", "failed", "open", "deadlock", "send on ")) > 30
    assert length / len(PROGRAMS) > 12


KINDS = [
    kind
    for kind in vars(ops).values()
    if isinstance(kind, type) and issubclass(kind, ops.Operation) and kind is not ops.Operation
]
WORDS = (" true ", " false ", " nil ", " time ", " default ", " closed channel ", " dead ", " non-suspended ", "[")
LINES = (
    "Drain  false ",
    "Drain  true ",
    "Drain [",
    "Protect  closed channel ",
    "Protect  true ",
    "Receive  false ",
    "Receive  nil ",
    "Receive  time ",
    "Receive [",
    "Reset  false ",
    "Reset  true ",
    "Resume  dead ",
    "Resume  non-suspended ",
    "Resume  true ",
    "Select  closed channel ",
    "Select  default ",
    "Select  false ",
    "Select  time ",
    "Select  true ",
    "Select [",
    "Send  closed channel ",
    "Send  true ",
    "Stop  false ",
    "Stop  true ",
    "Subscribe  false ",
    "Subscribe  true ",
    "Unlisten  false ",
    "Unlisten  true ",
)
"""Operations with what a line of theirs holds, each of which some programs must show."""


def _kinds(body: Body, kinds: dict[int, type]) -> None:
    for operation in body:
        kinds[operation.label] = type(operation)
        for item in fields(operation):
            if item.name in ("body", "producer"):
                _kinds(getattr(operation, item.name), kinds)
