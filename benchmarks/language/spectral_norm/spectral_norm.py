"""The spectral norm of an infinite matrix: calls of a small function in the innermost loop."""

import math
import sys


def element(i, j):
    ij = i + j
    return 1.0 / (ij * (ij + 1) * 0.5 + i + 1)


def multiply(x, n):
    y = []
    for i in range(n):
        total = 0
        for j in range(n):
            total += x[j] * element(i, j)
        y.append(total)
    return y


def multiply_transposed(x, n):
    y = []
    for i in range(n):
        total = 0
        for j in range(n):
            total += x[j] * element(j, i)
        y.append(total)
    return y


def multiply_both(x, n):
    return multiply_transposed(multiply(x, n), n)


def run(n):
    u = [1] * n
    for _ in range(3):
        v = multiply_both(u, n)
        u = multiply_both(v, n)
    vbv = vv = 0
    for ui, vi in zip(u, v):
        vbv += ui * vi
        vv += vi * vi
    return f"{math.sqrt(vbv / vv):0.9f}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
