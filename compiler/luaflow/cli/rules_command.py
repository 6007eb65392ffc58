"""``luaflow rules``"""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """List all rules: code, name, severity, what it finds.

    \b
    Example:
      luaflow rules | grep LF1
    """
    from luaflow.lint.explain import rules_table

    click.echo(rules_table(), nl=False)
