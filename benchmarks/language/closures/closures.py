"""Functions as values: counters, accounts with state in closures, map and fold, composition, memoization."""

import sys
from types import SimpleNamespace


def counter(start, step):
    value = start

    def advance():
        nonlocal value
        value += step
        return value

    return advance


def account(balance):
    entries = 0

    def deposit(amount):
        nonlocal balance, entries
        balance += amount
        entries += 1
        return balance

    def withdraw(amount):
        nonlocal balance, entries
        if amount > balance:
            return None, "insufficient funds"
        balance -= amount
        entries += 1
        return balance, None

    def statement():
        return balance, entries

    return SimpleNamespace(deposit=deposit, withdraw=withdraw, statement=statement)


def map_list(items, f):
    return [f(value) for value in items]


def filter_list(items, accepts):
    return [value for value in items if accepts(value)]


def fold(items, f, value):
    for item in items:
        value = f(value, item)
    return value


def compose(*functions):
    def composed(value):
        for function in reversed(functions):
            value = function(value)
        return value

    return composed


def memoize(f):
    known = {}

    def remembering(value):
        result = known.get(value)
        if result is None:
            result = known[value] = f(value)
        return result

    return remembering


def adder(amount):
    return lambda value: value + amount


def collatz_steps(start):
    steps, value = 0, start
    while value != 1:
        value = value // 2 if value % 2 == 0 else 3 * value + 1
        steps += 1
    return steps


def run(n):
    next_id = counter(0, 3)
    last = 0
    for _ in range(n):
        last = next_id()

    mine = account(100)
    refused = 0
    for i in range(1, n + 1):
        if i % 3 == 0:
            mine.deposit(i % 11)
        else:
            _, problem = mine.withdraw(i % 7)
            if problem:
                refused += 1
    balance, entries = mine.statement()

    numbers = [i % 1000 for i in range(1, n + 1)]
    limit = 250
    squares = map_list(numbers, lambda x: x * x)
    large = filter_list(squares, lambda x: x > limit * limit)
    total = fold(large, lambda a, b: a + b, 0)

    transform = compose(adder(1), lambda x: x * 2, adder(-3))
    composed = 0
    for i in range(1, n + 1, 4):
        composed += transform(i)

    collatz = memoize(collatz_steps)
    steps = 0
    for i in range(1, n + 1):
        steps += collatz(i % 500 + 1)
    return f"{last} {balance} {entries} {refused} {total} {composed} {steps}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
