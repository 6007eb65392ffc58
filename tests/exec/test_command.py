"""``luaflow exec`` as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.exec import harness

COMMAND = [sys.executable, "-m", "luaflow.cli", "exec"]


def test_output_errors_and_exit_code() -> None:
    script = 'print("out", ...) io.stderr:write("err\\n") io.write("no line end") os.exit(3)'
    found, wanted = harness.run_command(script, ["a", "b"]), harness.run_lua(script, ["a", "b"])
    assert found == wanted
    assert found.exit_code == 3


def test_uncaught_error() -> None:
    script = 'local function f()\n  error("boom")\nend\nf()\n'
    found, wanted = harness.run_command(script), harness.run_lua(script)
    assert harness.normalise(found.stderr) == harness.normalise(wanted.stderr)
    assert found.exit_code == wanted.exit_code == 1


def test_script_from_standard_input(tmp_path: Path) -> None:
    text = b'print(arg[0], ...) error("x")'
    done = subprocess.run([*COMMAND, "-", "one"], input=text, capture_output=True, check=False, cwd=tmp_path)
    assert done.stdout == b"-\tone\n"
    assert done.stderr.startswith(b"lua: stdin:1: x\nstack traceback:\n")
    assert done.returncode == 1


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for name, message in (
        ("none.lua", b"lua: cannot open none.lua: No such file or directory\n"),
        (".", b"lua: cannot read .: Is a directory\n"),
    ):
        done = subprocess.run([*COMMAND, name], capture_output=True, check=False, cwd=tmp_path)
        assert (done.stderr.splitlines(True)[0], done.returncode) == (message, 1)


def test_options_behind_the_script_are_its_own() -> None:
    assert harness.run_command("print(...)", ["--help", "-x"]).stdout == b"--help\t-x\n"


def test_help() -> None:
    done = subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
    assert b"luaflow exec script.lua" in done.stdout


def test_modules_beside_the_script(tmp_path: Path) -> None:
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "main.lua").write_text('print(require("helper").name, (select(2, require("helper"))))')
    (folder / "helper.lua").write_text("return {name = ...}")
    done = subprocess.run([*COMMAND, "programs/main.lua"], capture_output=True, check=False, cwd=tmp_path)
    assert done.stdout == b"helper\tnil\n", done.stderr


def test_lua_path(tmp_path: Path) -> None:
    (tmp_path / "mine.lib").write_text('return "found"')
    (tmp_path / "main.lua").write_text('print(require("mine"), package.path)')
    environment = {**os.environ, "LUA_PATH": "./?.lib;;"}
    done = subprocess.run([*COMMAND, "main.lua"], capture_output=True, check=False, cwd=tmp_path, env=environment)
    assert done.stdout == b"found\t./?.lib;./?.lua;./?/init.lua\n", done.stderr


def test_reader_of_the_output_goes_away(tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text("for i = 1, 1000000 do print(i) end")
    process = subprocess.Popen([*COMMAND, "main.lua"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == b"1\n"
    process.stdout.close()
    assert process.wait(60) != 0
    assert b"Traceback" not in process.stderr.read()


def test_interruption(tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text('io.write("ready\\n") io.flush() while true do end')
    process = subprocess.Popen([*COMMAND, "main.lua"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 1
    message = process.stderr.read().decode()
    assert "interrupted!" in message and "main.lua:1" in message
    assert "Traceback" not in message
