"""Which files of a source folder are registry files.

Apart from the registry's reader, because a run that finds nothing changed asks this and never reads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

SUFFIXES = (".yaml", ".yml", ".json")


def registry_files(root: str, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield registry files below ``root`` as relative paths with ``/``, sorted.

    ``node_modules``, hidden folders and the folders in ``skip`` (real paths) are left out. A linked folder is
    followed once.
    """
    seen: set[str] = set()

    def walk(folder: str, prefix: str) -> Iterator[str]:
        real = os.path.realpath(folder)
        if real in seen or real in skip:
            return
        seen.add(real)
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
        for child in children:
            name = child.name
            if child.is_dir():
                if name != "node_modules" and not name.startswith("."):
                    yield from walk(child.path, f"{prefix}{name}/")
            elif name.endswith(SUFFIXES) and child.is_file():
                yield prefix + name

    yield from walk(root, "")
