"""An ordinary Temporal worker with one activity: ``python examples/python_activity/worker.py [ADDRESS]``."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

PRICES = {"book": 12.5, "lamp": 40.0}


@activity.defn
async def quote_price(sku: str, quantity: int) -> dict[str, Any]:
    """Return the price of some pieces of a product."""
    if sku not in PRICES:
        raise ApplicationError(f"unknown product {sku}", type="NotFound", non_retryable=True)
    return {"price": PRICES[sku] * quantity, "currency": "EUR"}


async def main() -> None:
    """Run the worker until the process ends."""
    address = sys.argv[1] if len(sys.argv) > 1 else "localhost:7233"
    client = await Client.connect(address)
    await Worker(client, task_queue="pricing", activities=[quote_price]).run()


if __name__ == "__main__":
    asyncio.run(main())
