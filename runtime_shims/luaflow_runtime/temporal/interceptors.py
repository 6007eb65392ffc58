"""Carries context values from client to workflow, activity, child workflow and the next run, and senders of messages.

Workflows written in plain Python hand on what they were given.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, NoReturn

from temporalio import client, worker, workflow
from temporalio.api.common.v1 import Payload
from temporalio.api.sdk.v1 import WorkflowMetadata

from luaflow_runtime.temporal.attributes import TYPES_FUNCTION
from luaflow_runtime.temporal.codec import CODEC_FUNCTION
from luaflow_runtime.temporal.headers import (
    CALLER_CONTEXT,
    CHILD_HEADERS,
    MESSAGES_HEADER,
    SENDER_HEADER,
    SIGNAL_SENDER,
    decode_context,
    decode_sender,
    encode_json,
    with_context,
)
from luaflow_runtime.temporal.workflow_host import LuaWorkflow


class ContextInterceptor(client.Interceptor, worker.Interceptor):
    """Adds the context header to everything that goes out and reads it where it comes in.

    Two of them are equal, so that the SDK keeps one when client and worker both bring it.

    Attributes:
        attribute_types: Search attributes of each namespace that a worker of this process serves.
        has_codec: Whether a payload codec changes what is sent, so that its size cannot be known.
    """

    def __init__(self) -> None:
        self.attribute_types: dict[str, Mapping[str, str]] = {}
        self.has_codec = False

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:
        return _ClientOutbound(next)

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:
        return _ActivityInbound(next)

    def workflow_interceptor_class(
        self, input: worker.WorkflowInterceptorClassInput
    ) -> type[worker.WorkflowInboundInterceptor]:
        input.unsafe_extern_functions[TYPES_FUNCTION] = self.attribute_types.get
        input.unsafe_extern_functions[CODEC_FUNCTION] = lambda: self.has_codec
        return _WorkflowInbound


class _ClientOutbound(client.OutboundInterceptor):
    async def start_workflow(self, input: client.StartWorkflowInput) -> client.WorkflowHandle[Any, Any]:
        input.headers = with_context(input.headers, CALLER_CONTEXT.get())
        return await super().start_workflow(input)

    async def start_update_with_start_workflow(
        self, input: client.StartWorkflowUpdateWithStartInput
    ) -> client.WorkflowUpdateHandle[Any]:
        start = input.start_workflow_input
        start.headers = with_context(start.headers, CALLER_CONTEXT.get())
        return await super().start_update_with_start_workflow(input)


class _ActivityInbound(worker.ActivityInboundInterceptor):
    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:
        token = CALLER_CONTEXT.set(decode_context(input.headers))
        try:
            return await super().execute_activity(input)
        finally:
            CALLER_CONTEXT.reset(token)


class _WorkflowInbound(worker.WorkflowInboundInterceptor):
    def init(self, outbound: worker.WorkflowOutboundInterceptor) -> None:
        super().init(_WorkflowOutbound(outbound))

    # These hand on the next one's coroutine: a frame of their own would stay with every waiting run. To pyright an
    # ``async def`` returns a CoroutineType, to mypy a Coroutine.

    def execute_workflow(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, input: worker.ExecuteWorkflowInput
    ) -> Coroutine[Any, Any, Any]:
        return self.next.execute_workflow(input)

    def handle_signal(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, input: worker.HandleSignalInput
    ) -> Coroutine[Any, Any, None]:
        # Each signal is handled in a task of its own, so this reaches its handler alone.
        SIGNAL_SENDER.set(decode_sender(input.headers))
        return self.next.handle_signal(input)

    async def handle_query(self, input: worker.HandleQueryInput) -> Any:
        if input.query == "__stack_trace":
            instance = workflow.instance()
            if isinstance(instance, LuaWorkflow):
                return instance.stack_trace()
        answer = await super().handle_query(input)
        if isinstance(answer, WorkflowMetadata) and isinstance(instance := workflow.instance(), LuaWorkflow):
            return instance.host.queries.describe(answer)
        return answer


class _WorkflowOutbound(worker.WorkflowOutboundInterceptor):
    def continue_as_new(self, input: worker.ContinueAsNewInput) -> NoReturn:
        input.headers = with_context(input.headers, _outgoing())
        instance = workflow.instance()
        if isinstance(instance, LuaWorkflow) and instance.host.carried is not None:
            input.headers = {**input.headers, MESSAGES_HEADER: instance.host.carried}
        super().continue_as_new(input)

    def start_activity(self, input: worker.StartActivityInput) -> workflow.ActivityHandle[Any]:
        input.headers = with_context(input.headers, _outgoing())
        return super().start_activity(input)

    def start_local_activity(self, input: worker.StartLocalActivityInput) -> workflow.ActivityHandle[Any]:
        input.headers = with_context(input.headers, _outgoing())
        return super().start_local_activity(input)

    async def start_child_workflow(
        self, input: worker.StartChildWorkflowInput
    ) -> workflow.ChildWorkflowHandle[Any, Any]:
        input.headers = {**with_context(input.headers, _outgoing()), **CHILD_HEADERS.get()}
        return await super().start_child_workflow(input)

    async def signal_child_workflow(self, input: worker.SignalChildWorkflowInput) -> None:
        input.headers = _with_sender(input.headers)
        await super().signal_child_workflow(input)

    async def signal_external_workflow(self, input: worker.SignalExternalWorkflowInput) -> None:
        input.headers = _with_sender(input.headers)
        await super().signal_external_workflow(input)


def _with_sender(headers: Mapping[str, Payload]) -> Mapping[str, Payload]:
    instance = workflow.instance()
    if not isinstance(instance, LuaWorkflow):
        return headers
    return {**headers, SENDER_HEADER: encode_json(instance.host.processes.pid)}


def _outgoing() -> Any:
    instance = workflow.instance()
    if isinstance(instance, LuaWorkflow):
        return instance.outgoing_context()
    return decode_context(workflow.info().headers)
