"""The workflows of ``benchmarks/flows``, as a Python engineer writes them: the baseline of the benchmarks.

Each module holds the workflow without the SDK's sandbox and the same in the default sandbox, under the same workflow
type as the compiled one, so that one recorded history serves all three.
"""
