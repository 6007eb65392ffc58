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
def locked(path: Path, *, otherwise: Path | None = None) -> Iterator[None]:
    """Hold an exclusive lock on a file, made when missing; waits for other processes. The lock dies with its process.

    Args:
        path: The file.
        otherwise: A folder to lock where the file cannot be made, as in a read-only home.

    Raises:
        OSError: Neither can be opened.
    """
    descriptor = _open_lock(path, otherwise)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open_lock(path: Path, otherwise: Path | None) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:
        if otherwise is None or sys.platform == "win32":  # which opens no folders
            raise
    return os.open(otherwise, os.O_RDONLY)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever reads a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    os.replace(temporary, path)
