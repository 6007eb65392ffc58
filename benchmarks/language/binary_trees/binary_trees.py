"""Many small trees: allocation of objects and recursion through their fields."""

import sys


class Tree:
    def __init__(self, left=None, right=None):
        self.left = left
        self.right = right


def bottom_up(depth):
    if depth == 0:
        return Tree()
    return Tree(bottom_up(depth - 1), bottom_up(depth - 1))


def check(tree):
    if tree.left is not None:
        return 1 + check(tree.left) + check(tree.right)
    return 1


def run(n):
    lines = [f"stretch {check(bottom_up(n + 1))}"]
    long_lived = bottom_up(n)
    for depth in range(4, n + 1, 4):
        iterations = 1 << (n - depth + 4)
        total = 0
        for _ in range(iterations):
            total += check(bottom_up(depth))
        lines.append(f"{iterations} of depth {depth}: {total}")
    lines.append(f"long lived {check(long_lived)}")
    return ", ".join(lines)


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
