"""``os``: dates agree with Lua; workflows may call only what is pure."""

from __future__ import annotations

import os as python_os
import random
import sys
import time as python_time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from luaflow_runtime import host
from luaflow_runtime.lib import os
from luaflow_runtime.lib.refusal import refuse_in_workflow
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    python_time.tzset()
    yield
    monkeypatch.undo()
    python_time.tzset()


class _Place:
    """A host as far as ``os`` asks for one."""

    table = Table

    def __init__(self, is_workflow: bool) -> None:
        self.is_workflow = is_workflow

    def now_ns(self) -> int:
        return 1_700_000_000_999_999_999


@pytest.fixture
def in_workflow() -> Iterator[None]:
    token = host.CURRENT.set(_Place(True))  # type: ignore[arg-type]
    yield
    host.CURRENT.reset(token)


_LETTERS = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"


def test_every_conversion(same_as_lua: Any) -> None:
    random_ = random.Random(10)
    everything = (
        "|".join(f"%{letter}" for letter in _LETTERS) + "|%Ec%EC%Ex%EX%Ey%EY%Od%Oe%OH%OI%Om%OM%OS%Ou%OU%OV%Ow%OW%Oy"
    )
    times = [0, -1, 951782400, 951868800, 1e9, 253402300800, -62135596800, 2**31, -(2**31), 1704067199]
    times += [random_.randrange(-(10**11), 10**11) for _ in range(300)]
    # The days around each new year, where weeks belong to either.
    times += [86400 * (365 * n + n // 4) + day * 86400 for n in range(60) for day in (-2, -1, 0, 1, 2, 3)]
    # C libraries differ in how they fill years of less than four digits.
    calls: list[Any] = [("os.date", ("!" + everything, t)) for t in times if t >= -30610224000]
    calls += [("os.date", ("!*t", t)) for t in times]
    same_as_lua(calls, {"os.date": os.date})


def test_invalid_conversions(same_as_lua: Any) -> None:
    forms = ["!%", "!%E", "!%Ez", "!%Q", "!%Oc", "!a%5d", "!%é", "!%k rest", "!%EO", "!%s", "!%P", "!%l", "!%+", "!%O"]
    calls: list[Any] = [("os.date", (form, 0)) for form in forms]
    calls += [
        ("os.date", ("!%c", "x")),
        ("os.date", ("!%c", 1.5)),
        ("os.date", ("!%c", "86400")),
        ("os.date", ("!%c", 3e5)),
        ("os.date", ("!%Y", 2**62)),
        ("os.date", ("!*t", 67768036191676799)),
        ("os.date", ("!*t", 67768036191676800)),
        ("os.date", ("!*t", -67768040609740800)),
        ("os.date", ("!*t", -67768040609740801)),
        ("os.date", (True, 0)),
        ("os.date", ("!é%Y\0%m", 0)),
        ("os.date", ("!*tx", 0)),
        ("os.date", ("", 0)),
    ]
    same_as_lua(calls, {"os.date": os.date})


_DATE = {"year": 2024, "month": 2, "day": 29}


def _date_tables() -> list[Table]:
    tables = [
        Table(**_DATE),
        Table(**_DATE, hour=23, min=59, sec=60),
        Table(**{**_DATE, "month": 14, "day": -3}),
        Table(**{**_DATE, "month": 0}, hour=-5, min=1000, sec=-100000),
        Table(year="2024", month="2", day=3.0),
        Table(year=1970, month=1, day=1, hour=0),
        Table(year=1900, month=1, day=1),
        Table(year=9999, month=12, day=31, hour=23, isdst=False),
        Table(year=12345, month=1, day=1),
        Table(month=1, day=1),
        Table(year=2024, day=1),
        Table(year=2024, month=1),
        Table(year="x", month=1, day=1),
        Table(year=2024.5, month=1, day=1),
        Table(year=True, month=1, day=1),
        Table(year=2024, month=1, day=2**31),
        Table(year=2024, month=1, day=2**31 - 1),
        Table(year=2**31 + 1900, month=1, day=1),
        Table(year=2024, month=1, day=1, hour=-(2**31)),
        Table(year=2024, month=1, day=1, hour=-(2**31) - 1),
        Table(),
    ]
    random_ = random.Random(11)
    for _ in range(200):
        tables.append(
            Table(
                year=random_.randrange(1800, 2300),
                month=random_.randrange(-30, 30),
                day=random_.randrange(-100, 100),
                hour=random_.randrange(-100, 100),
                min=random_.randrange(-100, 100),
                sec=random_.randrange(-100, 100),
            )
        )
    return tables


def _time_and_fields(fields: Table) -> tuple[Any, ...]:
    return os.time(fields), fields


_TIME = "(function(t) return os.time(t), t end)"


@pytest.mark.usefixtures("utc")
def test_time_of_fields(same_as_lua: Any) -> None:
    calls: list[Any] = [(_TIME, (table,)) for table in _date_tables()]
    calls += [("os.time", (1,)), ("os.difftime", (5, 2)), ("os.difftime", (5,)), ("os.difftime", ("5", 2.0))]
    same_as_lua(calls, {_TIME: _time_and_fields, "os.time": os.time, "os.difftime": os.difftime})


@pytest.mark.usefixtures("in_workflow")
def test_time_of_fields_in_workflows_is_utc(same_as_lua: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    python_time.tzset()
    try:
        same_as_lua([(_TIME, (table,)) for table in _date_tables()], {_TIME: _time_and_fields})
        assert os.date("%H %Z", 0) == "00 UTC"
    finally:
        monkeypatch.undo()
        python_time.tzset()


def test_local_zone_outside_workflows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5EDT,M3.2.0,M11.1.0")
    python_time.tzset()
    try:
        assert os.date("%F %T %z %Z", 1720000000) == "2024-07-03 05:46:40 -0400 EDT"
        assert os.date("*t", 1720000000).isdst is True
        assert os.time(Table(year=2024, month=7, day=3, hour=5, min=46, sec=40)) == 1720000000
    finally:
        monkeypatch.undo()
        python_time.tzset()


_FORBIDDEN: list[tuple[Callable[[], Any], str]] = [
    (lambda: os.time(), "`os.time` reads the wall clock and cannot be used in a workflow; use time.now()"),
    (lambda: os.date(), "`os.date` reads the wall clock"),
    (lambda: os.date("!%c"), "use time.now()"),
    (lambda: os.clock(), "`os.clock` reads the wall clock"),
    (lambda: os.getenv("HOME"), "`os.getenv` reads the worker's environment"),
    (lambda: os.setlocale("C"), "`os.setlocale`"),
    (lambda: os.exit(), "`os.exit` exists only outside workflows"),
    (lambda: os.execute("true"), "`os.execute` reaches outside the workflow"),
    (lambda: os.remove("/nowhere"), "funcs.call"),
    (lambda: os.rename("/nowhere", "/x"), "`os.rename`"),
    (lambda: os.tmpname(), "`os.tmpname`"),
]


@pytest.mark.usefixtures("in_workflow")
@pytest.mark.parametrize(("call", "message"), _FORBIDDEN)
def test_refused_in_workflows(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(LuaError) as caught:
        call()
    assert message in caught.value.value


@pytest.mark.usefixtures("in_workflow")
def test_allowed_in_workflows() -> None:
    assert os.date("!%Y-%m-%d", 0) == "1970-01-01"
    assert os.time(Table(year=1970, month=1, day=1, hour=0)) == 0
    assert os.difftime(3, 1) == 2.0
    assert os.LIBRARY.platform == "wippy"


def test_nothing_is_refused_outside_workflows() -> None:
    refuse_in_workflow("os.time", "clock")
    token = host.CURRENT.set(_Place(False))  # type: ignore[arg-type]
    try:
        assert os.time() == 1_700_000_000
        assert os.date("!%T") == "22:13:20"
    finally:
        host.CURRENT.reset(token)


def test_time_without_a_host() -> None:
    assert abs(os.time() - python_time.time()) < 5
    assert isinstance(os.clock(), float)


def test_files(tmp_path: Path) -> None:
    name = os.tmpname()
    assert python_os.path.getsize(name) == 0
    other = str(tmp_path / "moved")
    python_os.link(name, tmp_path / "linked")
    assert os.rename(str(tmp_path / "linked"), other) is True
    assert os.remove(other) is True
    assert os.remove(name) is True
    assert os.remove(name) == (None, f"{name}: No such file or directory", 2)
    assert os.rename(name, other) == (None, "No such file or directory", 2)
    (tmp_path / "folder").mkdir()
    assert os.remove(str(tmp_path / "folder")) is True


def test_environment_and_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUAFLOW_TEST", "\udcffé")
    assert os.getenv("LUAFLOW_TEST") == "\udcffé"
    assert os.getenv("LUAFLOW_TEST_ABSENT") is None
    assert os.execute() is True
    assert os.execute("exit 3") == (None, "exit", 3)
    assert os.execute("true") == (True, "exit", 0)
    assert os.execute("kill -9 $$") == (None, "signal", 9)
    assert os.setlocale() == "C"
    assert os.setlocale("de_DE") is None


@pytest.mark.parametrize(("code", "status"), [(None, 0), (True, 0), (False, 1), (7, 7)])
def test_exit(code: Any, status: int) -> None:
    with pytest.raises(SystemExit) as caught:
        os.exit(code)
    assert caught.value.code == status
    assert sys.exc_info() == (None, None, None)
