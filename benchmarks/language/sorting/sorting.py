"""Sorting: quicksort and heapsort by hand, and list.sort with and without a key function."""

import sys


class Record:
    def __init__(self, id, group, name):
        self.id = id
        self.group = group
        self.name = name


def random_numbers(n, seed):
    numbers = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        numbers.append(seed // 8 % 1000000)
    return numbers


def quicksort(items, low, high):
    while low < high:
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(items, low, j)
            low = i
        else:
            quicksort(items, i, high)
            high = j


def sift_down(items, start, stop):
    root = start
    while 2 * root + 1 <= stop:
        child = 2 * root + 1
        if child < stop and items[child] < items[child + 1]:
            child += 1
        if items[root] >= items[child]:
            return
        items[root], items[child] = items[child], items[root]
        root = child


def heapsort(items):
    n = len(items)
    for start in range(n // 2 - 1, -1, -1):
        sift_down(items, start, n - 1)
    for stop in range(n - 1, 0, -1):
        items[0], items[stop] = items[stop], items[0]
        sift_down(items, 0, stop - 1)


def records(numbers):
    return [Record(i, number % 100, f"n{number}") for i, number in enumerate(numbers, 1)]


def checksum(items):
    total = 0
    for item in items:
        total = (total * 31 + item) % 1000003
    return total


def run(n):
    by_quicksort = random_numbers(n, 1)
    quicksort(by_quicksort, 0, len(by_quicksort) - 1)

    by_heapsort = random_numbers(n, 1)
    heapsort(by_heapsort)

    by_library = random_numbers(n, 1)
    by_library.sort()

    items = records(random_numbers(n, 7))
    items.sort(key=lambda record: (record.group, -record.id))
    ids = [record.id for record in items]
    items.sort(key=lambda record: (record.name, record.id))
    return f"{checksum(by_quicksort)} {checksum(by_heapsort)} {checksum(by_library)} {checksum(ids)} {items[n // 2 - 1].name}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
