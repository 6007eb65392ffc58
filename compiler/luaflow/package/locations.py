"""luaflow's folder for what can be made again: caches, stamps, locks, the Temporal CLI."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


def cache_folder(*parts: str) -> Path:
    """Return a folder below luaflow's cache, not yet made.

    ``LUAFLOW_CACHE`` names the cache itself; else it is ``luaflow`` below ``XDG_CACHE_HOME``, the platform's
    cache folder, or ``~/.cache``.
    """
    own = os.environ.get("LUAFLOW_CACHE")
    if own:
        return Path(own, *parts)
    home = os.environ.get("XDG_CACHE_HOME")
    if not home and sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA")
    if not home:
        home = os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home, "luaflow", *parts)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file, made when missing; waits for other processes. The lock dies with its process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever reads a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    os.replace(temporary, path)
