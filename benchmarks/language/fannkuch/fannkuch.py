"""Fannkuch: all permutations of a small array, each turned by flipping its head."""

import sys


def fannkuch(n):
    p = list(range(n))
    s = list(range(n))
    sign, max_flips, total = 1, 0, 0
    while True:
        first = p[0]
        if first != 0:
            q = p[:]
            flips = 1
            while True:
                head = q[first]
                if head == 0:
                    total += sign * flips
                    if flips > max_flips:
                        max_flips = flips
                    break
                q[first] = first
                if first >= 3:
                    i, j = 1, first - 1
                    while i < j:
                        q[i], q[j] = q[j], q[i]
                        i += 1
                        j -= 1
                first = head
                flips += 1
        if sign == 1:
            p[0], p[1] = p[1], p[0]
            sign = -1
        else:
            p[1], p[2] = p[2], p[1]
            sign = 1
            for i in range(2, n):
                count = s[i]
                if count != 0:
                    s[i] = count - 1
                    break
                if i == n - 1:
                    return total, max_flips
                s[i] = i
                head = p[0]
                for j in range(i + 1):
                    p[j] = p[j + 1]
                p[i + 1] = head


def run(n):
    total, flips = fannkuch(n)
    return f"{total} Pfannkuchen({n}) = {flips}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
