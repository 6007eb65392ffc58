"""The files of a source folder: finding, reading and following ``file://``."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from luaflow.source import Source


class FileProblem(Exception):
    """A file could not be used; ``message`` says why, ``code`` is the diagnostic's."""

    def __init__(self, code: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help


class NotUtf8(FileProblem):
    """A file holds bytes that are no UTF-8; ``source`` shows it with replacements, ``span`` the first bad byte."""

    def __init__(self, source: Source, offset: int) -> None:
        super().__init__("LF402", f"`{source.path}` is not UTF-8", "save the file as UTF-8")
        self.source = source
        self.span = (offset, offset + 1)


class Folder:
    """A source folder; remembers the hash of every file that was read.

    Attributes:
        inputs: SHA-256 by path relative to the root with ``/``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = os.path.realpath(root)
        self.inputs: dict[str, str] = {}

    def shown(self, relative: str) -> str:
        """Return how messages name a file of the folder: below the root as the user gave it."""
        return os.path.join(self.root, relative)

    def read(self, relative: str, name: str) -> Source:
        """Read a file.

        Args:
            relative: Path below the root with ``/``.
            name: What the text is called in messages.

        Raises:
            NotUtf8: With the text decoded as far as possible.
            FileProblem: When the file cannot be read.
        """
        path = self.shown(relative)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except IsADirectoryError:
            raise FileProblem("LF405", f"`{path}` is a folder, not a file") from None
        except FileNotFoundError:
            raise FileProblem("LF405", f"the file `{path}` does not exist") from None
        except OSError as error:
            raise FileProblem("LF405", f"the file `{path}` cannot be read: {error.strerror}") from None
        self.inputs[relative] = hashlib.sha256(data).hexdigest()
        if data.startswith(b"\xef\xbb\xbf"):
            data = data[3:]
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            offset = len(data[: error.start].decode("utf-8"))
            raise NotUtf8(Source(name, path, data.decode("utf-8", "replace")), offset) from None
        return Source(name, path, text)

    def follow(self, url: str, yaml_file: str) -> str:
        """Return the path, relative to the root, that a ``file://`` string names.

        Args:
            url: ``file://x.lua`` and ``file://./x.lua`` start at the YAML file, ``file:///x.lua`` at the root.
            yaml_file: Relative path of the YAML file.

        Raises:
            FileProblem: For an empty path and one that leaves the root.
        """
        given = url.removeprefix("file://")
        if not given.strip("/"):
            raise FileProblem("LF405", f"`{url}` names no file")
        if "\0" in given:
            raise FileProblem("LF405", "a path holds a zero byte")
        base = "" if given.startswith("/") else os.path.dirname(yaml_file)
        joined = os.path.normpath(os.path.join(self._real, base, given.lstrip("/")))
        inside = self._real + os.sep
        if not joined.startswith(inside) or not os.path.realpath(joined).startswith(inside):
            raise FileProblem(
                "LF406", f"`{url}` leaves the source folder", "keep every file of the registry below its source folder"
            )
        return os.path.relpath(joined, self._real).replace(os.sep, "/")


def lua_name(url: str) -> str:
    """Return what Lua's messages call the file of a ``file://`` string: the path as given."""
    given = url.removeprefix("file://").lstrip("/")
    while given.startswith("./"):
        given = given[2:]
    return given
