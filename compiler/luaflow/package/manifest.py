"""``manifest.json`` of a package: what it was made from and what belongs to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The content of ``manifest.json``; it depends on the sources alone.

    Attributes:
        version: luaflow version that wrote the package.
        abi: Contract with the runtime.
        package: Import name.
        sources: SHA-256 of every file read, by path relative to the source root.
        files: SHA-256 of every file written except this one, by path relative to the package.
        search_attributes: Name to type (``Keyword`` ...) of the search attributes that the code sets.
    """

    version: str
    abi: int
    package: str
    sources: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    search_attributes: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the file's bytes: sorted, one key on a line, so that version control merges it well."""
        data = {
            "luaflow": self.version,
            "abi": self.abi,
            "package": self.package,
            "search_attributes": dict(self.search_attributes),
            "sources": dict(self.sources),
            "files": dict(self.files),
        }
        return (json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode(
            "utf-8", "surrogateescape"
        )


def read_manifest(package_folder: Path) -> Manifest | None:
    """Read a package's manifest; ``None`` when it is missing or damaged."""
    try:
        data: Any = json.loads((package_folder / FILE).read_bytes())
        return Manifest(
            version=str(data["luaflow"]),
            abi=int(data["abi"]),
            package=str(data["package"]),
            sources={str(key): str(value) for key, value in data["sources"].items()},
            files={str(key): str(value) for key, value in data["files"].items()},
            search_attributes={str(key): str(value) for key, value in data["search_attributes"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes as hex digits."""
    return hashlib.sha256(data).hexdigest()
