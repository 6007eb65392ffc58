"""Layouts and dates against what Go's package ``time`` answered (``go_table/main.go`` made the table)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from luaflow_runtime.lib.timetypes import layout as layouts
from luaflow_runtime.lib.timetypes.location import Location, load
from luaflow_runtime.lib.timetypes.moment import Time, moment

TABLE: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("go_table.json").read_text())


@cache
def location(name: str) -> Location:
    found = load(name)
    assert found is not None
    return found


def compare(rows: list[tuple[Any, Any, Any]]) -> None:
    wrong = [row for row in rows if row[1] != row[2]]
    assert not wrong, "\n".join(f"{case}: {ours!r}, Go: {gos!r}" for case, ours, gos in wrong[:20])


def test_formats() -> None:
    rows = TABLE["formats"]
    assert len(rows) > 500
    compare(
        [(row, Time(row["ns"], location(row["zone"])).format(row["layout"]), row["text"]) for row in rows],
    )


def test_parses() -> None:
    rows = TABLE["parses"]
    assert len(rows) > 250
    found = []
    for row in rows:
        case = (row["layout"], row["text"], row["zone"])
        try:
            ns, where = layouts.parse(row["layout"], row["text"], location(row["zone"]))
        except ValueError as error:
            found.append((case, str(error), row["error"]))
        else:
            ours = (ns // 10**9, ns % 10**9, str(where), str(Time(ns, where)))
            found.append((case, ours, row["error"] or (row["seconds"], row["nanos"], row["location"], row["shown"])))
    compare(found)


def test_dates() -> None:
    found = []
    for row in TABLE["dates"]:
        year, month, day, hour, minute, second, nanosecond = row["parts"]
        clock = hour * 3600 + minute * 60 + second
        at = moment(year, month, day, clock, nanosecond, location(row["zone"]))
        found.append(
            (row, (str(at), str(at.add_date(1, 1, -3)), at.year_day()), (row["shown"], row["next"], row["year_day"]))
        )
    compare(found)
