"""The Mandelbrot set: arithmetic on local floats, bits put together."""

import sys


def run(n):
    checksum = inside = 0
    step = 2.0 / n
    for y in range(n):
        ci = y * step - 1.0
        byte = bits = 0
        for x in range(n):
            cr = x * step - 1.5
            zr = zi = zr2 = zi2 = 0.0
            escaped = 0
            for _ in range(50):
                zi = 2.0 * zr * zi + ci
                zr = zr2 - zi2 + cr
                zr2 = zr * zr
                zi2 = zi * zi
                if zr2 + zi2 > 4.0:
                    escaped = 1
                    break
            inside += 1 - escaped
            byte = (byte << 1) | (1 - escaped)
            bits += 1
            if bits == 8:
                checksum = (checksum * 31 + byte) & 0xFFFFFF
                byte = bits = 0
    return f"{inside} inside, checksum {checksum}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
