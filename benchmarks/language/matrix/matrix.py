"""Products of square matrices, as lists of rows."""

import sys


def generate(n, seed):
    factor = seed / n / n
    return [[factor * (i - j) * (i + j) for j in range(n)] for i in range(n)]


def transpose(m):
    return [[row[j] for row in m] for j in range(len(m[0]))]


def multiply(a, b):
    columns = transpose(b)
    product = []
    for row in a:
        result = []
        for column in columns:
            total = 0
            for k in range(len(row)):
                total += row[k] * column[k]
            result.append(total)
        product.append(result)
    return product


def run(n):
    product = multiply(generate(n, 1.0), generate(n, 2.0))
    trace = 0
    for i in range(n):
        trace += product[i][i]
    return f"{product[n // 2][n // 2]:.6f} {trace:.6f}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
