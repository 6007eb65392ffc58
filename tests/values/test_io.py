"""Files of the ``io`` library; reading is compared with real Lua."""

from __future__ import annotations

import contextvars
from pathlib import Path
from typing import Any

import pytest
from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib import base, io
from luaflow_runtime.values.calls import multi
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError

from .real_lua import run_lua

TEXT = "line1\nline2\n3.5 0x10 abc\n\nlast"
READS: list[list[Any]] = [[], ["L"], ["n", "n"], [4], ["l"], ["*a"], ["a"], ["l"], [0], ["n"]]


def test_reading_agrees_with_lua() -> None:
    def literal(value: Any) -> str:
        return str(value) if isinstance(value, int) else f"'{value}'"

    program = f"local f = io.tmpfile() f:write({TEXT!r}) f:seek('set')\n" + "\n".join(
        f"print(string.format('%q', table.concat({{f:read({', '.join(map(literal, formats))})}}, '|')))"
        for formats in READS
    )
    file = io.tmpfile()
    assert file.write(TEXT) is file and file.seek("set") == 0
    got = []
    for formats in READS:
        values = multi(file.read(*formats))
        text = "|".join(tostring(value) for value in values if value is not None)
        got += f'"{text}"'.replace("\n", "\\\n").split("\n")
    assert got == run_lua(program)


@pytest.mark.parametrize(
    "numeral", ["12", "-7 ", "0x1p4", "1e5x", ".5", "1.5e+3", "0x", "e5", "+3", "nan", "9223372036854775808", "1" * 250]
)
def test_reading_numerals(numeral: str) -> None:
    program = f"local f = io.tmpfile() f:write('{numeral}') f:seek('set') print(f:read('n')) print(f:read('a'))"
    file = io.tmpfile()
    file.write(numeral)
    file.seek("set")
    assert [tostring(file.read("n")), file.read("a")] == run_lua(program)


def test_open_write_and_lines(tmp_path: Path) -> None:
    path = str(tmp_path / "a.txt")
    file = io.open_(path, "w")
    assert file.write("a\n", 1, 2.0, "\n\udcff") is file
    assert (io.type_(file), file.flush(), file.close(), io.type_(file), io.type_(5)) == (
        "file",
        True,
        True,
        "closed file",
        None,
    )
    assert (tmp_path / "a.txt").read_bytes() == b"a\n12\n\xff"
    reader, _, _, opened = io.lines(path)
    assert [reader(), reader(), reader(), reader()] == ["a", "12", "\udcff", ()]
    assert io.type_(opened) == "closed file"
    with pytest.raises(LuaError, match="file is already closed"):
        reader()
    reader, *_ = io.lines(path, 1, "L")
    assert reader() == ("a", "\n")


def test_failures(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    assert io.open_(missing) == (None, f"{missing}: No such file or directory", 2)
    with pytest.raises(LuaError, match="bad argument #2 to 'open' \\(invalid mode\\)"):
        io.open_(missing, "rw")
    with pytest.raises(LuaError, match="cannot open file"):
        io.lines(missing)
    file = io.tmpfile()
    with pytest.raises(LuaError, match="invalid format"):
        file.read("x")
    file.close()
    for use in (file.read, file.write, file.lines, file.close, file.seek):
        with pytest.raises(LuaError, match="attempt to use a closed file"):
            use()
    assert tostring(file) == "file (closed)"
    readonly = tmp_path / "r"
    readonly.write_text("x")
    assert io.open_(str(readonly)).write("y")[2] == 9


def test_default_files_belong_to_the_run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "out"

    def redirected() -> None:
        io.output(str(path))
        io.write("file")
        io.close()

    contextvars.Context().run(redirected)
    contextvars.Context().run(io.write, "\udcffscreen", 1, 2.5)
    contextvars.Context().run(io.flush)
    assert path.read_text() == "file"
    assert capfdbinary.readouterr().out == b"\xffscreen12.5"
    assert io.STDOUT.close() == (None, "cannot close standard file")


def test_popen() -> None:
    process = io.popen("echo hi; exit 3")
    assert process.read("a") == "hi\n" and process.close() == (None, "exit", 3)
    assert io.popen("true").close() == (True, "exit", 0)
    assert io.popen("kill -9 $$").close() == (None, "signal", 9)


def test_pcall_of_a_method_that_was_read_from_the_object() -> None:
    file = io.tmpfile()
    file.write("text")
    file.seek("set")
    assert base.pcall(file.read, file, "a") == (True, "text")


def test_workflows_may_not() -> None:
    class Workflow:
        is_workflow = True

    def refused() -> None:
        CURRENT.set(Workflow())  # type: ignore[arg-type]
        for function in (io.open_, io.popen, io.read, io.write, io.lines, io.tmpfile):
            with pytest.raises(LuaError, match="cannot be used in a workflow"):
                function("x")

    contextvars.Context().run(refused)
