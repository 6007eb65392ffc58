"""Strings made of pieces: reports with formats, joined lists, wrapped lines, ciphers, runs, hexadecimal dumps."""

import sys


def report(rows):
    lines = []
    for i in range(1, rows + 1):
        name = f"item{i}"
        lines.append(f"{name:<12}|{i * 7 % 1000:8d}|{i / 3:10.2f}")
    return "\n".join(lines)


def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > width and line != "":
            lines.append(line)
            line = word
        elif line == "":
            line = word
        else:
            line = f"{line} {word}"
    lines.append(line)
    return lines


def caesar(text, shift):
    out = []
    for char in text:
        code = ord(char)
        if 97 <= code <= 122:
            code = (code - 97 + shift) % 26 + 97
        elif 65 <= code <= 90:
            code = (code - 65 + shift) % 26 + 65
        out.append(chr(code))
    return "".join(out)


def run_lengths(text):
    out = []
    i = 0
    while i < len(text):
        char = text[i]
        j = i
        while j + 1 < len(text) and text[j + 1] == char:
            j += 1
        out.append(f"{char}{j - i + 1}")
        i = j + 1
    return "".join(out)


def dump(text):
    parts = []
    for i in range(0, len(text), 16):
        row = text[i : i + 16]
        parts.append(f"{i:06x}  " + " ".join(f"{ord(char):02x}" for char in row))
    return "\n".join(parts)


def is_palindrome(text):
    return text == text[::-1]


def run(n):
    text = report(n)
    wrapped = wrap(text.replace("|", " | ").upper(), 72)
    secret = caesar("\n".join(wrapped), 3)
    plain = caesar(secret, 23)
    runs = run_lengths("ccc".join(["ab"] * n))
    hexadecimal = dump(secret[: 8 * n])
    palindromes = 0
    for i in range(1, 10 * n + 1):
        if is_palindrome(str(i)):
            palindromes += 1
    csv = ""
    for i in range(1, n + 1):
        csv += f"{i}," if i < n else str(i)
    assert plain == "\n".join(wrapped)
    return f"{len(text)} {len(wrapped)} {len(runs)} {len(hexadecimal)} {palindromes} {len(csv)} {hexadecimal[-12:]}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
