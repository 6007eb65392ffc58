"""Generators: ranges, pipelines, walks through trees, permutations, a consumer that is sent values."""

import sys


class Node:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None


def count_to(n):
    i = 1
    while i <= n:
        yield i
        i += 1


def filter_values(source, accepts):
    for value in source:
        if accepts(value):
            yield value


def map_values(source, f):
    for value in source:
        yield f(value)


def insert(tree, key):
    if tree is None:
        return Node(key)
    if key < tree.key:
        tree.left = insert(tree.left, key)
    else:
        tree.right = insert(tree.right, key)
    return tree


def keys(tree):
    if tree is not None:
        yield from keys(tree.left)
        yield tree.key
        yield from keys(tree.right)


def permutations(items, n):
    if n <= 1:
        yield items
        return
    for i in range(n):
        items[n - 1], items[i] = items[i], items[n - 1]
        yield from permutations(items, n - 1)
        items[n - 1], items[i] = items[i], items[n - 1]


def averager():
    total = count = 0
    value = yield 0
    while value is not None:
        total += value
        count += 1
        value = yield total // count


def run(n):
    pipeline = map_values(filter_values(count_to(n), lambda x: x % 3 == 0), lambda x: x * x)
    total = 0
    for value in pipeline:
        total = (total + value) % 1000003

    tree = None
    key = 12345
    for _ in range(n // 20):
        key = (key * 1103515245 + 12345) % 2147483648
        tree = insert(tree, key // 64)
    checksum, previous = 0, -1
    for value in keys(tree):
        assert value >= previous
        checksum = (checksum * 31 + value) % 1000003
        previous = value

    size = 4 if n < 1000 else 7
    orders = 0
    for order in permutations(list(range(1, size + 1)), size):
        orders += order[0] * order[size - 1]

    consumer = averager()
    next(consumer)
    for i in range(1, n + 1):
        average = consumer.send(i)
    return f"{total} {checksum} {orders} {average}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
