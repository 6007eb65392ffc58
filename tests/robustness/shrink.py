"""Makes a failing text smaller while it fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.robustness.mutate import tokens


def shrink(data: bytes, fails: Callable[[bytes], bool], attempts: int = 2000) -> bytes:
    """Return a part of the data that still fails: whole lines go first, then tokens, then bytes.

    Args:
        data: A text that fails.
        fails: Whether a text fails in the same way.
        attempts: After so many tries the smallest so far is returned.
    """
    left = [attempts]

    def budgeted(candidate: bytes) -> bool:
        left[0] -= 1
        return left[0] >= 0 and fails(candidate)

    for split in (lambda text: text.splitlines(keepends=True), tokens, lambda text: [bytes([one]) for one in text]):
        data = b"".join(_fewer(split(data), lambda pieces: budgeted(b"".join(pieces))))
    return data


def _fewer(pieces: Sequence[bytes], fails: Callable[[Sequence[bytes]], bool]) -> Sequence[bytes]:
    """Drop runs of pieces, long ones first, as long as something can go."""
    size = max(1, len(pieces) // 2)
    while True:
        at, removed = 0, False
        while at < len(pieces):
            rest = [*pieces[:at], *pieces[at + size :]]
            if fails(rest):
                pieces, removed = rest, True
            else:
                at += size
        if size > 1:
            size //= 2
        elif not removed:
            return pieces
