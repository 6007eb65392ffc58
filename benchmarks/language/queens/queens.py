"""All ways to place queens on a board: recursion and arrays of booleans."""

import sys


def run(n):
    columns = [True] * n
    rising = [True] * (2 * n)
    falling = [True] * (2 * n)
    placed = [0] * n
    solutions = checksum = 0

    def place(row):
        nonlocal solutions, checksum
        if row == n:
            solutions += 1
            for column in placed:
                checksum = (checksum * 31 + column + 1) % 1000003
            return
        for column in range(n):
            up, down = row + column, row - column + n
            if columns[column] and rising[up] and falling[down]:
                columns[column] = rising[up] = falling[down] = False
                placed[row] = column
                place(row + 1)
                columns[column] = rising[up] = falling[down] = True

    place(0)
    return f"{solutions} {checksum}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
