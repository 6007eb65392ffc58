"""``luaflow explain``"""

from __future__ import annotations

import click


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """Print the page of the rule with CODE, or with that name.

    \b
    Example:
      luaflow explain LF101
    """
    from luaflow.lint.explain import explain, find_rule, nearest_rule

    rule = find_rule(code)
    if rule is None:
        near = nearest_rule(code)
        hint = f"did you mean {near}?" if near else "`luaflow rules` lists them."
        raise click.UsageError(f"there is no rule {code!r}; {hint}")
    click.echo(explain(rule), nl=False)
