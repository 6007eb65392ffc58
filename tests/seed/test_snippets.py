"""The document's snippets do what the document says."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from types import ModuleType
from typing import Any

import luaflow_runtime
import pytest
from luaflow.diagnostics import UserError
from luaflow.package.options import Options
from luaflow.pipeline import compile_sources
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from .snippets import CONTEXT_VALUES, ENTRIES, NOT_DETERMINISTIC, SAGA, SNIPPETS, Snippet

QUICK = [snippet for snippet in SNIPPETS if not snippet.skips_time]
LONG = [snippet for snippet in SNIPPETS if snippet.skips_time]


@pytest.fixture(scope="module")
def package(compile_lua: Callable[..., ModuleType]) -> ModuleType:
    """All snippets as one package."""
    programs = {f"{snippet.name}_workflow": snippet.lua for snippet in SNIPPETS}
    # `app:child` is a workflow whose name the other tests' rule would make an activity.
    return compile_lua({**programs, **ENTRIES}, workflows=["child"])


async def run(client: Client, task_queue: str, snippet: Snippet) -> Any:
    with luaflow_runtime.context(CONTEXT_VALUES):
        handle = await client.start_workflow(
            f"app:{snippet.name}_workflow", args=snippet.args, id=str(uuid.uuid4()), task_queue=task_queue
        )
    return handle, await handle.result()


@pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])
async def test_quick_ones(
    client: Client, package: ModuleType, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    # The worker brings the plugin for itself; a client needs it to send context values.
    caller = Client(client.service_client, plugins=[luaflow_runtime.plugin()])
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        runs = await asyncio.gather(*(run(caller, task_queue, snippet) for snippet in QUICK))
    assert {snippet.name: result for snippet, (_, result) in zip(QUICK, runs)} == {
        snippet.name: snippet.result for snippet in QUICK
    }
    for handle, _ in runs:
        await replays(package, handle)


@pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])
async def test_those_that_sleep(
    time_skipping: WorkflowEnvironment, package: ModuleType, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    results = {}
    async with worker(time_skipping.client, package, max_cached_workflows=cached) as task_queue:
        for snippet in LONG:
            handle, results[snippet.name] = await run(time_skipping.client, task_queue, snippet)
            await replays(package, handle)
    assert results == {snippet.name: snippet.result for snippet in LONG}


def findings(text: str, tmp_path: Any) -> list[tuple[str, int, str]]:
    """Compile a workflow; return code, line and source text of every finding."""
    (tmp_path / "flow.lua").write_text(text)
    (tmp_path / "_index.yaml").write_text(
        'version: "1.0"\nnamespace: app\nentries:\n'
        '  - {name: temporal, kind: temporal.client, address: "localhost:7233"}\n'
        "  - {name: worker, kind: temporal.worker, client: temporal, task_queue: seed}\n"
        '  - {name: flow, kind: workflow.lua, source: "file://flow.lua", method: main, modules: [funcs],\n'
        "     meta: {temporal: {workflow: {worker: worker}}}}\n"
    )
    try:
        diagnostics = compile_sources(tmp_path, Options(package="flow", use_cache=False)).diagnostics
    except UserError as error:
        diagnostics = tuple(error.diagnostics)
    found = []
    for one in diagnostics:
        assert one.source is not None
        line, _ = one.source.position(one.span[0])
        found.append((one.code, line, text[slice(*one.span)]))
    return sorted(found, key=lambda finding: finding[1])


def test_what_is_not_deterministic_is_refused(tmp_path: Any) -> None:
    found = findings(f"return function()\n{NOT_DETERMINISTIC}end\n", tmp_path)
    assert [(line, source) for _, line, source in found if source != "counter"] == [
        (3, "os.time()"),
        (6, "math.random()"),
        (9, 'io.open("data.txt")'),
    ]
    assert all(code.startswith("LF1") for code, _, source in found if source != "counter")
    assert {line for _, line, source in found if source == "counter"} == {12}


def test_the_saga_uses_a_function_before_its_definition(tmp_path: Any) -> None:
    """In Lua the name is a nil global where `main` uses it."""
    text = f"{SAGA}\nreturn {{ main = main }}\n"
    # The document's activities are not declared in this folder, which is a finding of its own (LF301).
    found = [finding for finding in findings(text, tmp_path) if finding[0] != "LF301"]
    calls = [
        number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "run_compensations(compensations)"
    ]
    assert [(line, source) for _, line, source in found] == [(line, "run_compensations") for line in calls]
    assert {code for code, _, _ in found} == {"LF010"}
