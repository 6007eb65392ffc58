"""Dictionaries with strings as keys: words of a text, their followers, their letters, an inverted index."""

import re
import sys

SYLLABLES = ["ka", "lo", "mi", "ren", "tu", "sa", "vor", "ne", "di", "pul"]
WORD = re.compile(r"[A-Za-z]+")


def write_text(n):
    words = []
    seed = 7
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        number = seed // 65536
        word = SYLLABLES[number % 10] + SYLLABLES[number // 10 % 10]
        if number % 3 == 0:
            word += SYLLABLES[number // 100 % 10]
        words.append(word.upper() + "," if number % 7 == 0 else word)
    return " ".join(words)


def count_words(text):
    counts = {}
    for word in WORD.findall(text.lower()):
        counts[word] = counts.get(word, 0) + 1
    return counts


def followers(text):
    pairs_seen, distinct = {}, 0
    previous = None
    for word in WORD.findall(text):
        if previous is not None:
            seen = pairs_seen.setdefault(previous, {})
            if word not in seen:
                distinct += 1
            seen[word] = seen.get(word, 0) + 1
        previous = word
    return distinct


def letters(counts):
    totals = {}
    for word, count in counts.items():
        for letter in word:
            totals[letter] = totals.get(letter, 0) + count
    return totals


def index(text):
    positions = {}
    for position, word in enumerate(text.split(), 1):
        if word in positions:
            positions[word].append(position)
        else:
            positions[word] = [position]
    return positions


def run(n):
    text = write_text(n)
    counts = count_words(text)
    order = sorted(counts, key=lambda word: (-counts[word], word))
    totals = letters(counts)
    keys = sorted(totals)
    first, last = keys[0], keys[-1]
    positions = index(text)
    longest = 0
    for items in positions.values():
        longest = max(longest, len(items))
    return (
        f"{len(order)} words, {order[0]} {counts[order[0]]}, {followers(text)} followers,"
        f" {first} {totals[first]} {last} {totals[last]}, longest {longest}"
    )


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
