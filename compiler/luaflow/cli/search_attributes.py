"""Search attributes of a package in a namespace of an embedded server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from luaflow_runtime.temporal.attributes import TYPE_VALUES, namespace_attributes
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode


async def register_search_attributes(client: Client, wanted: Mapping[str, str]) -> None:
    """Add the attributes that the namespace lacks, and wait until the server knows them.

    Args:
        wanted: Name to type (``Keyword`` ...).
    """
    missing = await _missing(client, wanted)
    if not missing:
        return
    attributes = {name: IndexedValueType.ValueType(TYPE_VALUES[kind]) for name, kind in missing.items()}
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=attributes)
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise
    for _ in range(100):
        if not await _missing(client, missing):
            return
        await asyncio.sleep(0.05)


async def _missing(client: Client, wanted: Mapping[str, str]) -> dict[str, str]:
    known = await namespace_attributes(client) or {}
    return {name: kind for name, kind in wanted.items() if name not in known}
