"""``luaflow lint``"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.diagnostics.report import FORMATS, Format, summary_line, write_report
from luaflow.package.options import Options

_FAIL_ON = {
    "error": {Severity.ERROR},
    "warning": {Severity.ERROR, Severity.WARNING},
    "info": {Severity.ERROR, Severity.WARNING, Severity.INFO},
    "never": set[Severity](),
}


@click.command()
@click.argument("src", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(list(_FAIL_ON)), default="error", show_default=True)
def command(src: tuple[Path, ...], format_: str, fail_on: str) -> None:
    """Check the registry folders SRC and write nothing.

    The report goes to stdout. `luaflow rules` lists what is checked, `luaflow explain CODE` explains one rule. A comment
    `-- luaflow: allow LF101 reason`, behind the code or alone on the line before, silences a finding here; it never lets
    code compile that a workflow cannot run.

    \b
    Examples:
      luaflow lint flows
      luaflow lint flows --format github --fail-on warning
    """
    from luaflow.pipeline import check_sources

    found: list[Diagnostic] = []
    for root in src:
        found += check_sources(root, Options(), compiling=False).diagnostics
    write_report(found, sys.stdout, cast(Format, format_))
    if format_ == "text" and not found:
        click.echo(summary_line(found))
    if any(finding.severity in _FAIL_ON[fail_on] for finding in found):
        raise click.exceptions.Exit(1)
