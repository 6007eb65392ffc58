"""What each example does, by its document."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"
GENERATED = Path(__file__).parents[2] / "generated"
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run.

    Attributes:
        result: What the workflow returns, or a function that checks it.
        failure: ``(type, message)`` of the failure, where the run fails.
        activities: Activity types in the order in which they were scheduled; ``None`` where that is not the point.
        context: Context values of the start.
        title: Tells apart several runs of one example.
    """

    example: str
    entry: str
    args: Sequence[Any] = ()
    result: Any = None
    failure: tuple[str, str] | None = None
    activities: Sequence[str] | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""

    @property
    def id(self) -> str:
        return f"{self.example}-{self.title}" if self.title else self.example

    def check(self, result: Any) -> None:
        if callable(self.result):
            self.result(result)
        else:
            assert result == self.result


ORDER = {"id": "o-1", "customer_id": "ann", "total": 30, "shipping_address": "Elm St 5", "delay": "10ms"}
SAGA = {
    "items": [{"sku": "book", "quantity": 2}],
    "payment": {"card": "visa"},
    "shipping": {"country": "NL", "address": "dam-1"},
}
ORDER_STEPS = ["app:charge_payment", "app:ship_order"]
SAGA_STEPS = ["app:reserve_inventory", "app:charge_payment", "app:ship_order"]
CONTEXT = {"user_id": "user-1", "tenant": "tenant-1", "request_id": "req-abc"}

BASIC = [
    ("completed", ORDER, {"status": "completed", "payment_id": "payment-ann", "tracking": "track-o-1"}, ORDER_STEPS),
    (
        "declined",
        {**ORDER, "total": 1001},
        {"status": "failed", "error": "card declined: ann may not spend 1001"},
        ["app:charge_payment"],
    ),
    (
        "refunded",
        {key: value for key, value in ORDER.items() if key != "shipping_address"},
        {"status": "failed", "error": "order o-1 has no address"},
        [*ORDER_STEPS, "app:refund_payment"],
    ),
]
"""Title, order, result and activities of the order, with and without its hour of sleep."""


def _concurrent(result: Any) -> None:
    assert result["total"] == 42
    assert [done["job"] for done in result["processed"]] == [1, 2, 3, 4, 5, 6]
    assert [done["worker"] for done in result["processed"]] == [1, 2, 3, 1, 2, 3]
    assert all(done["result"] == 2 * done["job"] for done in result["processed"])


def _info(result: Any) -> None:
    info = result["info"]
    assert info["workflow_type"] == "app:info_workflow"
    assert info["namespace"] == "default"
    assert info["attempt"] == 1
    assert info["history_length"] == 3
    assert info["history_size"] > 0
    assert uuid.UUID(info["run_id"])
    assert info["workflow_id"] and info["task_queue"]
    # One activity adds six events; the first task has three.
    assert result["steps"] == 4
    assert result["history_length"] == 27
    assert result["history_grew"] is True


def _ticket(result: Any) -> None:
    assert uuid.UUID(result["id"]).version == 4
    assert uuid.UUID(result["sortable_id"]).version == 7
    assert result["named_id"] == str(uuid.uuid5(uuid.NAMESPACE_DNS, "luaflow.example"))
    assert len(base64.b64decode(result["secret"], validate=True)) == 32
    assert len(result["code"]) == 8 and result["code"].isdigit()
    assert result["signature"] == hmac.new(b"key", b"hello", hashlib.sha256).hexdigest()
    assert 100 <= result["elapsed_ms"] < 10_000
    assert result["expires"].endswith("Z")


CASES = [
    *(
        Case(
            example="order", entry="app:order_workflow", title=title, args=[order], result=result, activities=activities
        )
        for title, order, result, activities in BASIC
    ),
    Case(
        example="order_saga",
        entry="app:order_saga",
        args=[SAGA],
        result={"status": "completed", "tracking": "track-dam-1"},
        activities=SAGA_STEPS,
    ),
    Case(
        example="order_saga",
        entry="app:order_saga",
        title="no-stock",
        args=[{**SAGA, "items": [{"sku": "lamp", "quantity": 3}]}],
        result={"status": "failed", "step": "inventory", "error": "not enough of lamp"},
        activities=SAGA_STEPS[:1],
    ),
    Case(
        example="order_saga",
        entry="app:order_saga",
        title="declined",
        args=[{**SAGA, "payment": {"card": "declined"}}],
        result={"status": "failed", "step": "payment", "error": "card declined"},
        activities=[*SAGA_STEPS[:2], "app:release_inventory"],
    ),
    Case(
        example="order_saga",
        entry="app:order_saga",
        title="no-carrier",
        args=[{**SAGA, "shipping": {"country": "XX", "address": "dam-1"}}],
        result={"status": "failed", "step": "shipping", "error": "no carrier to XX"},
        activities=[*SAGA_STEPS, "app:refund_payment", "app:release_inventory"],
    ),
    Case(
        example="versioning",
        entry="app:payment_workflow",
        args=[{"amount": 500}],
        result={"version": 2, "result": {"method": "new", "amount": 500, "fee": 5}},
        activities=["app:new_payment"],
    ),
    Case(
        example="search_attributes",
        entry="app:order_workflow",
        args=[{"customer_id": "ann", "total": 99.5, "items": ["book", "lamp"]}],
        result={"status": "done", "picked": 2},
    ),
    Case(
        example="child_workflow",
        entry="app:parent_workflow",
        args=[{"skus": ["book", "lamp"], "currency": "EUR"}],
        result={"total": 52.5, "currency": "EUR"},
        activities=[],
    ),
    Case(
        example="child_workflow",
        entry="app:parent_workflow",
        title="error",
        args=[{"skus": ["book", "unicorn"], "currency": "EUR"}],
        failure=("NotFound", "no price for unicorn"),
    ),
    Case(
        example="context_propagation",
        entry="app:order_workflow",
        context=CONTEXT,
        result={
            "user_id": "user-1",
            "tenant": "tenant-1",
            "all": CONTEXT,
            "activity": {"user_id": "user-1", "tenant": "tenant-1"},
            "impersonated": {"user_id": "support", "tenant": "tenant-1"},
            "child": CONTEXT,
        },
    ),
    Case(
        example="context_propagation",
        entry="app:order_workflow",
        title="missing",
        failure=("NotFound", "key not found: tenant"),
        activities=[],
    ),
    Case(example="concurrent_workers", entry="app:concurrent_workflow", args=[{}], result=_concurrent, activities=[]),
    Case(example="workflow_info", entry="app:info_workflow", args=[{"max_history": 25}], result=_info),
    Case(example="ids_and_time", entry="app:ticket_workflow", args=[{"pause": "100ms"}], result=_ticket),
    Case(
        example="activity_errors",
        entry="app:errors_workflow",
        args=[{"sku": "unicorn"}],
        result={
            "missing": {
                "kind": "NotFound",
                "retryable": False,
                "message": "no such product: unicorn",
                "sku": "unicorn",
                "retry_state": "NonRetryableFailure",
            },
            "unreliable": {
                "kind": "Internal",
                "message": "unreliable_activity.lua:2: cannot do it once",
                "retry_state": "MaximumAttemptsReached",
            },
            "exhausted": {
                "kind": "Internal",
                "message": "unreliable_activity.lua:2: cannot do it three times",
                "retry_state": "MaximumAttemptsReached",
            },
            "refused": {
                "kind": "Unavailable",
                "retryable": True,
                "message": "warming up",
                "retry_state": "NonRetryableFailure",
            },
            "ready": "ready",
        },
        activities=[
            "app:risky_activity",
            "app:unreliable_activity",
            "app:unreliable_activity",
            "app:warming_up",
            "app:warming_up",
        ],
    ),
    Case(
        example="approval",
        entry="app:shop_workflow",
        args=[{"id": "o-1"}, {"topic": "approve"}],
        result={"status": "completed", "tracking": "track-o-1"},
        activities=[],
    ),
    Case(
        example="approval",
        entry="app:shop_workflow",
        title="cancel",
        args=[{"id": "o-1"}, {"topic": "cancel", "reason": "out of stock"}],
        result={"status": "cancelled", "reason": "out of stock"},
    ),
    Case(
        example="job_queue",
        entry="app:producer_workflow",
        args=[3],
        result={
            "total_jobs": 3,
            "results": [{"job_id": n, "result": {"done": n, "data": {"id": n}}} for n in (1, 2, 3)],
        },
    ),
    Case(
        example="counter",
        entry="app:start_workflow",
        result={
            "same": True,
            "answers": [
                {"topic": "ack"},
                {"topic": "ok", "data": {"value": 3}},
                {"topic": "nak", "data": "amount must be a number"},
                {"topic": "ack"},
                {"topic": "ok", "data": {"value": 5}},
            ],
            "final": {"final_counter": 5},
        },
    ),
    Case(
        example="request_reply",
        entry="app:caller_workflow",
        result={"status": "processing", "progress": 75},
    ),
    Case(
        example="request_reply",
        entry="app:meeting_workflow",
        title="meeting",
        result={
            "met": {"ok": True, "received": {"echo": "hello", "topic": "cross_host_ping"}},
            "missed": {"ok": False, "error": "unknown external workflow execution"},
        },
    ),
    Case(
        example="spawned_children",
        entry="app:parent_workflow",
        args=["world"],
        result={
            "child": {"echo": "hello from parent"},
            "child_failed": False,
            "failure": {"from_child": True, "kind": "NotFound", "retryable": False, "message": "no such order"},
            "hello": "hello, world",
            "exec_error": {"kind": "NotFound", "retryable": False, "message": "no such order"},
        },
        activities=[],
    ),
    Case(
        example="monitoring",
        entry="app:watcher_workflow",
        result={
            "monitored": {"ok": True, "kind": "pid.exit", "value": {"iterations": 2}},
            "linked": {"ok": True, "kind": "pid.link.down", "error": "workflow terminated"},
            "terminated": {"kind": "pid.exit", "error": "workflow terminated"},
            "cancelled": {"ok": True, "from": True, "error": "workflow terminated"},
        },
    ),
    Case(
        example="start_options",
        entry="app:start_workflow",
        args=[{"id": "o-1", "wait": True}],
        result={
            "context": {"id": "o-1", "user_id": "user-1", "tenant": "tenant-1", "request_id": "req-abc"},
            "same": True,
            "conflict": "AlreadyExists",
            "ended": "o-1",
        },
    ),
]
