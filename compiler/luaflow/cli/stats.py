"""How many operations became Python's own, as a table: ``luaflow compile --stats``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from luaflow.ir.nodes import Operation
from luaflow.pipeline import Compilation


def statistics(compilation: Compilation) -> Iterator[str]:
    """Yield the lines of a table for each module, and of one for all of them."""
    from luaflow.compile_unit import analyse_package, lower_module

    registry = compilation.registry
    facts = analyse_package(registry.libraries_first(), registry, compilation.trees)
    everything: list[Operation] = []
    for id, tree in compilation.trees.items():
        entry = registry.lua[id]
        operations = lower_module(entry, tree, facts, compilation.layout).operations
        everything += operations
        yield from _table(f"{id} ({entry.file})", operations)
    if len(compilation.trees) > 1:
        yield from _table("all entries", everything)


def _table(title: str, operations: Iterable[Operation]) -> Iterator[str]:
    native: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {}
    for operation in operations:
        (native if operation.native else exact)[operation.kind] += 1
        if not operation.native:
            reasons.setdefault(operation.kind, Counter())[operation.reason] += 1
    total, proved = sum(native.values()) + sum(exact.values()), sum(native.values())
    yield f"{title}: {proved} of {total} operations are Python's own"
    for kind in sorted(native.keys() | exact.keys()):
        yield f"  {kind:<14}{native[kind]:>6} native{exact[kind]:>6} by helper"
        for reason, count in sorted(reasons.get(kind, Counter()).items(), key=lambda item: (-item[1], item[0])):
            yield f"  {'':<14}{count:>26}  {reason}"
