"""Puts one text through every pass of the compiler, and says what came of it."""

from __future__ import annotations

import os
import re
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import Statics
from luaflow.compile_unit import analyse_package, generate_module
from luaflow.deep import survives_depth
from luaflow.diagnostics import Diagnostic, Severity, UserError
from luaflow.diagnostics.render import render
from luaflow.emit.lines import line_map, strip_marks
from luaflow.lint.check import check_entry
from luaflow.package.format import format_python
from luaflow.package.layout import lay_out
from luaflow.registry.model import LuaEntry, Place, Registry, WorkerEntry
from luaflow.resolve import resolve
from luaflow.script.program import ScriptCompiler
from luaflow.source import Source
from luaflow.syntax.ast import Chunk
from luaflow.syntax.parser import parse
from luaflow_runtime.values.errors import LuaError

MODULES = ("time", "json", "errors", "channel", "funcs", "uuid", "logger")


class TooLong(BaseException):
    """A pass has not ended in time. Not an ``Exception``, so that nothing on the way swallows it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a text.

    Attributes:
        kind: ``refused`` with findings, or ``compiled``.
        accepted: The parser took it; what stopped it was a rule.
        findings: What the passes reported.
        python: The module's text; empty when it was refused.
    """

    kind: str
    accepted: bool
    findings: tuple[Diagnostic, ...]
    python: str = ""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TooLong`` in the block when it has not ended after so much wall time."""

    def ring(*_: object) -> None:
        raise TooLong(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def text_of(data: bytes) -> str:
    """Return bytes as the compiler holds a source: other bytes than UTF-8's as surrogate escapes."""
    return data.decode("utf-8", "surrogateescape")


def entry_of(text: str, kind: str = "function.lua") -> LuaEntry:
    """Return a registry entry with this source."""
    source = Source("t.lua", "t.lua", text)
    return LuaEntry(
        id="t:t",
        kind=kind,
        source=source,
        file="t.lua",
        method="main",
        modules=MODULES,
        imports={},
        meta={},
        worker="t:w" if kind == "workflow.lua" else "",
        workflow_name="",
        local=False,
        is_activity=False,
        options={},
        pooled=False,
        readable=True,
        place=Place(source=source, span=(0, 0)),
        places={},
    )


def put_through(text: str, *, kind: str = "function.lua", formatted: bool = False) -> Outcome:
    """Run parser, rules and code generator over a text, and CPython's compiler over the result.

    Rules only report here: what they refuse is generated all the same, as it is where the rules do not hold (scripts).

    Args:
        text: Anything.
        kind: Of the registry entry.
        formatted: Let black format the Python text, too, and make the line map.

    Raises:
        Exception: A pass crashed.
        AssertionError: A finding without a place, or with one outside the text.
    """
    entry = entry_of(text, kind)
    try:
        tree = parse(entry.source)
    except UserError as error:
        findings = tuple(error.diagnostics)
        assert findings
        for finding in findings:
            check_finding(finding, must_be_error=True)
        return Outcome("refused", False, findings)
    worker = WorkerEntry(id="t:w", client="t:c", task_queue="q", options={}, stop_timeout="", place=entry.place)
    registry = Registry(root="t", lua={entry.id: entry}, workers={"t:w": worker})
    findings = _findings(entry, tree, registry)
    for finding in findings:
        check_finding(finding)
    if any(finding.severity is Severity.ERROR and finding.code in WITHOUT_MEANING for finding in findings):
        return Outcome("refused", True, findings)
    layout, _ = lay_out(registry, "robust")
    facts = analyse_package([entry], registry, {entry.id: tree})
    generated = generate_module(entry, tree, facts, layout)
    python = strip_marks(generated.text)
    compile_python(python)
    if formatted:
        text_formatted = format_python(python)
        compile_python(text_formatted)
        line_map(generated.text, text_formatted)
    return Outcome("compiled", True, findings, python)


def put_through_as_script(text: str) -> str:
    """Compile a text as ``luaflow exec`` does, without running it; return ``compiled`` or ``refused``.

    Raises:
        Exception: A pass crashed.
        AssertionError: The message does not begin as those of Lua's own compiler do.
    """
    compiler = ScriptCompiler()
    try:
        compiler.read_program(text, "@t.lua", "")
        program = compiler.program
        assert program is not None
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            program.compile(program.chunks[0])
    except LuaError as error:
        assert re.match(r"t\.lua:\d+: |C stack overflow$", str(error.value)), error.value
        return "refused"
    return "compiled"


@survives_depth
def _findings(entry: LuaEntry, tree: Chunk, registry: Registry) -> tuple[Diagnostic, ...]:
    scopes = resolve(tree)
    statics = Statics(scopes, shim_index(), entry.modules, entry.imports)
    reached = () if entry.kind == "workflow.lua" else None
    return tuple(check_entry(entry, tree, scopes, statics, shim_index(), reached, registry=registry))


def compile_python(text: str) -> None:
    """Compile Python text; what Python warns of would be shown to users, so it fails as an error does."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compile(text, "<generated>", "exec", dont_inherit=True)


WITHOUT_MEANING = frozenset({"LF202"})
"""Rules whose findings leave nothing that could be generated."""


def check_finding(finding: Diagnostic, *, must_be_error: bool = False) -> None:
    """Assert that a finding names a place inside its text and can be shown."""
    assert finding.message and finding.code.startswith("LF")
    assert not must_be_error or finding.severity is Severity.ERROR
    source = finding.source
    assert source is not None
    start, end = finding.span
    assert 0 <= start <= end <= len(source.text), (finding.span, len(source.text))
    line, column = source.position(start)
    assert line >= 1 and column >= 1
    shown = render(finding)
    assert f"{os.path.basename(source.path)}:{line + source.line_offset}:{column}" in shown
    shown.encode("utf-8")


def failure(text: str, attempt: Callable[[str], object], seconds: float) -> str:
    """Return how an attempt fails in a form that stays the same while the text shrinks; empty when it does not.

    Args:
        text: What to attempt.
        attempt: Raises on failure.
        seconds: After which it counts as a hang.
    """
    try:
        with time_limit(seconds):
            attempt(text)
    except TooLong:
        return "hang"
    except Exception as error:
        trace = error.__traceback__
        place = ""
        while trace is not None:
            if "luaflow" in trace.tb_frame.f_code.co_filename:
                place = f" in {trace.tb_frame.f_code.co_name}"
            trace = trace.tb_next
        return f"{type(error).__name__}{place}"
    return ""
