"""The whole compiler, one call for each pass.

``compile_sources`` turns a source folder into the files of a package, in memory; ``compile_package`` puts them in place.
Errors of a pass stop the passes behind it: what they would report follows from what is already known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from luaflow import __version__
from luaflow.diagnostics import Diagnostic, Label, Severity, UserError
from luaflow.package import cache
from luaflow.package.layout import Layout, lay_out, package_name
from luaflow.package.manifest import FILE as MANIFEST
from luaflow.package.manifest import Manifest, digest
from luaflow.package.options import Options
from luaflow.package.parallel import in_parallel
from luaflow.registry import LuaEntry, Registry, load_registry

if TYPE_CHECKING:
    from luaflow.analyse.program import PackageFacts
    from luaflow.syntax.ast import Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What came of a source folder.

    Attributes:
        registry: Its entries.
        layout: Where they live in the package.
        diagnostics: All findings.
        trees: Syntax tree by entry id, for what parsed.
        modules: Generated module by entry id; empty when there are errors.
        files: The package's files by relative path, manifest included; empty when there are errors.
    """

    registry: Registry
    layout: Layout
    diagnostics: tuple[Diagnostic, ...]
    trees: Mapping[str, Chunk] = field(default_factory=dict)
    modules: Mapping[str, cache.CachedModule] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    search_attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return _has_errors(self.diagnostics)


def check_sources(
    root: Path, options: Options, *, skip: frozenset[str] = frozenset(), compiling: bool = True
) -> Compilation:
    """Run the passes that find mistakes, and generate nothing.

    Args:
        compiling: The result decides whether code is generated, so comments silence nothing that the runtime would refuse.
    """
    registry = load_registry(root, skip=skip)  # every entry is known, or reported
    layout, collisions = lay_out(registry, options.package or package_name(root))  # no two entries share a file
    trees, mistakes = _parse(registry)  # every node has a span
    violations = _lint(registry, trees, compiling=compiling)  # determinism holds, names are known; errors stop here
    declared = _without_repetition(registry.diagnostics, violations)
    findings = [*declared, *collisions, *mistakes, *violations]
    return Compilation(registry=registry, layout=layout, diagnostics=tuple(findings), trees=trees)


def compile_sources(root: Path, options: Options, *, skip: frozenset[str] = frozenset()) -> Compilation:
    """Run all passes and return the package's files, without writing anything.

    Args:
        skip: Real paths of folders below ``root`` that hold output, not sources.
    """
    checked = check_sources(root, options, skip=skip)
    if checked.has_errors:
        return checked
    registry, layout, trees = checked.registry, checked.layout, checked.trees
    facts = _analyse(registry, trees)  # colours and types are known over the whole package
    try:
        modules = _generate(registry, layout, trees, facts, options)  # Python text, and its map back to Lua
    except UserError as error:  # deeper than Python takes
        return replace(checked, diagnostics=(*checked.diagnostics, *error.diagnostics))
    files = _frames(registry, layout, modules, facts)  # the modules that belong to no entry; manifest
    return Compilation(
        registry=registry,
        layout=layout,
        diagnostics=checked.diagnostics,
        trees=trees,
        modules=modules,
        files=files,
        search_attributes=facts.search_attributes,
    )


def _has_errors(findings: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _without_repetition(declared: Iterable[Diagnostic], used: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return findings in declarations, without those that say of an entry what a finding in its code says."""
    said = {(finding.code, finding.entry, finding.message) for finding in used}
    return [finding for finding in declared if (finding.code, finding.entry, finding.message) not in said]


def _parse(registry: Registry) -> tuple[dict[str, Chunk], list[Diagnostic]]:
    from luaflow.syntax.parser import parse

    trees: dict[str, Chunk] = {}
    mistakes: list[Diagnostic] = []
    for entry in registry.lua.values():
        try:
            trees[entry.id] = parse(entry.source)
        except UserError as error:
            mistakes += error.diagnostics
    return trees, mistakes


def _lint(registry: Registry, trees: Mapping[str, Chunk], *, compiling: bool) -> list[Diagnostic]:
    """Return what the rules find in every chunk, with the way by which a workflow reaches it."""
    from luaflow.deep import survives_depth
    from luaflow.lint.reach import workflow_reach, workflows_running

    ways = workflow_reach(registry.lua.values())
    runners = workflows_running(registry.lua.values())
    check = survives_depth(_lint_entry)
    findings: list[Diagnostic] = []
    for entry in registry.lua.values():
        tree = trees.get(entry.id)
        if tree is not None:
            findings += check(entry, tree, registry, ways.get(entry.id), runners.get(entry.id, ()), compiling)
    return findings


def _lint_entry(
    entry: LuaEntry,
    tree: Chunk,
    registry: Registry,
    workflow: tuple[Label, ...] | None,
    runners: tuple[str, ...],
    compiling: bool,
) -> list[Diagnostic]:
    """Return what the rules find in one chunk; see ``check_entry``."""
    from luaflow.analyse.shims import shim_index
    from luaflow.analyse.statics import Statics
    from luaflow.lint.check import check_entry
    from luaflow.registry.methods import check_method
    from luaflow.resolve import resolve

    shims = shim_index()
    scopes = resolve(tree)
    statics = Statics(scopes, shims, entry.modules, entry.imports)
    found = check_entry(
        entry, tree, scopes, statics, shims, workflow, registry=registry, runners=runners, compiling=compiling
    )
    missing = check_method(entry, tree, scopes)
    return found if missing is None else [*found, missing]


def _analyse(registry: Registry, trees: Mapping[str, Chunk]) -> PackageFacts:
    from luaflow.compile_unit import analyse_package

    return analyse_package(registry.libraries_first(), registry, dict(trees))


def _generate(
    registry: Registry, layout: Layout, trees: Mapping[str, Chunk], facts: PackageFacts, options: Options
) -> dict[str, cache.CachedModule]:
    """Generate and format every module, or take it from the cache when nothing it was made from has changed."""
    keys = {entry.id: _module_key(entry, registry, layout, facts) for entry in registry.lua.values()}
    known = {id: cache.load_module(key) for id, key in keys.items()} if options.use_cache else {}
    modules = {id: module for id, module in known.items() if module is not None}
    missing = [entry for entry in registry.lua.values() if entry.id not in modules]

    def make(entry: LuaEntry) -> cache.CachedModule:
        task_failure = _fails_tasks(entry, registry)
        return _generate_one(entry, layout, trees[entry.id], facts, task_failure=task_failure)

    size = sum(len(entry.source.text) for entry in missing)
    made = in_parallel(make, missing, jobs=options.jobs, size=size, progress=options.progress)
    for entry, module in zip(missing, made, strict=True):
        modules[entry.id] = module
        if options.use_cache:
            cache.store_module(keys[entry.id], module)
    if options.use_cache and missing:
        cache.forget_old_modules()
    return {id: modules[id] for id in registry.lua}


def _fails_tasks(entry: LuaEntry, registry: Registry) -> bool:
    """Whether the entry's worker wants an uncaught Lua error to fail the workflow task instead of the run."""
    worker = registry.workers.get(entry.worker)
    return worker is not None and worker.options.get("workflow_failure") == "task"


def _generate_one(
    entry: LuaEntry, layout: Layout, tree: Chunk, facts: PackageFacts, *, task_failure: bool
) -> cache.CachedModule:
    from luaflow.compile_unit import generate_module
    from luaflow.emit.lines import line_map, strip_marks
    from luaflow.package.format import format_python

    generated = generate_module(entry, tree, facts, layout, task_failure=task_failure)
    text = format_python(strip_marks(generated.text))
    return cache.CachedModule(text=text, positions=tuple(line_map(generated.text, text)), names=generated.names)


def _module_key(entry: LuaEntry, registry: Registry, layout: Layout, facts: PackageFacts) -> str:
    """Return a digest of everything that a module's text depends on."""
    imported = [
        (alias, target, layout.modules[target].parts if target in layout.modules else ())
        for alias, target in entry.imports.items()
    ]
    parts = (
        cache.compiler_state(),
        layout.package,
        layout.modules[entry.id],
        entry.id,
        entry.kind,
        entry.file,
        entry.method,
        entry.modules,
        imported,
        entry.worker,
        entry.local,
        entry.is_activity,
        entry.pooled,
        _fails_tasks(entry, registry),
        entry.source.name,
        facts.digest,
    )
    return digest(f"{parts!r}\n{entry.source.text}".encode("utf-8", "surrogatepass"))


def _frames(
    registry: Registry, layout: Layout, modules: Mapping[str, cache.CachedModule], facts: PackageFacts
) -> dict[str, bytes]:
    """Return all files of the package, manifest included."""
    from luaflow_runtime.abi import ABI
    from luaflow_runtime.values.names import mangle

    from luaflow.package import frames
    from luaflow.package.format import format_python

    attributes = facts.search_attributes
    formatted = {
        "__init__.py": frames.render_package(
            registry, layout, version=__version__, abi=ABI, search_attributes=attributes
        ),
        "_registry.py": frames.render_registry(registry, layout, version=__version__),
        "_table.py": frames.render_table(
            {mangle(name) for name in facts.field_names},
            {mangle(name) for name in facts.methods},
            version=__version__,
        ),
        **frames.render_namespaces(layout, version=__version__),
    }
    texts = {path: format_python(text) for path, text in formatted.items()}
    texts["_lines.py"] = frames.render_lines(
        ((layout.modules[id].key, module.positions, module.names) for id, module in modules.items()),
        version=__version__,
    )
    texts |= {layout.modules[id].file: module.text for id, module in modules.items()}
    files = {path: texts[path].encode() for path in sorted(texts)}
    manifest = Manifest(
        version=__version__,
        abi=ABI,
        package=layout.package,
        sources=registry.inputs,
        files={path: digest(data) for path, data in files.items()},
        search_attributes=attributes,
    )
    return {**files, MANIFEST: manifest.to_bytes()}
