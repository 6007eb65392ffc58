"""Lines of a web server's log, taken apart with regular expressions."""

import re
import sys

METHODS = ["GET", "GET", "GET", "POST", "PUT", "DELETE"]
PATHS = ["/index.html", "/api/orders/{}", "/api/users/{}/orders?page={}&sort=date", "/static/img_{}.png", "/login"]
NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
MONTHS = {name: number for number, name in enumerate(NAMES, 1)}


def write_log(n):
    lines = []
    seed = 42

    def random(limit):
        nonlocal seed
        seed = (seed * 1103515245 + 12345) % 2147483648
        return seed // 65536 % limit + 1

    for i in range(1, n + 1):
        path = PATHS[random(len(PATHS)) - 1].format(random(500), random(20))
        lines.append(
            f"10.0.{random(4)}.{random(255)} - user{random(50)}"
            f" [{random(28):02d}/{NAMES[random(6) - 1]}/2024:{random(24) - 1:02d}:{random(60) - 1:02d}:{random(60) - 1:02d} +0000]"
            f' "{METHODS[random(len(METHODS)) - 1]} {path} HTTP/1.1" {500 if random(10) == 1 else 200} {random(100000)}'
        )
        if i % 50 == 0:
            lines[-1] = "-- MARK --"
    return "\n".join(lines) + "\n"


LINE = re.compile(
    r'(\d+\.\d+\.\d+\.\d+) \S+ (\S+) \[(\d+)/([A-Za-z]+)/(\d+):(\d+):\d+:\d+ [^\]]*\] "([A-Z]+) (\S+) [^"]*" (\d+) (\d+)$'
)
PARAMETER = re.compile(r"([^&=]+)=([^&=]*)")
DIGITS = re.compile(r"\d+")


def parse_query(url):
    path, _, query = url.partition("?")
    parameters = 0
    for key, value in PARAMETER.findall(query):
        if key and value:
            parameters += 1
    return path, parameters


def analyse(text):
    hosts, routes, hours = {}, {}, {}
    total = {"lines": 0, "malformed": 0, "errors": 0, "bytes": 0, "parameters": 0, "days": 0}
    for line in text.splitlines():
        total["lines"] += 1
        match = LINE.match(line)
        if match is None:
            total["malformed"] += 1
            continue
        host, user, day, month, year, hour, method, url, status, size = match.groups()
        path, parameters = parse_query(url)
        route = method + " " + DIGITS.sub("N", path)
        routes[route] = routes.get(route, 0) + 1
        hosts[host] = hosts.get(host, 0) + 1
        hours[int(hour)] = hours.get(int(hour), 0) + 1
        total["parameters"] += parameters
        total["bytes"] += int(size)
        total["days"] += (int(year) - 2024) * 365 + MONTHS[month] * 31 + int(day) + len(user)
        if status.startswith("5"):
            total["errors"] += 1
    return total, hosts, routes, hours


def most_frequent(counts):
    best = None
    for key, count in counts.items():
        if best is None or count > counts[best] or (count == counts[best] and key < best):
            best = key
    return best


def run(n):
    total, hosts, routes, hours = analyse(write_log(n))
    return (
        f"{total['lines']} lines, {total['malformed']} malformed, {total['errors']} errors, {total['bytes']} bytes,"
        f" {total['parameters']} parameters, {total['days']} days,"
        f" {most_frequent(hosts)}, {most_frequent(routes)}, {most_frequent(hours)}"
    )


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
