"""The sieve of Eratosthenes over an array of booleans."""

import math
import sys


def sieve(limit):
    composite = [False] * (limit + 1)
    for i in range(2, math.isqrt(limit) + 1):
        if not composite[i]:
            for j in range(i * i, limit + 1, i):
                composite[j] = True
    primes = []
    for i in range(2, limit + 1):
        if not composite[i]:
            primes.append(i)
    return primes


def twins(primes):
    count = 0
    for i in range(1, len(primes)):
        if primes[i] - primes[i - 1] == 2:
            count += 1
    return count


def run(n):
    primes = sieve(n)
    return f"{len(primes)} primes, the last {primes[-1]}, {twins(primes)} twins"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
