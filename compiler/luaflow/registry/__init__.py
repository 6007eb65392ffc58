"""Registry files: what a source folder declares."""

from luaflow.registry.links import reachable
from luaflow.registry.load import load_registry
from luaflow.registry.model import (
    ClientEntry,
    EnvEntry,
    ExternalFunction,
    LuaEntry,
    OtherEntry,
    Place,
    Registry,
    WorkerEntry,
)

__all__ = [
    "ClientEntry",
    "EnvEntry",
    "ExternalFunction",
    "LuaEntry",
    "OtherEntry",
    "Place",
    "Registry",
    "WorkerEntry",
    "load_registry",
    "reachable",
]
