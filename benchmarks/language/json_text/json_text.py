"""A JSON encoder and a recursive-descent parser, written in Python."""

import re
import sys

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
UNESCAPED = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
TO_ESCAPE = re.compile('["\\\\\n\t\r]')
NO_SPACE = re.compile("[^ \n\r\t]")
STRING_STOP = re.compile(r'["\\]')
NUMBER = re.compile(r"-?\d+\.?\d*[eE]?[+-]?\d*")


def encode_string(s):
    return '"' + TO_ESCAPE.sub(lambda match: ESCAPES[match[0]], s) + '"'


def encode_value(value, out):
    if isinstance(value, list):
        out.append("[")
        for i, item in enumerate(value):
            if i > 0:
                out.append(",")
            encode_value(item, out)
        out.append("]")
    elif isinstance(value, dict):
        out.append("{")
        for i, key in enumerate(sorted(value)):
            if i > 0:
                out.append(",")
            out.append(encode_string(key))
            out.append(":")
            encode_value(value[key], out)
        out.append("}")
    elif isinstance(value, str):
        out.append(encode_string(value))
    elif isinstance(value, bool):
        out.append("true" if value else "false")
    else:
        out.append(str(value))


def encode(value):
    out = []
    encode_value(value, out)
    return "".join(out)


class Parser:
    def __init__(self, text):
        self.text = text
        self.position = 0

    def skip_space(self):
        match = NO_SPACE.search(self.text, self.position)
        self.position = match.start() if match else len(self.text)

    def fail(self, message):
        raise ValueError(f"{message} at {self.position}")

    def char(self):
        return self.text[self.position : self.position + 1]

    def expect(self, char):
        if self.char() != char:
            self.fail(f"{char} expected")
        self.position += 1

    def string(self):
        self.expect('"')
        parts = []
        while True:
            match = STRING_STOP.search(self.text, self.position)
            if match is None:
                self.fail("unfinished string")
            stop = match.start()
            parts.append(self.text[self.position : stop])
            if self.text[stop] == '"':
                self.position = stop + 1
                return "".join(parts)
            parts.append(UNESCAPED[self.text[stop + 1]])
            self.position = stop + 2

    def number(self):
        match = NUMBER.match(self.text, self.position)
        if match is None:
            self.fail("value expected")
        self.position = match.end()
        digits = match[0]
        try:
            return int(digits)
        except ValueError:
            return float(digits)

    def word(self, word, value):
        if not self.text.startswith(word, self.position):
            self.fail(f"{word} expected")
        self.position += len(word)
        return value

    def array(self):
        result = []
        self.expect("[")
        self.skip_space()
        if self.char() == "]":
            self.position += 1
            return result
        while True:
            result.append(self.value())
            self.skip_space()
            char = self.char()
            self.position += 1
            if char == "]":
                return result
            if char != ",":
                self.fail(", or ] expected")

    def object(self):
        result = {}
        self.expect("{")
        self.skip_space()
        if self.char() == "}":
            self.position += 1
            return result
        while True:
            self.skip_space()
            key = self.string()
            self.skip_space()
            self.expect(":")
            result[key] = self.value()
            self.skip_space()
            char = self.char()
            self.position += 1
            if char == "}":
                return result
            if char != ",":
                self.fail(", or } expected")

    def value(self):
        self.skip_space()
        char = self.char()
        if char == "{":
            return self.object()
        if char == "[":
            return self.array()
        if char == '"':
            return self.string()
        if char == "t":
            return self.word("true", True)
        if char == "f":
            return self.word("false", False)
        return self.number()


def orders(n):
    return [
        {
            "id": i,
            "customer": {"name": f'Customer "{i}"', "city": "Berlin" if i % 2 == 0 else "Lyon", "vip": i % 7 == 0},
            "items": [
                {"sku": f"A-{i}", "count": i % 5 + 1, "price": i * 1.25},
                {"sku": f"B\t{i}", "count": 1, "price": 9.5},
            ],
            "notes": f"first line\nsecond line of order {i}",
        }
        for i in range(1, n + 1)
    ]


def run(n):
    text = encode(orders(n))
    decoded = Parser(text).value()
    total = 0
    for order in decoded:
        for item in order["items"]:
            total += item["count"] * item["price"]
    assert encode(decoded) == text, "the text changed on its way"
    return f"{len(text)} bytes, {total:.2f}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
