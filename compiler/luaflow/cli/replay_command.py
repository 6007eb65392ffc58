"""``luaflow replay``"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luaflow.cli.failures import CommandFailed
from luaflow.cli.loading import LoadedPackage, load
from luaflow.cli.sources import options, package_option
from luaflow.package.options import default_jobs

if TYPE_CHECKING:
    from temporalio.client import WorkflowHistory


@click.command()
@click.argument("history", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="HISTORY.json...")
@click.option("--src", type=click.Path(path_type=Path), required=True, help="Source folder, or a compiled package.")
@package_option
def command(history: tuple[Path, ...], src: Path, package: str) -> None:
    """Replay recorded histories against the code as compiled now.

    Ends with 1 when the code would do something else than was recorded. Histories are JSON, as `temporal workflow show
    --output json` and the web interface's download write them.

    \b
    Example:
      temporal workflow show -w order-7 --output json > order-7.json
      luaflow replay order-7.json --src flows
    """
    texts = [(path, _read(path)) for path in history]
    loaded = load(src, options(package, default_jobs()))
    from luaflow.cli.event_loop import run_async

    failed = run_async(lambda _: _replay(loaded, texts))
    if failed:
        raise click.exceptions.Exit(1)


def _read(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
        data = json.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CommandFailed(f"the history `{path}` cannot be read: {reason}") from None
    except (ValueError, RecursionError) as error:
        raise CommandFailed(f"the history `{path}` is no JSON: {error}") from None
    if not isinstance(data, dict) or not data.get("events"):
        raise CommandFailed(f"`{path}` is no workflow history: it has no `events`")
    return text


async def _replay(loaded: LoadedPackage, texts: list[tuple[Path, str]]) -> int:
    """Replay every history and return how many do not fit."""
    from google.protobuf.json_format import ParseError
    from luaflow_runtime.temporal.plugin import plugin
    from temporalio.client import WorkflowHistory
    from temporalio.worker import Replayer

    if not loaded.workflows:
        raise CommandFailed(f"`{loaded.folder.name}` has no workflows")
    replayer = Replayer(workflows=loaded.workflows, plugins=[plugin()])
    failed = 0
    for path, text in texts:
        try:
            recorded = WorkflowHistory.from_json(path.stem, text)
        except (ParseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandFailed(f"`{path}` is no workflow history: {' '.join(str(error).split())}") from None
        problem = _incomplete(recorded)
        if problem:
            raise CommandFailed(f"`{path}` is no workflow history: {problem}")
        result = await replayer.replay_workflow(recorded, raise_on_replay_failure=False)
        if result.replay_failure is None:
            click.echo(f"{path}: replays")
        else:
            failed += 1
            click.echo(f"{path}: does not replay: {_reason(result.replay_failure)}")
    return failed


def _reason(failure: BaseException) -> str:
    """Return what does not fit, out of what the SDK's Rust part prints around it."""
    text = " ".join(str(failure).split())
    found = re.search(r'message: "((?:[^"\\]|\\.)+)"', text)
    return found[1].replace('\\"', '"') if found is not None else text


def _incomplete(recorded: WorkflowHistory) -> str:
    """Return what a history lacks, or an empty string: on such a one the SDK's replayer would wait for ever."""
    from temporalio.api.enums.v1 import EventType

    first = recorded.events[0] if recorded.events else None
    if first is None or first.event_type != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
        return "it does not begin with the start of the workflow"
    for number, event in enumerate(recorded.events, 1):
        if event.event_id != number:
            return f"event {number} is missing"
    if not any(event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED for event in recorded.events):
        return "the workflow had not run when it was recorded"
    return ""
