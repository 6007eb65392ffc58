"""The table of commands, exit codes, and how failures are shown."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from luaflow import __version__
from luaflow.cli.failures import FAILED, FINE, MISUSED, CommandFailed
from luaflow.diagnostics import UserError

COMMANDS = {
    "compile": "luaflow.cli.compile_command",
    "lint": "luaflow.cli.lint_command",
    "explain": "luaflow.cli.explain_command",
    "rules": "luaflow.cli.rules_command",
    "worker": "luaflow.cli.worker_command",
    "run": "luaflow.cli.run_command",
    "exec": "luaflow.cli.exec_command",
    "replay": "luaflow.cli.replay_command",
}
"""Command to the module whose ``command`` it is; imported when it is used, because some of them load Temporal's SDK."""


class _Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean `luaflow {near[0]}`?" if near else " `luaflow --help` lists the commands."
            raise click.UsageError(f"There is no command `{args[0]}`.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 findings or a failed run, 2 usage or internal error.",
)
@click.version_option(__version__, prog_name="luaflow", message="%(prog)s %(version)s")
def luaflow() -> None:
    """Compile workflow Lua into native Temporal workflows in Python.

    \b
    Examples:
      luaflow compile flows                        # flows/_index.yaml + *.lua -> generated/flows/
      luaflow run app:order_workflow '{"total": 5}' --src flows --dev
      luaflow worker flows --temporal-address localhost:7233
    """


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing but ``KeyboardInterrupt`` of a second Ctrl-C escapes."""
    try:
        # Without its standalone mode click returns the code of an `Exit`, and a command's own result otherwise.
        code = luaflow.main(args=list(arguments), prog_name="luaflow", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return MISUSED
    except click.Abort:
        click.echo("interrupted", err=True)
        return 130
    except UserError as error:
        from luaflow.diagnostics.report import write_report

        write_report(error.diagnostics, sys.stderr)
        return FAILED
    except CommandFailed as failure:
        click.echo(f"error: {failure.message}", err=True)
        return failure.exit_code
    except BrokenPipeError:
        # The reader of our output went away, as `head` does. Later writes must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        show_internal_error(error)
        return MISUSED
    return code if isinstance(code, int) else FINE


def show_internal_error(error: Exception) -> None:
    """Say that the mistake is ours, with what a report needs."""
    if os.environ.get("LUAFLOW_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    note = "".join(f" while {text}" for text in getattr(error, "__notes__", ()))
    click.echo(f"internal error{note}: {type(error).__name__}: {error}", err=True)
    click.echo("This is a mistake in luaflow, please report it. LUAFLOW_TRACEBACK=1 shows where it happened.", err=True)
