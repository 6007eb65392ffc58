"""Generated code as a product: types, and the text of the order."""

from __future__ import annotations

import asyncio
import json
import sys

from .cases import GENERATED


async def test_pyright_is_content() -> None:
    """In standard mode, as the project is set up."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(GENERATED)),
        cwd=GENERATED.parent,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    report = json.loads(out)
    assert report["summary"]["filesAnalyzed"] > 50
    assert [
        f"{one['file']}:{one['range']['start']['line'] + 1}: {one['message']}" for one in report["generalDiagnostics"]
    ] == []


def test_the_order_reads_like_python() -> None:
    """Names, order of statements and blank lines are those of the Lua file."""
    text = (GENERATED / "order_basic" / "app" / "order_workflow.py").read_text()
    start = text.index("async def main")
    assert (
        text[start : text.index("def chunk")]
        == """\
async def main(order: Any = None) -> Any:
    payment, err = await funcs.call("app:charge_payment", Table(amount=order.total, customer=order.customer_id))
    if err:
        return Table(status="failed", error=tostring(err))

    await time.sleep("1h")

    shipment, err = await funcs.call("app:ship_order", Table(order_id=order.id, address=order.shipping_address))
    if err:
        await funcs.call("app:refund_payment", payment.id)
        return Table(status="failed", error=tostring(err))

    return Table(status="completed", payment_id=payment.id, tracking=shipment.tracking_number)


"""
    )
