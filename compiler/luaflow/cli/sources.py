"""What commands that read a source folder have in common."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from luaflow.diagnostics import Diagnostic
from luaflow.package.build import Built, build
from luaflow.package.options import Options, ProgressLine, default_jobs

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_OUT = Path("generated")


def jobs_option(command: F) -> F:
    """Add ``--jobs``."""
    return click.option(
        "-j", "--jobs", type=click.IntRange(min=1), default=default_jobs, help="Processes at most; default: all cores."
    )(command)


def package_option(command: F) -> F:
    """Add ``--package``."""
    return click.option(
        "--package", default="", metavar="NAME", callback=_identifier, help="Package name; default: the folder's name."
    )(command)


def _identifier(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    from luaflow.package.layout import identifier

    if value and identifier(value) != value:
        raise click.BadParameter(
            f"{value!r} is no Python package name; `{identifier(value)}` would be one", ctx, parameter
        )
    return value


def options(package: str, jobs: int, *, use_cache: bool = True) -> Options:
    """Return compiler options with progress on stderr."""
    return Options(package=package, jobs=jobs, use_cache=use_cache, progress=ProgressLine("compiling"))


def rendered(diagnostics: Iterable[Diagnostic]) -> str:
    """Return findings as plain text."""
    from luaflow.diagnostics.report import write_report

    text = io.StringIO()
    write_report(diagnostics, text)
    return text.getvalue()


def show_findings(diagnostics: Iterable[Diagnostic]) -> None:
    """Write findings to stderr, coloured on a terminal."""
    diagnostics = list(diagnostics)
    if diagnostics:
        from luaflow.diagnostics.report import write_report

        write_report(diagnostics, sys.stderr)


def build_or_fail(root: Path, out: Path, wanted: Options, *, check: bool = False) -> Built:
    """Build a package, show its findings, and leave with 1 when there are errors."""
    built = build(root, out, wanted, check=check, render=rendered)
    if built.compilation is not None:
        show_findings(built.compilation.diagnostics)
    elif built.notes:
        click.echo(built.notes, nl=False, err=True)
    if built.has_errors:
        raise click.exceptions.Exit(1)
    return built
