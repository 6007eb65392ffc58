"""Modules as the compiler writes them, by hand, in one file: entries of the package ``flows``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luaflow_runtime import LuaWorkflow, library, run_activity
from luaflow_runtime.entry import ActivityTarget, Entry, Registry, WorkflowTarget
from luaflow_runtime.lib import crypto, ctx, errors, funcs, logger, payload, uuid
from luaflow_runtime.lib import workflow as lua_workflow
from luaflow_runtime.lib.channel import select
from luaflow_runtime.lib.coroutine import spawn
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import define_table
from luaflow_runtime.values.source import SourceInfo
from temporalio import activity, workflow

__luaflow__ = SourceInfo("order.lua", __package__ or "", "flows")

Flow = define_table(
    (
        "own",
        "amount",
        "customer",
        "kind",
        "message",
        "total",
        "sleep",
        "seen",
        "channel",
        "value",
        "ok",
        "fail",
        "field",
        "missing",
    ),
    __name__,
)

ACTIVITIES: list[Callable[..., Any]] = []
WORKFLOWS: list[type] = []

REGISTRY = Registry(
    activities={
        "app:charge": ActivityTarget(name="app:charge", worker="app:worker"),
        "app:slow": ActivityTarget(name="app:slow", worker="app:worker"),
        "app:quick": ActivityTarget(name="app:quick", worker="app:worker", local=True),
        "app:python": ActivityTarget(name="python_function", worker="app:worker"),
        "app:limited": ActivityTarget(
            name="app:charge", worker="app:worker", options={"activity.retry_policy": {"maximum_attempts": 2}}
        ),
    },
    functions={"app:inner": "inner_function"},
    workflows={"app:child": WorkflowTarget(name="app:child", worker="app:worker")},
)


def declare_function(name: str, main: Callable[..., Any]) -> None:
    entry = _entry(name, "function.lua", lambda *_: main)

    @activity.defn(name=entry.id)
    async def run(*args: Any) -> Any:
        return await run_activity(entry, args)

    ACTIVITIES.append(run)


def _entry(name: str, kind: str, chunk: Callable[..., Any], **more: Any) -> Entry:
    return Entry(
        id=f"app:{name}",
        kind=kind,
        chunk=chunk,
        method="main",
        table=Flow,
        source=__luaflow__,
        registry=REGISTRY,
        worker="app:worker",
        **more,
    )


# Functions.


async def charge(order: Any = None) -> Any:
    if order.fail == "error":
        return None, errors.new(
            Flow(message="card declined", kind="Conflict", retryable=False, details=Flow(code="E42", nested=Flow(a=1)))
        )
    if order.fail == "text":
        return None, "no luck"
    if order.fail == "raise":
        raise LuaError("order.lua:7: boom")
    if order.fail == "index":
        return order.missing.field
    if order.fail == "context":
        return ctx.get("tenant")
    if order.fail == "calls":
        value, err = await funcs.call("app:inner", Flow(amount=order.amount))
        future, _ = funcs.async_("app:inner", Flow(fail="kind"))
        other = []

        async def beside() -> None:
            other.append((await funcs.call("app:inner", Flow(fail="nap", amount=9)))[0])
            other.append(ctx.get("own")[1].kind())

        await spawn(beside)
        other.append(ctx.all()[0].own is None)
        failure, _ = await future.channel().receive()
        await _sleep(0.3)
        other.append(len(other))
        _, unknown = await funcs.call("app:unknown")
        return Flow(
            value=value,
            err=err,
            failure=failure.kind(),
            unknown=unknown.kind() + ": " + unknown.message(),
            other=Flow(*other),
        )
    if order.fail == "cancel":
        _, err = await funcs.call("app:inner", Flow(fail="sleep"))
        return err.kind()
    return Flow(id="p-1", amount=order.amount)


async def slow(seconds: Any = None) -> Any:
    from luaflow_runtime.host import current

    host = current()
    await host.scheduler.external(lambda: host.sleep(int(seconds * 1e9)))
    return "slept"


async def inner(order: Any = None) -> Any:
    if order.fail == "kind":
        return None, errors.new(Flow(message="inner failed", kind="Unavailable"))
    if order.fail == "sleep":
        await _sleep(30)
    if order.fail == "nap":
        await _sleep(0.1)
    return ctx.get("tenant")[0], order.amount


declare_function("charge", charge)
declare_function("slow", slow)
declare_function("quick", lambda value=None: (None, "refused") if value is None else value)


INNER = _entry("inner", "function.lua", lambda *_: inner)


@activity.defn(name="python_function")
async def python_function(order: dict[str, Any]) -> dict[str, Any]:
    """An activity of a worker that knows nothing of Lua."""
    if order.get("fail"):
        raise ValueError("python failed")
    return {"b": 1, "a": [1, 2.0, order]}


ACTIVITIES.append(python_function)


# Workflows.


async def main(order: Any = None) -> Any:
    payment, err = await funcs.call("app:charge", Flow(amount=order.total, fail=order.fail))
    if err is not None:
        return None, err
    await _sleep(0.01)
    return Flow(status="done", payment=payment.id, amount=payment.amount, total=order.total)


async def _sleep(seconds: float) -> None:
    from luaflow_runtime.host import current

    host = current()
    await host.scheduler.external(lambda: host.sleep(int(seconds * 1e9)))


ORDER = _entry("order", "workflow.lua", lambda *_: Flow(main=main))


@workflow.defn(name="app:order", sandboxed=False)
class OrderWorkflow(LuaWorkflow):
    """Workflow ``app:order`` of order.lua."""

    entry = ORDER

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


WORKFLOWS.append(OrderWorkflow)


async def errors_main(what: Any = None, argument: Any = None) -> Any:
    match what:
        case "raise text":
            raise LuaError("order.lua:3: broken")
        case "raise error":
            raise LuaError(errors.new(Flow(message="gone", kind="NotFound", retryable=True)))
        case "return text":
            return 5, "bad"
        case "native":
            return argument.field.deeper
        case "function":
            return Flow(a=Flow(f=errors_main))
        case "bug":
            raise RuntimeError("a defect")
        case "timeout bug":
            raise TimeoutError("asyncio's own")
        case "values":
            return Flow(1, 2.0, "x", True, Flow(), "\udcff"), False
        case "binary":
            return "\udcff\x00"
        case "nothing":
            return ()
        case "details":
            _, err = await funcs.call("app:charge", Flow(fail=argument))
            return Flow(
                kind=err.kind(),
                message=err.message(),
                retryable=tostring(err.retryable()),
                details=err.details(),
                stack=err.stack(),
                text=tostring(err),
            )
        case "python":
            value, err = await funcs.call("app:python", argument)
            return value if err is None else Flow(kind=err.kind(), message=err.message(), retryable=err.retryable())
        case "unencodable":
            value, err = await funcs.call("app:charge", Flow(a=Flow(errors_main)))
            return tostring(value) + " " + err.kind() + " " + err.message()
        case "targets":
            found = []
            for target in ("", "x", "ns:", "a:b"):
                _, err = funcs.async_(target)
                found.append(err.message() if err is not None else "started")
            return Flow(*found)
        case "options":
            executor, _ = funcs.new().with_options(argument)
            value, err = await executor.call("app:charge", Flow(amount=1, fail="raise"))
            return Flow(kind=err.kind(), message=err.message(), details=err.details())
        case "local":
            value, _ = await funcs.call("app:quick", Flow(x=1))
            _, err = await funcs.call("app:quick")
            return Flow(value=value, kind=err.kind(), message=err.message(), details=err.details())
        case "unregistered":
            executor, _ = funcs.new().with_options(Flow(**{"activity.retry_policy": Flow(maximum_attempts=1)}))
            _, err = await executor.call("app:nobody")
            return Flow(kind=err.kind(), message=err.message())
        case "timeout":
            executor, _ = funcs.new().with_options(
                Flow(**{"activity.start_to_close_timeout": 200, "activity.retry_policy": Flow(maximum_attempts=1)})
            )
            _, err = await executor.call("app:slow", 5)
            return Flow(kind=err.kind(), details=err.details(), retryable=err.retryable())
        case "heartbeat":
            executor, _ = funcs.new().with_options(Flow(**{"activity.heartbeat_timeout": "600ms"}))
            return await executor.call("app:slow", 1.5)
    return "nothing of that name"


ERRORS = _entry("errors", "workflow.lua", lambda *_: errors_main)


@workflow.defn(name="app:errors", sandboxed=False)
class ErrorsWorkflow(LuaWorkflow):
    """Workflow ``app:errors``."""

    entry = ERRORS

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


WORKFLOWS.append(ErrorsWorkflow)


async def parts_main(what: Any = None, argument: Any = None, more: Any = None) -> Any:
    match what:
        case "futures":
            first, _ = funcs.async_("app:charge", Flow(amount=1))
            second, _ = funcs.async_("app:charge", Flow(fail="error"))
            before = first.is_complete(), first.result()
            value, ok = await first.response().receive()
            again, still = await first.channel().receive()
            failure, failed_ok = await second.channel().receive()
            return Flow(
                before=tostring(before[0]) + tostring(before[1][0]),
                amount=value.data()[0].amount,
                ok=ok,
                again=tostring(again) + tostring(still),
                failure=failure.kind(),
                failed_ok=failed_ok,
                same=first.result()[0].data()[0].amount,
                error=second.error()[0].message(),
            )
        case "cancel future":
            future, _ = funcs.async_("app:slow", 30)
            early, _ = funcs.async_("app:slow", 31)
            early.cancel()
            await _sleep(0.2)
            future.cancel()
            value, ok = await future.channel().receive()
            _, err = future.result()
            return Flow(value=tostring(value), ok=ok, canceled=future.is_canceled(), err=err.kind() + err.message())
        case "uuid":
            return Flow(*(make()[0] for make in (uuid.v1, uuid.v4, uuid.v7)))
        case "crypto":
            raw, _ = await crypto.random_bytes(8)
            text, _ = await crypto.random_string(12, "ab")
            odd, _ = await crypto.random_string(4, "\u00e9")
            identity, _ = await crypto.random_uuid()
            return Flow(raw=raw, text=text, odd=odd, uuid=identity)
        case "info":
            return lua_workflow.info()
        case "context":
            own, err = ctx.get("tenant")
            executor, _ = funcs.new().with_context(Flow(tenant="inner", f=parts_main))
            inner, _ = await executor.call("app:charge", Flow(fail="context"))
            activity_sees, problem = await funcs.call("app:charge", Flow(fail="context"))
            child, _ = await lua_workflow.exec("app:child", "context")
            return Flow(
                own=own,
                err=err and err.message(),
                inner=inner,
                activity=activity_sees,
                problem=problem and problem.kind(),
                child=child,
                all=ctx.all()[0],
            )
        case "child":
            value, err = await lua_workflow.exec("app:child", argument)
            if err is not None:
                return Flow(kind=err.kind(), message=err.message(), retryable=err.retryable(), details=err.details())
            return value
        case "named child":
            return await lua_workflow.with_options(
                Flow(
                    **{
                        "workflow.id": argument,
                        "workflow.memo": Flow(a=1),
                        "workflow.search_attributes": Flow(customer="c"),
                    }
                )
            ).exec("app:child", "id")
        case "version":
            versions = [lua_workflow.version("change", 1, 2)[0] for _ in range(3)]
            return Flow(
                *versions, tostring(lua_workflow.version("", 1, 2)[1]), lua_workflow.version("x", 3, 1)[1].message()
            )
        case "attrs":
            ok, err = lua_workflow.attrs(Flow(search=argument, memo=Flow(note=Flow(z=1, a=2), n=5)))
            return Flow(ok=ok, err=err and err.message())
        case "compensate":
            _, err = await funcs.call("app:slow", 30)
            value, _ = await funcs.call("app:charge", Flow(amount=7))
            return Flow(kind=err.kind(), amount=value.amount)
        case "interrupted":
            # Each wait of main is interrupted once; what it does afterwards works again.
            from luaflow_runtime.lib.base import pcall
            from luaflow_runtime.lib.channel import new

            channel = new(0)

            async def other() -> None:
                await _sleep(3600)

            if argument in ("receive", "select"):
                await spawn(other)
            match argument:
                case "sleep":
                    result = await pcall(_sleep, 3600)
                case "receive":
                    result = await pcall(channel.receive)
                case "select":
                    result = await pcall(select, Flow(channel.case_receive()))
                case "child":
                    result = await lua_workflow.exec("app:parts", "wait")
                case "waited child":
                    result = await lua_workflow.with_options(Flow(**{"workflow.wait_for_cancellation": True})).exec(
                        "app:parts", "interrupted", "sleep"
                    )
                case _:
                    executor, _ = funcs.new().with_options(
                        Flow(**{"activity.wait_for_cancellation": True, "activity.heartbeat_timeout": 300})
                    )
                    result = await executor.call("app:slow", 30)
            await _sleep(0.01)
            value, _ = await funcs.call("app:charge", Flow(amount=3))
            if result[1] is None:
                return Flow(result=result[0], amount=value.amount)
            return Flow(kind=result[1].kind(), message=result[1].message(), amount=value.amount)
        case "wait":
            await _sleep(3600)
            return "woke"
        case "spin":
            from luaflow_runtime.lib.channel import new

            channel = new(0)

            async def worker() -> Any:
                await funcs.call("app:charge", Flow(amount=1))
                await channel.send("from worker")

            await spawn(worker)
            r = await select(Flow(channel.case_receive()))
            return r.value
        case "library":
            return Flow(library(LIBRARY), library(LIBRARY))
        case "log":
            logger.LIBRARY.info("hello", Flow(a=1))
            return tostring(payload.new(5))
        case "gated":
            before, _ = lua_workflow.version("gate", argument, more)
            await _sleep(0.3)
            after, _ = lua_workflow.version("gate", argument, more)
            return Flow(before, after)
        case "deadlock":
            from luaflow_runtime.lib.channel import new

            await new(0).receive()


_loads: list[int] = []


def _library_chunk(*_: Any) -> Any:
    _loads.append(1)
    return len(_loads)


LIBRARY = _entry("lib", "library.lua", _library_chunk)
PARTS = _entry("parts", "workflow.lua", lambda *_: parts_main)


@workflow.defn(name="app:parts", sandboxed=False)
class PartsWorkflow(LuaWorkflow):
    """Workflow ``app:parts``."""

    entry = PARTS

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


WORKFLOWS.append(PartsWorkflow)


async def child_main(what: Any = None) -> Any:
    if what == "context":
        return ctx.get("tenant")
    if what == "id":
        info, _ = lua_workflow.info()
        return info.workflow_id
    if what == "fail":
        return None, errors.new("child failed")
    return Flow(echo=what)


CHILD = _entry("child", "workflow.lua", lambda *_: child_main)


@workflow.defn(name="app:child", sandboxed=False)
class ChildWorkflow(LuaWorkflow):
    """Workflow ``app:child``."""

    entry = CHILD

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


WORKFLOWS.append(ChildWorkflow)

STRICT = _entry("strict", "workflow.lua", lambda *_: errors_main, task_failure=True)


@workflow.defn(name="app:strict", sandboxed=False)
class StrictWorkflow(LuaWorkflow):
    """Workflow ``app:strict``, whose worker says ``workflow_failure: task``."""

    entry = STRICT

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


WORKFLOWS.append(StrictWorkflow)

ODD = _entry("odd", "workflow.lua", lambda *_: Flow(other=errors_main))


@workflow.defn(name="app:odd", sandboxed=False)
class OddWorkflow(LuaWorkflow):
    """Workflow ``app:odd``, whose chunk does not return its method."""

    entry = ODD

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


WORKFLOWS.append(OddWorkflow)
