"""Calls of plain functions: Fibonacci, Ackermann, Takeuchi, and the towers of Hanoi."""

import sys


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


def tak(x, y, z):
    if y >= x:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


def hanoi(discs, source, target, via):
    if discs == 0:
        return 0
    return hanoi(discs - 1, source, via, target) + 1 + hanoi(discs - 1, via, target, source)


def run(n):
    return f"{fib(n)} {ack(2, 3 * n)} {tak(n - 8, n - 14, n - 20)} {hanoi(n - 8, 'A', 'C', 'B')}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
