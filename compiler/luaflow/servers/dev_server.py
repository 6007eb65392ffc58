"""An embedded Temporal server: ``temporal server start-dev`` on a free port."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from luaflow.servers import ServerUnavailable

START_SECONDS = 60.0

BANNER_SECONDS = 5.0
"""After which a server is asked even if it has printed nothing that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DevServer:
    """A running server.

    Attributes:
        address: ``host:port`` of its gRPC service.
        ui: Address of its web interface, or empty.
        pid: Its process.
    """

    address: str
    ui: str
    pid: int


@asynccontextmanager
async def dev_server(
    program: Path,
    *,
    namespaces: Sequence[str] = (),
    search_attributes: Mapping[str, str] | None = None,
    port: int = 0,
    ui: bool = False,
    database: Path | None = None,
) -> AsyncIterator[DevServer]:
    """Run a server until the block ends.

    On Linux it also ends when the thread that started it does, so that a killed process leaves no server behind.

    Args:
        program: The Temporal CLI.
        namespaces: Made at start, beside ``default``.
        search_attributes: Name to type (``Keyword`` ...), registered in every namespace.
        port: gRPC port; a free one if 0.
        ui: Also serve the web interface.
        database: File that keeps the state; in memory if not given.

    Raises:
        ServerUnavailable: It does not start.
    """
    port = port or free_port()
    ui_port = free_port() if ui else 0
    arguments = ["server", "start-dev", "--ip", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    arguments += ["--ui-port", str(ui_port)] if ui else ["--headless"]
    for namespace in namespaces:
        if namespace != "default":
            arguments += ["--namespace", namespace]
    for name, kind in sorted((search_attributes or {}).items()):
        arguments += ["--search-attribute", f"{name}={kind}"]
    if database is not None:
        arguments += ["--db-filename", str(database)]
    with tempfile.TemporaryFile() as log:
        # Its banner must not reach our stdout, which carries results.
        process = subprocess.Popen(
            [str(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_ends_with_parent(),
        )
        try:
            await _until_ready(process, port, log)
            address = f"127.0.0.1:{port}"
            yield DevServer(address=address, ui=f"http://127.0.0.1:{ui_port}" if ui else "", pid=process.pid)
        finally:
            # Without a database there is nothing to save, and the server takes its time to end.
            await asyncio.shield(asyncio.to_thread(_stop, process, gently=database is not None))


def free_port() -> int:
    """Return a TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _ends_with_parent() -> Callable[[], None] | None:
    """Return what a child does before it starts, so that it does not outlive a parent killed with SIGKILL."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    parent_death_signal = 1

    def prepare() -> None:
        library.prctl(parent_death_signal, signal.SIGTERM)
        # Ctrl-C goes to the whole group; the server must outlive the workers' graceful stop.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    return prepare


async def _until_ready(process: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    from temporalio.service import ConnectConfig, ServiceClient

    started = time.monotonic()
    while time.monotonic() - started < START_SECONDS:
        if process.poll() is not None:
            raise ServerUnavailable(f"the embedded Temporal server ended with code {process.returncode}: {_tail(log)}")
        # Another server may have taken the port in between: ours answers only after it has shown its banner.
        if b"Server:" in _read(log) or time.monotonic() - started > BANNER_SECONDS:
            try:
                service = await ServiceClient.connect(ConnectConfig(target_host=f"127.0.0.1:{port}"))
                if await service.check_health():
                    return
            except RuntimeError:
                pass
        await asyncio.sleep(0.03)
    raise ServerUnavailable(f"the embedded Temporal server is not ready after {START_SECONDS:.0f} s: {_tail(log)}")


def _read(log: IO[bytes]) -> bytes:
    """Read what the server wrote; the file's position is shared with it, so it is left alone."""
    return os.pread(log.fileno(), 1 << 16, 0) if hasattr(os, "pread") else b"Server:"


def _tail(log: IO[bytes]) -> str:
    lines = [line for line in _read(log).decode("utf-8", "replace").splitlines() if line.strip()]
    return " / ".join(lines[-3:])[:400] or "no output"


def _stop(process: subprocess.Popen[bytes], *, gently: bool) -> None:
    if gently and process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            pass
    if process.poll() is None:
        process.kill()
    process.wait()
