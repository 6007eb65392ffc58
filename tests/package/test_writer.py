"""Putting packages in place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from luaflow.diagnostics import UserError
from luaflow.package.manifest import Manifest, digest, read_manifest
from luaflow.package.writer import HEADER, differences, write_package


def package(**texts: str) -> dict[str, bytes]:
    """Return a package's files, manifest included."""
    files = {f"{name}.py".replace("__slash__", "/"): f"{HEADER}\n{text}\n".encode() for name, text in texts.items()}
    manifest = Manifest(version="1", abi=1, package="p", files={path: digest(data) for path, data in files.items()})
    return {**files, "manifest.json": manifest.to_bytes()}


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUAFLOW_CACHE", str(tmp_path / "cache"))


def test_write_change_and_remove(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "p"
    first = package(a="1", b__slash__c="2")
    assert write_package(folder, first) == 3
    assert content(folder) == first
    before = folder.stat().st_ino
    assert write_package(folder, first) == 0
    assert folder.stat().st_ino == before
    second = package(a="1", d="3")
    assert write_package(folder, second) == 3  # b/c gone, d and the manifest new
    assert content(folder) == second
    assert [path.name for path in folder.parent.iterdir()] == ["p"]


def test_no_cache_folder_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setenv("LUAFLOW_CACHE", str(tmp_path / "taken"))
    folder = tmp_path / "out" / "p"
    assert write_package(folder, package(a="1")) == 2
    assert [path.name for path in folder.parent.iterdir()] == ["p"]


def test_files_of_the_user_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    write_package(folder, package(a="1"))
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("mine")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").write_text("stale")
    write_package(folder, package(a="2"))
    assert content(folder) == {**package(a="2"), "notes/mine.txt": b"mine"}


@pytest.mark.parametrize("name", ["main.lua", "other.py"])
def test_a_folder_with_something_else_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / name).write_text("precious")
    with pytest.raises(UserError) as caught:
        write_package(folder, package(a="1"))
    assert caught.value.diagnostics[0].code == "LF422"
    assert content(folder) == {name: b"precious"}


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("precious")
    with pytest.raises(UserError):
        write_package(tmp_path / "p", package(a="1"))
    assert (tmp_path / "p").read_text() == "precious"


@pytest.mark.parametrize("damage", ["", "{", '{"luaflow": 1}'])
def test_a_damaged_manifest_is_written_again(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "p"
    files = package(a="1")
    write_package(folder, files)
    (folder / "manifest.json").write_text(damage)
    assert read_manifest(folder) is None
    assert write_package(folder, files) == 1
    assert content(folder) == files


def test_differences_name_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    write_package(folder, package(a="1", b="2"))
    assert list(differences(folder, package(a="1", b="2"))) == []
    diffs = list(differences(folder, package(a="9", c="3")))
    assert len(diffs) == 4  # a changed, b gone, c new, manifest
    assert "-1" in diffs[0] and "+9" in diffs[0]
    assert content(folder) == package(a="1", b="2")


def test_killed_at_any_moment_the_package_is_whole(tmp_path: Path) -> None:
    """A writer that alternates between two packages is killed again and again; what is left is always one of the two."""
    folder = tmp_path / "p"
    one = package(**{f"m{number}": "1" for number in range(40)})
    other = package(**{f"m{number}": "2" for number in range(40)})
    write_package(folder, one)
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from test_writer import package
        from luaflow.package.writer import write_package
        packages = [package(**{{f"m{{number}}": text for number in range(40)}}) for text in "21"]
        print("ready", flush=True)
        while True:
            for files in packages:
                write_package(Path({str(folder)!r}), files)
        """
    )
    for round in range(6):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(0.02 + 0.013 * round)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert content(folder) in (one, other)
    write_package(folder, one)
    assert content(folder) == one
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
