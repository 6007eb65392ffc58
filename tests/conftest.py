"""One Temporal dev server for the session, workers, the command line, and packages made from Lua text.

Tests that need a server ask for ``temporal_server`` or for something that does; the others start none.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import luaflow_runtime
import pytest
import pytest_asyncio
from luaflow.package.options import Options
from luaflow.pipeline import compile_sources
from luaflow.servers import ServerUnavailable
from luaflow.servers.dev_server import DevServer, dev_server
from luaflow.servers.temporal_cli import find_temporal_cli
from luaflow.servers.time_skipping import find_test_server
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer, Worker

from tests.seeds import Recorded

ROOT = Path(__file__).parents[1]
SEARCH_ATTRIBUTES = {
    "status": "Keyword",
    "customer_id": "Keyword",
    "order_total": "Double",
    "customer": "Keyword",
    "total": "Int",
}

# Compiled examples are imported from where they are committed.
sys.path.insert(0, str(ROOT / "generated"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str


class Cli:
    """Runs ``luaflow`` in processes of their own, as a user does, with a cache that the session shares."""

    def __init__(self, cache: Path, processes: list[asyncio.subprocess.Process]) -> None:
        self._cache = cache
        self._processes = processes

    async def start(
        self, *arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> asyncio.subprocess.Process:
        """Start a command whose stdout and stderr are pipes; it is killed when the test ends."""
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("TEMPORAL_", "LUAFLOW_"))}
        # Not looked for in the session's cache, where it would have to be built.
        kept = {"LUAFLOW_TEMPORAL_CLI": str(find_temporal_cli())}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "luaflow.cli",
            *arguments,
            cwd=cwd,
            env={**variables, **kept, "LUAFLOW_CACHE": str(self._cache), "PYTHONUNBUFFERED": "1", **(env or {})},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=2**24,
        )
        self._processes.append(process)
        return process

    async def __call__(
        self, *arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None, timeout: float = 60
    ) -> Finished:
        """Run a command to its end."""
        process = await self.start(*arguments, cwd=cwd, env=env)
        try:
            out, err = await asyncio.wait_for(process.communicate(), timeout)
        except TimeoutError:
            pytest.fail(f"luaflow {' '.join(arguments)} did not end in {timeout} s")
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert process.returncode is not None
        return Finished(code=process.returncode, out=out.decode(), err=err.decode())


class CompileLua(Protocol):
    """Compiles workflows and functions given as text, see ``compile_lua``."""

    def __call__(
        self,
        files: Mapping[str, str],
        *,
        modules: Sequence[str] = ...,
        workflows: Sequence[str] = ...,
    ) -> ModuleType: ...


@pytest.fixture(scope="session")
def temporal_server() -> Iterator[DevServer]:
    """A dev server with the search attributes of the examples."""
    try:
        program = find_temporal_cli()
    except ServerUnavailable as problem:
        pytest.skip(str(problem))
    # The server ends with the thread that started it, so that must be the one that runs the tests.
    loop = asyncio.new_event_loop()
    running = dev_server(program, search_attributes=SEARCH_ATTRIBUTES)
    try:
        yield loop.run_until_complete(running.__aenter__())
        loop.run_until_complete(running.__aexit__(None, None, None))
    finally:
        loop.close()


@pytest_asyncio.fixture
async def client(temporal_server: DevServer) -> Client:
    """A plain client that knows nothing of luaflow."""
    return await Client.connect(temporal_server.address)


@pytest.fixture(scope="session")
def test_server_program() -> Path:
    """The program of the time-skipping server."""
    try:
        return find_test_server()
    except ServerUnavailable as problem:
        pytest.skip(str(problem))


@pytest_asyncio.fixture
async def time_skipping(test_server_program: Path) -> AsyncIterator[WorkflowEnvironment]:
    """A server where long timers fire at once."""
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(test_server_program), test_server_startup_timeout=timedelta(minutes=1)
    )
    async with environment:
        yield environment


@pytest_asyncio.fixture
async def cli(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cli]:
    """The command line."""
    cache = tmp_path_factory.getbasetemp() / "luaflow-cache"
    processes: list[asyncio.subprocess.Process] = []
    yield Cli(cache, processes)
    for process in processes:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.communicate()


@pytest.fixture
def worker() -> Callable[..., AbstractAsyncContextManager[str]]:
    """Run a package on a plain Temporal worker: ``async with worker(client, package) as task_queue``.

    The block may take a minute: a workflow that does not get on must not hold up the tests.
    """

    @asynccontextmanager
    async def run(
        client: Client,
        package: ModuleType,
        task_queue: str = "",
        *,
        workflows: Sequence[type] = (),
        activities: Sequence[Callable[..., Any]] = (),
        max_cached_workflows: int = 1000,
    ) -> AsyncIterator[str]:
        task_queue = task_queue or f"{package.__name__}-{uuid.uuid4()}"
        async with (
            asyncio.timeout(60),
            Worker(
                client,
                task_queue=task_queue,
                workflows=[*package.WORKFLOWS, *workflows],
                activities=[*package.ACTIVITIES, *activities],
                max_cached_workflows=max_cached_workflows,
                plugins=[luaflow_runtime.plugin()],
                debug_mode=True,  # on a busy machine a task may take longer than the SDK's deadlock detector allows
            ),
        ):
            yield task_queue

    return run


@pytest.fixture(scope="module")
def recorded() -> Iterator[Recorded]:
    """Histories to replay under several hash seeds when the tests of the module have ended."""
    histories = Recorded()
    yield histories
    histories.replay()


@pytest.fixture(scope="module")
def replays(recorded: Recorded) -> Callable[[ModuleType, WorkflowHandle[Any, Any]], Awaitable[WorkflowHistory]]:
    """Replay what a workflow has recorded against a package, at once and under several hash seeds later; return the history."""

    async def replay(package: ModuleType, handle: WorkflowHandle[Any, Any]) -> WorkflowHistory:
        history = await handle.fetch_history()
        await Replayer(
            workflows=package.WORKFLOWS, plugins=[luaflow_runtime.plugin()], debug_mode=True
        ).replay_workflow(history)
        recorded.keep(package, history)
        return history

    return replay


@pytest.fixture(scope="session")
def compile_lua(tmp_path_factory: pytest.TempPathFactory) -> CompileLua:
    """Compile Lua text and import the package."""
    folder = tmp_path_factory.mktemp("compiled")
    sys.path.insert(0, str(folder))
    number = iter(range(1_000_000))

    def compile(
        files: Mapping[str, str],
        *,
        modules: Sequence[str] = ("crypto", "ctx", "funcs", "json", "time", "uuid", "workflow"),
        workflows: Sequence[str] = (),
    ) -> ModuleType:
        """Compile entries of namespace ``app``.

        Args:
            files: Lua text by entry name. Names that end in ``_workflow`` are workflows, the others activities.
            modules: What every entry declares.
            workflows: Workflows whose names do not tell.

        Raises:
            UserError: The source has errors.
        """
        name = f"compiled_{next(number)}"
        source = folder / "sources" / name
        source.mkdir(parents=True)
        for entry, text in files.items():
            (source / f"{entry}.lua").write_text(text)
        (source / "_index.yaml").write_text(registry_text(files, modules, workflows, queue=name))
        compilation = compile_sources(source, Options(package=name, use_cache=False))
        assert not compilation.diagnostics, [finding.message for finding in compilation.diagnostics]
        for path, content in compilation.files.items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        importlib.invalidate_caches()
        return importlib.import_module(name)

    return compile


def registry_text(files: Mapping[str, str], modules: Sequence[str], workflows: Sequence[str], *, queue: str) -> str:
    """Return the registry of entries whose kind their names tell, but for ``workflows``."""
    text = f"""\
version: "1.0"
namespace: app
entries:
  - {{name: temporal, kind: temporal.client, address: "localhost:7233"}}
  - {{name: worker, kind: temporal.worker, client: temporal, task_queue: {queue}}}
"""
    for name in files:
        role = "workflow" if name.endswith("_workflow") or name in workflows else "activity"
        kind = "workflow.lua" if role == "workflow" else "function.lua"
        text += (
            f"  - {{name: {name}, kind: {kind}, source: 'file://{name}.lua', method: main, "
            f"modules: [{', '.join(modules)}], meta: {{temporal: {{{role}: {{worker: worker}}}}}}}}\n"
        )
    return text
