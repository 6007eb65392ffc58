"""The Temporal CLI, whose ``server start-dev`` is the embedded server.

Looked for in this order: the flag or ``LUAFLOW_TEMPORAL_CLI``, ``temporal`` on PATH, luaflow's cache, the SDK's own
download, a pinned version built with Go. The last two put the binary into the cache, once for each machine.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from luaflow.package.locations import cache_folder, locked
from luaflow.servers import ServerUnavailable

VERSION = "v1.5.1"
"""The newest version that Go builds by itself: later ones replace a module that is not published."""

GO_PACKAGE = f"github.com/temporalio/cli/cmd/temporal@{VERSION}"

Say = Callable[[str], None]
"""Tells the user what takes so long."""


def find_temporal_cli(given: str | None = None, *, say: Say = lambda line: None) -> Path:
    """Return the path of a Temporal CLI, fetching or building one if need be.

    Args:
        given: Value of ``--temporal-cli``, before ``LUAFLOW_TEMPORAL_CLI``.

    Raises:
        ServerUnavailable: No way led to one.
    """
    explicit = given or os.environ.get("LUAFLOW_TEMPORAL_CLI")
    if explicit:
        path = shutil.which(explicit)
        if path is None:
            name = "--temporal-cli" if given else "LUAFLOW_TEMPORAL_CLI"
            raise ServerUnavailable(f"{name} is `{explicit}`, which is no program")
        return Path(path)
    on_path = shutil.which("temporal")
    if on_path is not None:
        return Path(on_path)
    cached = cached_cli()
    if _is_program(cached):
        return cached
    with locked(cached.with_name("temporal.lock")):
        if _is_program(cached):  # another process has fetched it in the meantime
            return cached
        tried = [
            "--temporal-cli / LUAFLOW_TEMPORAL_CLI: not given",
            "PATH: no `temporal`",
            f"luaflow's cache: no `{cached}`",
        ]
        for way in (_download, _build):
            problem = way(cached, say)
            if problem is None:
                return cached
            tried.append(problem)
    raise ServerUnavailable(
        "no Temporal CLI for the embedded server. Tried:\n"
        + "".join(f"  - {line}\n" for line in tried)
        + "Install it (https://docs.temporal.io/cli), or Go, or name a server by --temporal-address."
    )


def cached_cli() -> Path:
    """Return where luaflow keeps its own Temporal CLI."""
    return cache_folder("bin", "temporal.exe" if sys.platform == "win32" else "temporal")


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _download(target: Path, say: Say) -> str | None:
    """Let the SDK download the CLI; return why it could not."""
    from temporalio.testing import WorkflowEnvironment

    async def fetch(folder: str) -> None:
        environment = await WorkflowEnvironment.start_local(
            download_dest_dir=folder, dev_server_log_level="never", dev_server_extra_args=["--headless"]
        )
        await environment.shutdown()

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".download-") as folder:
        try:
            with _quiet_stdout():
                asyncio.run(fetch(folder))
        except Exception as error:  # the SDK raises RuntimeError for whatever went wrong on its Rust side
            return f"the SDK's download: {shortened(error)}"
        programs = [path for path in Path(folder).iterdir() if path.is_file()]
        if not programs:
            return "the SDK's download: left no program"
        say(f"downloaded the Temporal CLI to {target}")
        programs[0].chmod(0o755)
        os.replace(programs[0], target)
    return None


class _quiet_stdout:
    """Sends what child processes write to stdout to stderr meanwhile: stdout carries the command's result."""

    def __enter__(self) -> None:
        sys.stdout.flush()
        self._kept = os.dup(1)
        os.dup2(2, 1)

    def __exit__(self, *_: object) -> None:
        os.dup2(self._kept, 1)
        os.close(self._kept)


def shortened(error: Exception) -> str:
    """Return an error as one line of bearable length."""
    text = " ".join(str(error).split())
    return text if len(text) < 160 else f"{text[:157]}..."


def _build(target: Path, say: Say) -> str | None:
    """Build the pinned version with Go; return why that did not work."""
    go = shutil.which("go")
    if go is None:
        return f"building {VERSION} with Go: no `go` on PATH"
    say(f"building the Temporal CLI {VERSION} with Go; this takes some minutes, once on this machine")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".build-") as folder:
        log = Path(folder, "log")
        environment = {**os.environ, "GOBIN": folder, "CGO_ENABLED": "0"}
        with open(log, "wb") as output:
            started = time.monotonic()
            process = subprocess.Popen(
                [go, "install", "-ldflags=-s -w", "-trimpath", GO_PACKAGE],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                env=environment,
                cwd=folder,
            )
            try:
                while True:
                    try:
                        code = process.wait(timeout=15)
                        break
                    except subprocess.TimeoutExpired:
                        say(f"  still building after {time.monotonic() - started:.0f} s: {_last_line(log)}")
            except BaseException:
                process.kill()
                process.wait()
                raise
        built = Path(folder, target.name)
        if code != 0 or not built.is_file():
            return f"building {VERSION} with Go: {_last_line(log) or f'exit code {code}'}"
        say(f"built {target}")
        os.replace(built, target)
    return None


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1][:120] if lines else "compiling"
