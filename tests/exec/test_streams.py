"""Standard streams are those of the process: what children write and what is read stands in order, as under real Lua."""

from __future__ import annotations

import shutil

import pytest

from tests.exec.harness import normalise, run_command, run_lua

pytestmark = pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")

PROGRAMS = {
    "children_write_between": (
        'io.write("a") io.flush() os.execute("printf b") print("c")\n'
        'local p = io.popen("cat", "w") p:write("through cat\\n") p:close() print(io.popen("echo d"):read("a"))\n'
        'io.stdout:write("e\\n") io.stdout:flush() print(os.execute("exit 3"))'
    ),
    "children_read_the_same_input": (
        'print(io.read("l")) local p = io.popen("echo own input", "r") print(p:read("a"), p:close()) print(io.read("a"))'
    ),
    "formats_of_standard_input": (
        'print(io.read()) print(io.stdin:read("n", "n")) print(io.read("L")) for l in io.lines() do print(#l, l) end\n'
        'print(io.read("a"), io.read("l"), io.read(0))'
    ),
    "lines_of_standard_input": 'for a, b in io.stdin:lines(1, "l") do print(a, b) end print(io.type(io.stdin))',
    "errors_go_to_standard_error": 'io.stderr:write("to stderr\\n") io.stdout:write("to stdout") error("last", 0)',
    "output_of_exit": 'io.write("no line end") os.exit(7, true)',
    "standard_files_cannot_be_closed": "print(io.stdin:close()) print(pcall(io.close)) print(io.stderr:seek() == nil)",
}
INPUT = b"first line\n12 0x1F rest\nthird\n\nlast \xff\xc3\xa9"


@pytest.mark.parametrize("name", PROGRAMS)
def test_streams_are_those_of_lua(name: str) -> None:
    ours, theirs = (run(PROGRAMS[name], stdin=INPUT) for run in (run_command, run_lua))
    assert (ours.stdout, ours.exit_code) == (theirs.stdout, theirs.exit_code)
    assert normalise(ours.stderr) == normalise(theirs.stderr)
