"""Readers of options: durations, numbers and flags of registry entries and Lua option tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, TypeVar

from temporalio.common import Priority, RetryPolicy, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.workflow import (
    ActivityCancellationType,
    ChildWorkflowCancellationType,
    ParentClosePolicy,
    VersioningIntent,
)

from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.messaging.pid import LONGEST_ID, is_identifier
from luaflow_runtime.temporal.cron import is_schedule
from luaflow_runtime.text_duration import MAX_NS, parse_duration_ns
from luaflow_runtime.values.table import Table

DEFAULT_START_TO_CLOSE = timedelta(minutes=10)

_MOST_INTEGER = 2**31 - 1
_LONGEST_DURATION = timedelta(microseconds=MAX_NS / 1000)
_LONGEST_FAIRNESS_KEY = 64


def duration(value: Any, name: str) -> timedelta:
    """Return a duration given as Go string or as a number of milliseconds.

    Raises:
        OptionError: It is neither, or negative.
    """
    if isinstance(value, str):
        try:
            result = timedelta(microseconds=parse_duration_ns(value) / 1000)
        except ValueError as problem:
            raise OptionError(f"{name}: {problem}") from None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        try:
            result = timedelta(milliseconds=value)
        except (OverflowError, ValueError):
            raise OptionError(f"{name}: {value} is out of range") from None
    else:
        raise OptionError(f'{name} must be a duration, such as "10s" or a number of milliseconds')
    if result < timedelta():
        raise OptionError(f"{name}: {value!r} is negative")
    if result > _LONGEST_DURATION:
        raise OptionError(f"{name}: {value} is out of range")
    return result


def integer(value: Any, name: str, *, least: int = 0) -> int:
    """Return a whole number; integral floats count.

    Raises:
        OptionError: It is none, or below ``least``.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise OptionError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise OptionError(f"{name}: {value} is below {least}")
    if value > _MOST_INTEGER:
        raise OptionError(f"{name}: {value} is above {_MOST_INTEGER}")
    return value


def number(value: Any, name: str, *, least: float = 0) -> float:
    """Return a finite number not below ``least``.

    Raises:
        OptionError: It is none.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value < float("inf"):
        raise OptionError(f"{name} must be a number not below {least:g}, not {value!r}")
    return float(value)


def flag(value: Any, name: str) -> bool:
    """Return a boolean.

    Raises:
        OptionError: It is none.
    """
    if not isinstance(value, bool):
        raise OptionError(f"{name} must be a boolean, not {value!r}")
    return value


def text(value: Any, name: str, *, empty: bool = False) -> str:
    """Return a string, whatever its bytes.

    Raises:
        OptionError: It is none, or empty where that is not allowed.
    """
    if not isinstance(value, str):
        raise OptionError(f"{name} must be a string, not {value!r}")
    if not value and not empty:
        raise OptionError(f"{name} must be a non-empty string")
    return value


def identifier(value: Any, name: str, *, empty: bool = False, longest: int = LONGEST_ID) -> str:
    """Return a string that the server takes for a name; one that it does not take would fail the workflow's task for ever.

    Args:
        value: What was given.
        name: The option.
        empty: Whether it may be empty.
        longest: The most bytes.

    Raises:
        OptionError: It is none.
    """
    if not is_identifier(text(value, name, empty=empty), longest):
        raise OptionError(f"{name} must be UTF-8 text of at most {longest} bytes")
    return str(value)


def retry_policy(value: Any, name: str) -> RetryPolicy:
    """Return the retry policy of a table with keys in snake_case or camelCase.

    Raises:
        OptionError: A field is unusable. Unknown fields are ignored.
    """
    if not isinstance(value, Mapping):
        raise OptionError(f"{name} must be a table")
    policy = RetryPolicy()
    initial: timedelta | None = None
    for key, field in value.items():
        label = f"{name}.{key}"
        match str(key).replace("_", "").lower():
            case "initialinterval":
                initial = _interval(field, label)
            case "maximuminterval":
                policy.maximum_interval = _interval(field, label)
            case "backoffcoefficient":
                policy.backoff_coefficient = number(field, label, least=1)
            case "maximumattempts":
                policy.maximum_attempts = integer(field, label)
            case "nonretryableerrortypes":
                kinds = [field] if isinstance(field, str) else field
                if isinstance(kinds, Mapping) and not kinds:
                    kinds = []
                if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
                    raise OptionError(f"{label} must be a string or a list of strings")
                for kind in kinds:
                    identifier(kind, label, empty=True)
                policy.non_retryable_error_types = kinds
    if initial is not None:
        policy.initial_interval = initial
    if policy.maximum_interval is not None and policy.maximum_interval < policy.initial_interval:
        if initial is not None:
            raise OptionError(f"{name}: maximum_interval is shorter than initial_interval")
        policy.initial_interval = policy.maximum_interval
    return policy


def _interval(value: Any, name: str) -> timedelta | None:
    """Return a positive duration, ``None`` where zero or less means unset."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
        return None
    if isinstance(value, str) and value.startswith("-"):
        return None
    return duration(value, name) or None


def priority(value: Any, name: str) -> Priority:
    """Return the priority of a table ``{priority_key, fairness_key, fairness_weight}``.

    Raises:
        OptionError: A field is unusable.
    """
    if not isinstance(value, Mapping):
        raise OptionError(f"{name} must be a table")
    key = value.get("priority_key")
    fairness = value.get("fairness_key")
    weight = value.get("fairness_weight")
    return Priority(
        priority_key=None if key is None else integer(key, f"{name}.priority_key", least=1),
        fairness_key=None
        if fairness is None
        else identifier(fairness, f"{name}.fairness_key", empty=True, longest=_LONGEST_FAIRNESS_KEY),
        fairness_weight=None if weight is None else number(weight, f"{name}.fairness_weight", least=0.001),
    )


_INTENTS = {
    "compatible": VersioningIntent.COMPATIBLE,
    "inherit_build_id": VersioningIntent.COMPATIBLE,
    "default": VersioningIntent.DEFAULT,
    "use_assignment_rules": VersioningIntent.DEFAULT,
}


def versioning_intent(value: Any, name: str) -> VersioningIntent | None:
    """Return a versioning intent, ``None`` for ``unspecified``.

    Raises:
        OptionError: There is no such intent.
    """
    if isinstance(value, str) and value.lower().removeprefix("versioning_intent_") == "unspecified":
        return None
    return choice(value, name, "versioning_intent_", _INTENTS)


_ACTIVITY_OPTIONS = frozenset(
    {
        "id",
        "task_queue",
        "schedule_to_close_timeout",
        "schedule_to_start_timeout",
        "start_to_close_timeout",
        "heartbeat_timeout",
        "wait_for_cancellation",
        "retry_policy",
        "disable_eager_execution",
        "versioning_intent",
        "summary",
        "priority",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class ActivityOptions:
    """Options of one activity call.

    Attributes:
        arguments: Keyword arguments of ``workflow.start_activity``; ``activity_id`` among them.
        ignored: Names of options that are unknown or have no counterpart in the SDK.
    """

    arguments: dict[str, Any]
    ignored: tuple[str, ...]


def activity_options(options: Mapping[str, Any], *, local: bool) -> ActivityOptions:
    """Read the ``activity.*`` options of a call; ``temporal.activity.*`` is an alias that the shorter name wins over.

    Args:
        options: Plain values.
        local: For a local activity, which knows fewer options.

    Raises:
        OptionError: A value is unusable.
    """
    given: dict[str, Any] = {}
    ignored: list[str] = []
    for prefix in ("temporal.activity.", "activity."):
        for key, value in options.items():
            if key.startswith(prefix) and value is not None:
                given[key.removeprefix(prefix)] = value
    for key in options:
        name = key.removeprefix("temporal.").removeprefix("activity.")
        if name == key or name not in _ACTIVITY_OPTIONS:
            if key not in ("retry", "default_host"):
                ignored.append(key)
    arguments: dict[str, Any] = {}
    for name in (
        "schedule_to_close_timeout",
        "schedule_to_start_timeout",
        "start_to_close_timeout",
        "heartbeat_timeout",
    ):
        if name in given:
            limit = duration(given[name], f"activity.{name}")
            if limit:
                arguments[name] = limit
    if "start_to_close_timeout" not in arguments:
        arguments["start_to_close_timeout"] = DEFAULT_START_TO_CLOSE
    if "id" in given:
        arguments["activity_id"] = identifier(given["id"], "activity.id")
    if "summary" in given:
        arguments["summary"] = text(given["summary"], "activity.summary", empty=True)
    if "retry_policy" in given:
        arguments["retry_policy"] = retry_policy(given["retry_policy"], "activity.retry_policy")
    if "wait_for_cancellation" in given and flag(given["wait_for_cancellation"], "activity.wait_for_cancellation"):
        arguments["cancellation_type"] = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED
    if "disable_eager_execution" in given:
        if flag(given["disable_eager_execution"], "activity.disable_eager_execution"):
            ignored.append("activity.disable_eager_execution")
    if "task_queue" in given:
        arguments["task_queue"] = identifier(given["task_queue"], "activity.task_queue")
    if "versioning_intent" in given:
        arguments["versioning_intent"] = versioning_intent(given["versioning_intent"], "activity.versioning_intent")
    if "priority" in given:
        arguments["priority"] = priority(given["priority"], "activity.priority")
    if local:
        for name in ("task_queue", "heartbeat_timeout", "versioning_intent", "priority"):
            if arguments.pop(name, None) is not None:
                ignored.append(f"activity.{name}")
    return ActivityOptions(arguments, tuple(ignored))


_WORKFLOW_OPTIONS = {
    "id",
    "task_queue",
    "execution_timeout",
    "run_timeout",
    "task_timeout",
    "id_reuse_policy",
    "retry_policy",
    "cron_schedule",
    "summary",
    "details",
    "priority",
    "wait_for_cancellation",
    "parent_close_policy",
    "versioning_intent",
    "memo",
    "search_attributes",
    "id_conflict_policy",
    "execution_error_when_already_started",
    "namespace",
}
_ALIASES = {"static_summary": "summary", "static_details": "details", "typed_search_attributes": "search_attributes"}


@dataclass(frozen=True, slots=True, eq=False)
class ChildOptions:
    """Options of one child workflow.

    Attributes:
        arguments: Keyword arguments of ``workflow.start_child_workflow``, without memo and search attributes.
        wait_for_cancellation: Whether a cancelled call waits for the child to end.
        conflict_policy: ``fail``, ``use_existing``, ``terminate_existing``, or ``None`` where none is given.
        error_when_started: ``execution_error_when_already_started``, or ``None`` where it is not given.
        namespace: Namespace asked for, or empty.
        ignored: Names of options without effect.
    """

    arguments: dict[str, Any]
    wait_for_cancellation: bool
    conflict_policy: str | None
    error_when_started: bool | None
    namespace: str
    ignored: tuple[str, ...]


def workflow_option(options: Mapping[str, Any], name: str) -> Any:
    """Return ``workflow.<name>``, or what stands under one of its aliases, or ``None``."""
    for alias in (name, *(other for other, target in _ALIASES.items() if target == name)):
        for prefix in ("workflow.", "temporal.workflow."):
            value = options.get(prefix + alias)
            if value is not None:
                return value
    return None


def table_option(options: Table, name: str) -> Table | None:
    """Return the table under ``workflow.<name>`` or one of its aliases, where there is one.

    Raises:
        OptionError: It is something else.
    """
    for alias in (name, *(other for other, target in _ALIASES.items() if target == name)):
        for prefix in ("workflow.", "temporal.workflow."):
            value = options[prefix + alias]
            if value is not None:
                if not isinstance(value, Table):
                    raise OptionError(f"workflow.{name} must be a table")
                return value
    return None


def child_options(options: Mapping[str, Any]) -> ChildOptions:
    """Read the ``workflow.*`` options of a child workflow (process.md 2.10).

    Raises:
        OptionError: A value is unusable.
    """
    arguments: dict[str, Any] = {}
    given = {name: value for name in sorted(_WORKFLOW_OPTIONS) if (value := workflow_option(options, name)) is not None}
    for name in ("execution_timeout", "run_timeout", "task_timeout"):
        if name in given:
            limit = duration(given[name], f"workflow.{name}")
            if limit:
                arguments[name] = limit
    for name in ("id", "task_queue"):
        if name in given:
            arguments[name] = identifier(given[name], f"workflow.{name}")
    for name in ("summary", "details"):
        if name in given:
            arguments[f"static_{name}"] = text(given[name], f"workflow.{name}", empty=True)
    if "cron_schedule" in given:
        schedule = text(given["cron_schedule"], "workflow.cron_schedule", empty=True)
        if schedule and not is_schedule(schedule):
            raise OptionError(f"workflow.cron_schedule must be a cron expression, not {schedule!r}")
        arguments["cron_schedule"] = schedule
    if "id_reuse_policy" in given:
        arguments["id_reuse_policy"] = choice(
            given["id_reuse_policy"], "workflow.id_reuse_policy", "workflow_id_reuse_policy_", _REUSE_POLICIES
        )
    if "parent_close_policy" in given:
        arguments["parent_close_policy"] = choice(
            given["parent_close_policy"], "workflow.parent_close_policy", "parent_close_policy_", _CLOSE_POLICIES
        )
    if "retry_policy" in given:
        arguments["retry_policy"] = retry_policy(given["retry_policy"], "workflow.retry_policy")
    if "priority" in given:
        arguments["priority"] = priority(given["priority"], "workflow.priority")
    if "versioning_intent" in given:
        arguments["versioning_intent"] = versioning_intent(given["versioning_intent"], "workflow.versioning_intent")
    conflict: str | None = None
    if "id_conflict_policy" in given:
        policy = choice(
            given["id_conflict_policy"],
            "workflow.id_conflict_policy",
            "workflow_id_conflict_policy_",
            _CONFLICT_POLICIES,
        )
        conflict = policy.name.lower()
        if arguments.get("id_reuse_policy") == WorkflowIDReusePolicy.TERMINATE_IF_RUNNING:
            raise OptionError(
                "workflow.id_conflict_policy and workflow.id_reuse_policy terminate_if_running exclude each other"
            )
    if "cron_schedule" in given and workflow_option(options, "start_delay") is not None:
        raise OptionError("workflow.cron_schedule and workflow.start_delay exclude each other")
    error_when_started: bool | None = None
    if "execution_error_when_already_started" in given:
        error_when_started = flag(
            given["execution_error_when_already_started"], "workflow.execution_error_when_already_started"
        )
    namespace = text(given["namespace"], "workflow.namespace") if "namespace" in given else ""
    wait = "wait_for_cancellation" in given and flag(given["wait_for_cancellation"], "workflow.wait_for_cancellation")
    arguments["cancellation_type"] = (
        ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED if wait else ChildWorkflowCancellationType.TRY_CANCEL
    )
    ignored = []
    for key in options:
        name = key.removeprefix("temporal.").removeprefix("workflow.")
        if _ALIASES.get(name, name) not in _WORKFLOW_OPTIONS:
            ignored.append(key)
    return ChildOptions(arguments, wait, conflict, error_when_started, namespace, tuple(ignored))


_REUSE_POLICIES = {
    "allow_duplicate": WorkflowIDReusePolicy.ALLOW_DUPLICATE,
    "allow_duplicate_failed_only": WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
    "reject_duplicate": WorkflowIDReusePolicy.REJECT_DUPLICATE,
    "terminate_if_running": WorkflowIDReusePolicy.TERMINATE_IF_RUNNING,
}
_CONFLICT_POLICIES = {
    "fail": WorkflowIDConflictPolicy.FAIL,
    "use_existing": WorkflowIDConflictPolicy.USE_EXISTING,
    "terminate_existing": WorkflowIDConflictPolicy.TERMINATE_EXISTING,
}
_CLOSE_POLICIES = {
    "terminate": ParentClosePolicy.TERMINATE,
    "abandon": ParentClosePolicy.ABANDON,
    "request_cancel": ParentClosePolicy.REQUEST_CANCEL,
}

E = TypeVar("E", bound=Enum)


def choice(value: Any, name: str, prefix: str, choices: Mapping[str, E]) -> E:
    """Return the member that a name or the protocol's number stands for; case and ``-`` for ``_`` do not matter.

    Args:
        value: What was given.
        name: The option.
        prefix: The protocol's prefix, in small letters, which may stand before the name.
        choices: Members by name.

    Raises:
        OptionError: There is no such member.
    """
    if isinstance(value, str):
        member = choices.get(value.lower().replace("-", "_").removeprefix(prefix))
        if member is not None:
            return member
    elif isinstance(value, int | float) and not isinstance(value, bool):
        for member in choices.values():
            if member.value == value:
                return member
    raise OptionError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
