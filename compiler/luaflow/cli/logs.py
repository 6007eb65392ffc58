"""What goes to stderr while workers run: one line for an error of Lua, the traceback of Python for a mistake of ours."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from typing import Any

from luaflow_runtime.temporal.workflow_host import UncaughtLuaError
from temporalio.exceptions import ApplicationError
from temporalio.runtime import LogForwardingConfig, LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter


class LuaTerms(logging.Filter):
    """Rewrites the SDK's records about errors of Lua, whose tracebacks show luaflow's insides only.

    Anything else passes unchanged, so that a defect stays visible with its traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is shown, after rewriting it where it is about an error of Lua."""
        failure = record.exc_info[1] if record.exc_info else None
        if isinstance(failure, ApplicationError):
            # Lua's, or the SDK's own about a workflow or activity that nobody registered.
            error = f"{failure.type}: {failure.message}" if failure.type else failure.message
        elif isinstance(failure, UncaughtLuaError):
            error = str(failure)
        else:
            return True
        record.msg, record.args = f"{_what_failed(record)}: {error}", ()
        record.exc_info = record.exc_text = None
        return True


def _what_failed(record: logging.LogRecord) -> str:
    """Return the activity or workflow that a record of the SDK is about, from what its logger adapters attach."""
    activity: Mapping[str, Any] | None = getattr(record, "temporal_activity", None)
    if activity is not None:
        return (
            f"activity {activity.get('activity_type')} of workflow {activity.get('workflow_id')} failed "
            f"(attempt {activity.get('attempt')})"
        )
    workflow: Mapping[str, Any] | None = getattr(record, "temporal_workflow", None)
    if workflow is not None:
        return f"a workflow task of {workflow.get('workflow_type')} {workflow.get('workflow_id')} failed"
    return record.getMessage()


def configure_logs(level: int) -> None:
    """Send logs to stderr. The SDK's Rust part would write to stdout, which carries the command's result.

    Args:
        level: Lua's own lines are shown from ``INFO`` in any case.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(LuaTerms())
    logging.basicConfig(handlers=[handler], level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("luaflow").setLevel(min(level, logging.INFO))
    core = logging.getLogger("temporalio.core")
    if level > logging.INFO and not os.environ.get("LUAFLOW_TRACEBACK"):
        # What goes wrong on the way to the server is reported by the command itself.
        core.setLevel(logging.CRITICAL)
    Runtime.set_default(
        Runtime(
            telemetry=TelemetryConfig(
                logging=LoggingConfig(
                    filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
                    forwarding=LogForwardingConfig(logger=core),
                )
            )
        )
    )
