"""Random programs as workflows on a real server: what they did is what their histories lead to by the model."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import lru_cache
from pathlib import Path

from temporalio.client import Client

from tests.model.choose import for_server
from tests.model.program import Program
from tests.model.server import Observed, difference, load, observe, replay

# Few enough for a minute; `python -m tests.model.run` runs any number on a simulated clock.
PROGRAMS = 300
UNCACHED = 120
REPLAYED = 40
ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def programs() -> list[Program]:
    chosen = for_server(PROGRAMS)
    load(chosen)
    return chosen


def differing(chosen: list[Program], observed: list[Observed]) -> dict[int, str]:
    """Return where programs differ from the model."""
    found = {number: difference(*both) for number, both in enumerate(zip(chosen, observed, strict=True))}
    return {number: text for number, text in found.items() if text}


async def test_the_model_says_what_each_history_leads_to(client: Client, tmp_path: Path) -> None:
    chosen = programs()
    observed = await observe(client, chosen, cached=1000)
    assert differing(chosen, observed) == {}
    # The server could let a program wait for ever that ends on the simulated clock; few do.
    assert sum(run.result is None for run in observed) <= PROGRAMS // 50
    await replay(run.history for run in observed)
    for number, run in enumerate(observed[:REPLAYED]):
        (tmp_path / f"{number}.json").write_text(run.history.to_json())
    await asyncio.gather(*(_replay_under(seed, tmp_path) for seed in ("0", "1", "12345")))


async def _replay_under(hash_seed: str, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.model.replay",
        str(REPLAYED),
        str(folder),
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()


async def test_so_it_is_when_every_task_replays_from_the_start(client: Client) -> None:
    chosen = programs()[:UNCACHED]
    assert differing(chosen, await observe(client, chosen, cached=0)) == {}


async def test_a_wrong_model_is_noticed(client: Client) -> None:
    chosen = programs()[:10]
    observed = await observe(client, chosen, cached=1000)
    assert len(differing(chosen[1:], observed[:-1])) == len(chosen) - 1
