"""Two activities around objects of an imported library."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from temporalio import workflow

from handwritten.catalogue import Book, Bundle, Cart, Item


def build(order: dict[str, Any]) -> Cart:
    cart = Cart(order["customer_id"])
    for line in order["lines"]:
        if line["kind"] == "book":
            cart.add(Book(line["name"], line["price"], line["quantity"]))
        elif line["kind"] == "bundle":
            cart.add(Bundle(line["name"], [Item("first", line["price"], 1), Book("second", line["price"], 2)]))
        else:
            cart.add(Item(line["name"], line["price"], line["quantity"]))
    return cart


@workflow.defn(name="bench:objects", sandboxed=False)
class Objects:
    @workflow.run
    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        cart = build(order)
        payment = await workflow.execute_activity(
            "bench:charge",
            {"amount": cart.total(), "customer": cart.customer},
            start_to_close_timeout=timedelta(minutes=10),
        )
        cart.add(Item("shipping", 5, 1))
        shipment = await workflow.execute_activity(
            "bench:ship",
            {"order_id": order["id"], "address": order["shipping_address"]},
            start_to_close_timeout=timedelta(minutes=10),
        )
        return {
            "status": "completed",
            "total": cart.total(),
            "payment_id": payment["id"],
            "tracking": shipment["tracking_number"],
        }


@workflow.defn(name="bench:objects")
class SandboxedObjects(Objects):
    @workflow.run
    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        return await super().run(order)
