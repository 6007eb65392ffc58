"""Entries ``temporal.client``, ``temporal.worker`` and ``function.external``.

Source: registry reference, sections 1.3 to 1.6.
"""

from __future__ import annotations

import re

from luaflow.registry.document import Item
from luaflow.registry.entries import RawEntry
from luaflow.registry.fields import Fields
from luaflow.registry.files import Folder
from luaflow.registry.findings import Findings, nearest
from luaflow.registry.model import ClientEntry, ExternalFunction, Place, WorkerEntry

_PLACEHOLDER = "${"
_DURATION = re.compile(r"[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)")

_CLIENT_FIELDS = frozenset(
    "address namespace tq_prefix connection_timeout keep_alive_time keep_alive_timeout auth tls health_check lifecycle".split()
)
_AUTH_FIELDS = frozenset(
    "type api_key api_key_env api_key_file cert_file cert_pem key_file key_pem key_pem_env".split()
)
_TLS_FIELDS = frozenset("enabled ca_file server_name insecure_skip_verify".split())
_LIFECYCLE_FIELDS = frozenset(
    "auto_start start_timeout stop_timeout stable_threshold startup requires depends_on restart security".split()
)
_RESTART_FIELDS = frozenset("initial_delay max_delay backoff_factor jitter max_attempts".split())
_COUNTS = frozenset(
    """max_concurrent_activity_execution_size max_concurrent_workflow_task_execution_size
    max_concurrent_local_activity_execution_size max_concurrent_session_execution_size
    max_concurrent_eager_activity_execution_size max_concurrent_activity_task_pollers
    max_concurrent_workflow_task_pollers""".split()
)
_POSITIVE = frozenset({"max_concurrent_activity_execution_size", "max_concurrent_workflow_task_execution_size"})
_RATES = frozenset(
    "worker_activities_per_second worker_local_activities_per_second task_queue_activities_per_second".split()
)
_DURATIONS = frozenset(
    """sticky_schedule_to_start_timeout worker_stop_timeout deadlock_detection_timeout
    max_heartbeat_throttle_interval default_heartbeat_throttle_interval""".split()
)
_FLAGS = frozenset(
    """enable_logging_in_replay enable_session_worker disable_workflow_worker local_activity_worker_only
    disable_eager_activities disable_registration_aliasing use_versioning""".split()
)
_TEXTS = frozenset("identity deployment_name build_id build_id_env".split())
_CHOICES = {
    "default_versioning_behavior": ("pinned", "auto_upgrade"),
    "workflow_failure": ("workflow", "task"),
}
_WORKER_OPTIONS = _COUNTS | _RATES | _DURATIONS | _FLAGS | _TEXTS | frozenset(_CHOICES)


def read_client(entry: RawEntry, folder: Folder, findings: Findings) -> ClientEntry:
    """Read and validate a ``temporal.client``."""
    fields = Fields(entry, folder, findings)
    data = entry.data
    fields.text(data, "address", required=True, code="LF418")
    _known(fields, data, _CLIENT_FIELDS, "temporal.client")
    for key in ("namespace", "tq_prefix"):
        fields.text(data, key, code="LF418")
    for key in ("connection_timeout", "keep_alive_time", "keep_alive_timeout"):
        _duration(fields, data.get(key))
    _auth(fields, data)
    tls = fields.mapping(data, "tls")
    if tls is not None:
        _known(fields, tls, _TLS_FIELDS, "tls")
        if fields.flag(tls, "insecure_skip_verify"):
            fields.problem(
                "LF418",
                "`insecure_skip_verify` has no counterpart in Temporal's Python SDK",
                tls.get("insecure_skip_verify"),
                help="trust the server's certificate by `ca_file`, and name it by `server_name` where it differs",
            )
    health = fields.mapping(data, "health_check")
    if health is not None:
        _known(fields, health, frozenset({"enabled", "interval"}), "health_check")
        _duration(fields, health.get("interval"), positive=fields.flag(health, "enabled"))
    _lifecycle(fields, data)
    return ClientEntry(id=entry.id, data=fields.value(data), place=_place(entry))


def _auth(fields: Fields, data: Item) -> None:
    auth = fields.mapping(data, "auth")
    if auth is None:
        return
    _known(fields, auth, _AUTH_FIELDS, "auth")
    kind = fields.text(auth, "type") or "none"
    if kind not in ("none", "api_key", "mtls") and _PLACEHOLDER not in kind:
        fields.problem("LF418", f"`auth.type` must be none, api_key or mtls, not `{kind}`", auth.get("type"))
    groups = {
        "api_key": (("api_key", "api_key_env", "api_key_file"),),
        "mtls": (("cert_file", "cert_pem"), ("key_file", "key_pem", "key_pem_env")),
    }.get(kind, ())
    for group in groups:
        given = [key for key in group if auth.get(key) is not None]
        if len(given) != 1:
            seen = " and ".join(f"`{key}`" for key in given) or "none of them"
            fields.problem(
                "LF418", f"`auth.type: {kind}` needs exactly one of {', '.join(group)}, but has {seen}", auth
            )


def read_worker(entry: RawEntry, folder: Folder, findings: Findings) -> WorkerEntry:
    """Read and validate a ``temporal.worker``."""
    fields = Fields(entry, folder, findings)
    data = entry.data
    client, _ = fields.reference(data, "client", required=True)
    queue = fields.text(data, "task_queue", required=True, code="LF418")
    _known(fields, data, frozenset({"client", "task_queue", "worker_options", "lifecycle"}), "temporal.worker")
    options = fields.mapping(data, "worker_options")
    if options is not None:
        _worker_options(fields, options)
    return WorkerEntry(
        id=entry.id,
        client=client,
        task_queue=queue,
        options=fields.value(options) if options is not None else {},
        stop_timeout=_lifecycle(fields, data),
        place=_place(entry),
    )


def _worker_options(fields: Fields, options: Item) -> None:
    _known(fields, options, _WORKER_OPTIONS, "worker_options")
    for key, item in options.items():
        value = item.value
        if value is None or (isinstance(value, str) and _PLACEHOLDER in value):
            continue
        if key in _COUNTS:
            least = 1 if key in _POSITIVE else 0
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                fields.problem("LF418", f"`{key}` must be a whole number of at least {least}", item)
            elif key == "max_concurrent_workflow_task_pollers" and value == 1:
                fields.problem("LF418", f"`{key}` must not be 1: one poller cannot serve two queues", item)
        elif key in _RATES:
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                fields.problem("LF418", f"`{key}` must be a number of at least 0", item)
        elif key in _DURATIONS:
            _duration(fields, item)
        elif key in _FLAGS:
            fields.flag(options, key)
        elif key in _TEXTS:
            fields.text(options, key)
        elif key in _CHOICES and value not in _CHOICES[key]:
            fields.problem("LF418", f"`{key}` must be {' or '.join(_CHOICES[key])}", item)
    if fields.flag(options, "disable_workflow_worker") and fields.flag(options, "local_activity_worker_only"):
        fields.problem(
            "LF418",
            "`disable_workflow_worker` and `local_activity_worker_only` together leave nothing to run",
            options.get("local_activity_worker_only"),
        )


def read_external(entry: RawEntry, folder: Folder, findings: Findings) -> ExternalFunction:
    """Read a ``function.external``: an activity that another worker implements."""
    fields = Fields(entry, folder, findings)
    temporal = fields.mapping(entry.meta, "temporal")
    section = fields.mapping(temporal, "activity") if temporal is not None else None
    name, worker, queue, local = "", "", "", False
    if section is not None:
        name = fields.text(section, "name")
        worker, _ = fields.reference(section, "worker")
        queue = fields.text(section, "task_queue")
        local = fields.flag(section, "local")
        if worker and queue:
            fields.problem(
                "LF419",
                f"`{entry.id}` gives both `worker` and `task_queue`",
                section.get("task_queue"),
                help="keep the one that says where the activity runs",
            )
        if local and queue:
            fields.problem(
                "LF419",
                "a local activity runs in the workflow's own worker, so it has no `task_queue`",
                section.get("local"),
            )
    if entry.data.get("source") is not None:
        fields.problem(
            "LF419",
            f"`{entry.id}` has code, but `function.external` says that somebody else implements it",
            entry.data.get("source"),
            help="use `kind: function.lua`",
        )
    options = fields.mapping(entry.meta, "options")
    return ExternalFunction(
        id=entry.id,
        name=name or entry.id,
        worker=worker,
        task_queue=queue,
        local=local,
        options=options.plain() if options is not None else {},
        place=_place(entry),
    )


def _place(entry: RawEntry) -> Place:
    return Place(source=entry.name_item.source, span=entry.name_item.span)


def _known(fields: Fields, holder: Item, known: frozenset[str], where: str) -> None:
    for key, item in holder.items():
        if key not in known:
            fields.problem("LF418", f"`{where}` has no field `{key}`", item, help=nearest(key, known))


def _duration(fields: Fields, item: Item | None, *, positive: bool = False) -> None:
    if item is None or (isinstance(item.value, str) and _PLACEHOLDER in item.value):
        return
    text = item.value
    if not isinstance(text, str) or not _DURATION.fullmatch(text):
        fields.problem("LF418", f"`{item.plain()}` is no duration", item, help='write it like "10s", "1.5h" or "300ms"')
    elif text.startswith("-") or (positive and not re.search("[1-9]", text)):
        fields.problem("LF418", f"the duration `{text}` must be {'more than' if positive else 'at least'} 0", item)


def _lifecycle(fields: Fields, data: Item) -> str:
    """Check ``lifecycle`` and return its ``stop_timeout``, the only part that luaflow uses."""
    lifecycle = fields.mapping(data, "lifecycle")
    if lifecycle is None:
        return ""
    _known(fields, lifecycle, _LIFECYCLE_FIELDS, "lifecycle")
    fields.flag(lifecycle, "auto_start")
    stop = lifecycle.get("stop_timeout")
    for item in (stop, lifecycle.get("start_timeout"), lifecycle.get("stable_threshold")):
        _duration(fields, item)
    restart = fields.mapping(lifecycle, "restart")
    if restart is not None:
        _known(fields, restart, _RESTART_FIELDS, "restart")
        for key in ("initial_delay", "max_delay"):
            _duration(fields, restart.get(key))
    return stop.value if stop is not None and isinstance(stop.value, str) else ""
