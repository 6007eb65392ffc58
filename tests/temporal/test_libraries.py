"""Libraries that need a host, on the asyncio host: errors, payload, ctx, uuid, crypto, logger, funcs, workflow."""

from __future__ import annotations

import logging
import uuid as python_uuid
from typing import Any

import pytest
from luaflow_runtime.lib import crypto, ctx, errors, funcs, logger, payload, uuid
from luaflow_runtime.lib import workflow as lua_workflow
from luaflow_runtime.lib.recorded import draw
from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.values.calls import first
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.ops import concat
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.types import type_name


async def on_host(function: Any, **options: Any) -> Any:
    """Run an ``async def`` as the main Lua thread of a process."""
    return await ProcessHost(**options).run(function())


def plain(table: Table) -> dict[Any, Any]:
    return {key: plain(value) if isinstance(value, Table) else value for key, value in iterate_raw(table)}


# errors


def test_error_objects() -> None:
    error = errors.new("disk")
    assert (error.kind(), error.message(), error.retryable(), error.details()) == ("", "disk", None, None)
    assert type_name(error) == "userdata"
    assert tostring(error) == "disk"
    assert concat("a: ", error, 5) == "a: disk5"
    assert concat(error, error) == "diskdisk"
    assert error != errors.new("disk")
    assert error.unwrap is None
    assert errors.new("NotFound", "message").message() == "NotFound"


def test_error_tables() -> None:
    table = Table(
        message="full",
        kind="Own",
        retryable=False,
        details=Table(1, 2, a="x", n=1.5, t=Table(deep=True), list=Table("lost"), f=errors.new),
    )
    error = errors.new(table)
    assert (error.kind(), error.retryable()) == ("Own", False)
    details = error.details()
    assert details is not None and details is not error.details()
    assert plain(details) == {"a": "x", "n": 1.5, "t": {"deep": True}, "list": {}}
    remote = errors.Error("m", details={"list": [1, "a"], "map": {"b": 2}})
    assert plain(remote.details() or Table()) == {"list": '[1,"a"]', "map": {"b": 2}}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5,), "bad argument #1 to 'new' (expected string or table, got number)"),
        ((Table(),), "bad argument #1 to 'new' (field 'message' must be a string, got nil)"),
        ((Table(message=5),), "field 'message' must be a string, got number"),
        ((Table(message="m", retryable=1),), "field 'retryable' must be a boolean, got number"),
        ((Table(message="m", details="d"),), "field 'details' must be a table, got string"),
    ],
)
def test_errors_new_refuses(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(LuaError) as caught:
        errors.new(*arguments)
    assert message in str(caught.value)


def test_wrapping() -> None:
    error = errors.new(Table(message="disk", kind="Internal", retryable=True, details=Table(a=1)))
    once = errors.wrap(error, "save")
    assert (once.message(), once.full_, once.kind(), once.retryable()) == ("disk", "save: disk", "Internal", True)
    twice = errors.wrap(once, "job")
    assert (twice.message(), twice.full_) == ("save: disk", "job: save: disk")
    assert errors.wrap("text", errors.new("context")).full_ == "context: text"
    for arguments in ((5, "x"), ("x", 5), (None, "x")):
        with pytest.raises(LuaError, match="bad argument"):
            errors.wrap(*arguments)


def test_is() -> None:
    error = errors.new(Table(message="m", kind="Conflict"))
    assert errors.is_(error, errors.LIBRARY.CONFLICT)
    assert not errors.is_(error, "")
    assert not errors.is_("text", "Conflict") and not errors.is_(None, "Conflict")
    with pytest.raises(LuaError, match="bad argument #2 to 'is'"):
        errors.is_(error, None)


def test_constants() -> None:
    library = errors.LIBRARY
    assert (library.NOT_FOUND, library.UNKNOWN, library.RATE_LIMITED) == ("NotFound", "", "RateLimited")
    with pytest.raises(LuaError):
        library.NOT_FOUND = "x"


def test_call_stack() -> None:
    assert errors.call_stack("text") is None
    error = errors.Error("m", remote="stack traceback:\n\torder.lua:12: in function 'main'\n\ta:b.lua:3: in main chunk")
    stack = errors.call_stack(error)
    assert stack is not None
    assert plain(stack)["frames"] == {
        1: {"level": 0, "source": "order.lua", "line": 12, "name": "function 'main'", "type": "Lua"},
        2: {"level": 1, "source": "a:b.lua", "line": 3, "name": "main chunk", "type": "Lua"},
    }


# payload, ctx


def test_payloads() -> None:
    value = payload.new(Table(a=1))
    assert value.get_format() == payload.LIBRARY.format_.LUA == "lua/any"
    assert tostring(value) == "payload{format=lua/any}"
    text, _ = value.transcode(payload.LIBRARY.format_.JSON)
    assert text is not None and text.value_ == '{"a":1}'
    back, problem = text.unmarshal()
    assert problem is None and plain(back) == {"a": 1}
    assert payload.new(errors.new("x")).get_format() == "golang/error"
    nothing, problem = payload.new(payload.new).transcode("json/plain")
    assert nothing is None and problem is not None and problem.kind() == "Internal"
    assert payload.new(5).transcode("text/plain")[0].value_ == "5"  # type: ignore[union-attr]
    assert payload.new(True).transcode("text/plain")[0] is None


async def test_context_values() -> None:
    async def main() -> Any:
        tenant, _ = ctx.get("tenant")
        table, _ = ctx.get("map")
        table["new"] = 1
        again, _ = ctx.get("map")
        missing, problem = ctx.get("nothing")
        assert missing is None and problem is not None
        empty, required = ctx.get("")
        assert empty is None and required is not None
        return tenant, plain(again), problem.kind() + problem.message(), required.kind(), plain(first(ctx.all()))

    result = await on_host(main, context={"tenant": "acme", "map": {"a": [1, 2]}})
    assert result == (
        "acme",
        {"a": {1: 1, 2: 2}},
        "NotFoundkey not found: nothing",
        "Invalid",
        {"tenant": "acme", "map": {"a": {1: 1, 2: 2}}},
    )


# uuid


async def test_uuid_versions() -> None:
    async def main() -> Any:
        return tuple(first(make()) for make in (uuid.v1, uuid.v4, uuid.v7))

    for text, version in zip(await on_host(main), (1, 4, 7)):
        parsed = python_uuid.UUID(text)
        assert (parsed.version, parsed.variant) == (version, python_uuid.RFC_4122)


NIL = "00000000-0000-0000-0000-000000000000"


async def test_uuid_reading() -> None:
    dns = str(python_uuid.NAMESPACE_DNS)
    assert uuid.v5(dns, "é")[0] == str(python_uuid.uuid5(python_uuid.NAMESPACE_DNS, "é"))
    assert uuid.v3(dns, "a")[0] == str(python_uuid.uuid3(python_uuid.NAMESPACE_DNS, "a"))
    assert uuid.v5("x", "a")[1].message() == "invalid namespace UUID"  # type: ignore[union-attr]
    assert uuid.v5(dns, 5)[1].message() == "namespace and name must be strings"  # type: ignore[union-attr]
    for text in (dns, dns.upper(), f"urn:uuid:{dns}", f"{{{dns}}}", dns.replace("-", "")):
        assert uuid.validate(text) is True
        assert uuid.version(text) == (1, None)
        assert uuid.variant(text) == ("RFC4122", None)
        assert uuid.format(text, "simple")[0] == dns.replace("-", "")
    for text in ("", "x", dns + "0", dns[:-1], f"{{{dns}", 5, None, f"{dns}\n"):
        assert uuid.validate(text) is False
    assert uuid.format(dns)[0] == dns
    assert uuid.format(dns, "urn")[0] == f"urn:uuid:{dns}"
    assert uuid.format(dns, "odd")[1].message() == "unsupported format"  # type: ignore[union-attr]
    assert uuid.version(5)[1].message() == "input must be a string"  # type: ignore[union-attr]
    assert uuid.version("5")[1].message() == "invalid UUID format"  # type: ignore[union-attr]
    assert uuid.variant(NIL)[0] == "NCS"

    async def main() -> Any:
        one, _ = uuid.parse("C232AB00-9414-11EC-B3C8-9F6BDECED846")
        seven, _ = uuid.parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
        assert one is not None and seven is not None
        return plain(one), plain(seven)

    one, seven = await on_host(main)
    assert (one["version"], one["timestamp"], one["variant"]) == (1, 1645557742, "RFC4122")
    assert one["node"].encode("utf-8", "surrogateescape").hex() == "9f6bdeced846"
    assert seven == {"version": 7, "variant": "RFC4122", "timestamp": 1645557742}


# crypto


async def test_crypto() -> None:
    async def main() -> Any:
        raw = first(await crypto.random_bytes(5))
        text = first(await crypto.random_string(20))
        chosen = first(await crypto.random_string(6, "xyz"))
        problems = [
            (await crypto.random_bytes(0))[1],
            (await crypto.random_bytes(1048577))[1],
            (await crypto.random_string(1, ""))[1],
        ]
        return raw, text, chosen, [problem.kind() for problem in problems if problem is not None]

    raw, text, chosen, kinds = await on_host(main)
    assert len(raw.encode("utf-8", "surrogateescape")) == 5
    assert len(text) == 20 and text.isalnum()
    assert set(chosen) <= set("xyz")
    assert kinds == ["Invalid"] * 3
    # RFC 4231, test case 2; RFC 6070's parameters with SHA-256.
    assert crypto.hmac_sha256("Jefe", "what do ya want for nothing?")[0] == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    assert crypto.hmac_sha256("", "x")[1].kind() == "Invalid"  # type: ignore[union-attr]
    derived = crypto.pbkdf2("password", "salt", 2, 32)[0]
    assert derived is not None
    assert derived.encode("utf-8", "surrogateescape").hex() == (
        "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43"
    )
    for arguments in (("", "s", 1, 1), ("p", "", 1, 1), ("p", "s", 0, 1), ("p", "s", 1, 0), ("p", "s", 1, 1, "md5")):
        assert crypto.pbkdf2(*arguments)[1].kind() == "Invalid"  # type: ignore[union-attr]
    assert crypto.constant_time_compare("a\udcff", "a\udcff") is True
    assert crypto.constant_time_compare("a", "b") is False
    with pytest.raises(ValueError, match="unknown recorded value 'odd'"):
        draw("odd", ())


# logger


async def test_logger(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "luaflow")
    fields = Table(error=errors.wrap(errors.new("x"), "y"), kept=1)

    async def main() -> None:
        log = logger.LIBRARY.named("a").named("b").with_(Table(common=True))
        log.info("hello", Table(n=1, t=Table(1, 2)))
        log.error("bad", fields)
        for wrong in (lambda: log.info("x", 5), lambda: log.named(""), lambda: log.info(Table())):
            with pytest.raises(LuaError, match="bad argument"):
                wrong()
        with pytest.raises(LuaError, match="bad argument"):
            logger.Logger.info("called with a dot")  # type: ignore[arg-type]

    await on_host(main)
    assert [record.levelname for record in caplog.records] == ["INFO", "ERROR"]
    assert caplog.records[0].__dict__["fields"] == {"common": True, "n": 1, "t": [1, 2], "logger": "a.b"}
    assert caplog.records[1].__dict__["fields"] == {"common": True, "error": "y: x", "kept": 1, "logger": "a.b"}
    assert plain(fields) == {"kept": 1}


# funcs and workflow outside workflows


async def test_calls_outside_a_package() -> None:
    async def main() -> Any:
        value, error = await funcs.call("app:x")
        assert value is None and error is not None
        future, _ = funcs.async_("app:x")
        assert future is not None
        item, ok = await future.channel().receive()
        with pytest.raises(LuaError, match="bad argument #1 to 'call'"):
            await funcs.call(5)
        return error.kind(), item.kind(), ok, future.error()[1], future.result()[1] is item

    assert await on_host(main) == ("Unavailable", "Unavailable", True, True, True)


async def test_executors_are_immutable() -> None:
    seen: list[tuple[Any, ...]] = []

    async def call(target: str, args: tuple[Any, ...], options: Any, context: Any) -> tuple[Any, Any]:
        seen.append((target, args, dict(options), dict(context)))
        return args[0], None

    async def main() -> Any:
        base = funcs.new()
        one, _ = base.with_options(Table(a=1, t=Table(1, 2), f=call))
        assert one is not None
        two, _ = one.with_options(Table(b=2))
        assert two is not None
        three, _ = two.with_context(Table(1, x=Table(y=1), f=call))
        assert three is not None
        four, _ = three.with_context(Table(z="z"))
        assert four is not None
        await base.call("a:b", 0)
        await one.call("a:b", 1)
        await three.call("a:b", 2)
        return await four.call("a:b", 3)

    assert await on_host(main, call=call, context={"own": True, "x": 0}) == (3, None)
    assert seen == [
        ("a:b", (0,), {}, {"own": True, "x": 0}),
        ("a:b", (1,), {"a": 1, "t": [1, 2]}, {"own": True, "x": 0}),
        ("a:b", (2,), {"b": 2}, {"own": True, "x": {"y": 1}}),
        ("a:b", (3,), {"b": 2}, {"own": True, "x": {"y": 1}, "z": "z"}),
    ]


async def test_workflow_functions_outside_workflows() -> None:
    async def main() -> Any:
        _, error = await lua_workflow.exec("a:b")
        _, problem = lua_workflow.attrs(Table(memo=Table(a=1)))
        assert error is not None and problem is not None
        return (
            lua_workflow.info(),
            lua_workflow.version("x", 1, 3),
            lua_workflow.history_length(),
            lua_workflow.history_size(),
            error.message(),
            problem.kind(),
        )

    assert await on_host(main) == (
        (None, None),
        (3, None),
        (0, None),
        (0, None),
        "workflow.exec outside workflow context not yet supported",
        "Invalid",
    )
