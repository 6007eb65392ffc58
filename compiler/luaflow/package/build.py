"""Compiling to a folder: nothing is done when nothing changed, nothing is written when there are errors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luaflow.diagnostics import Diagnostic
from luaflow.package import cache
from luaflow.package.inputs import registry_files
from luaflow.package.layout import package_name
from luaflow.package.manifest import digest
from luaflow.package.options import Options

if TYPE_CHECKING:
    from luaflow.pipeline import Compilation

Render = Callable[[Iterable[Diagnostic]], str]
"""Turns findings into the text that a later run shows again when it finds nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Result of a build.

    Attributes:
        folder: The package's folder.
        compilation: What was compiled; ``None`` when nothing had changed.
        notes: Warnings of the run that wrote the package, when nothing had changed.
        changed: Files written or removed.
        diffs: With ``check``: a unified diff for every stale file.
    """

    folder: Path
    compilation: Compilation | None = None
    notes: str = ""
    changed: int = 0
    diffs: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        return self.compilation is not None and self.compilation.has_errors


def build(root: Path, out: Path, options: Options, *, check: bool, render: Render) -> Built:
    """Compile a source folder into ``out/<package>``.

    Args:
        check: Write nothing and report what would change.
        render: Makes the text of warnings that is kept for later runs.

    Raises:
        UserError: When the package cannot be put in place.
    """
    folder = out / (options.package or package_name(root))
    skip = frozenset({os.path.realpath(out)}) - {os.path.realpath(root)}
    found = tuple(registry_files(os.fspath(root), skip)) if root.is_dir() else ()
    stamp = cache.load_stamp(root, folder) if options.use_cache else None
    if stamp is not None and cache.is_current(root, folder, stamp, found):
        return Built(folder=folder, notes=stamp.notes)

    from luaflow.package.writer import differences, write_package
    from luaflow.pipeline import compile_sources

    compilation = compile_sources(root, options, skip=skip)
    if compilation.has_errors:
        return Built(folder=folder, compilation=compilation)
    if check:
        diffs = tuple(differences(folder, compilation.files))
        if diffs:
            return Built(folder=folder, compilation=compilation, diffs=diffs)
        changed = 0
    else:
        changed = write_package(folder, compilation.files)
    if options.use_cache:
        outputs = {path: digest(data) for path, data in compilation.files.items()}
        notes = render(compilation.diagnostics) if compilation.diagnostics else ""
        cache.store_stamp(
            root,
            folder,
            cache.Stamp(registry_files=found, inputs=compilation.registry.inputs, outputs=outputs, notes=notes),
        )
    return Built(folder=folder, compilation=compilation, changed=changed)
