"""The generator behind ``math.random``: xoshiro256**, as in Lua 5.4.

Source: ``lmathlib.c``.
"""

from __future__ import annotations

_MASK = 0xFFFFFFFFFFFFFFFF


class Xoshiro256:
    """A generator of 64-bit integers; the same seed gives Lua's own sequence.

    Args:
        seed: First half of the seed, any integer; 64 bits of it count.
        more: Second half.
    """

    __slots__ = ("_a", "_b", "_c", "_d")

    def __init__(self, seed: int, more: int = 0) -> None:
        self._a = seed & _MASK
        self._b = 0xFF
        self._c = more & _MASK
        self._d = 0
        for _ in range(16):
            self.next()

    def next(self) -> int:
        """Return the next unsigned 64-bit integer."""
        a, b, c, d = self._a, self._b, self._c ^ self._a, self._d ^ self._b
        x = (b * 5) & _MASK
        x = ((x << 7) | (x >> 57)) & _MASK
        self._a = a ^ d
        self._b = b ^ c
        self._c = c ^ ((b << 17) & _MASK)
        self._d = ((d << 45) | (d >> 19)) & _MASK
        return (x * 9) & _MASK

    def next_float(self) -> float:
        """Return the next float in [0, 1)."""
        return (self.next() >> 11) * 2.0**-53

    def below_or_equal(self, limit: int) -> int:
        """Return an integer from 0 to ``limit``, each with the same probability."""
        r = self.next()
        mask = (1 << limit.bit_length()) - 1
        if limit == mask:
            return r & mask
        while (r := r & mask) > limit:
            r = self.next()
        return r
