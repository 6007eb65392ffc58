"""Source folders to registries: what is declared, and what is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from luaflow.diagnostics import Diagnostic, Severity
from luaflow.registry import Registry, load_registry

Write = Callable[[dict[str, str | bytes]], Path]

CLIENT = "  - {name: client, kind: temporal.client, address: 'localhost:7233'}\n"
WORKER = "  - {name: worker, kind: temporal.worker, client: client, task_queue: orders}\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def files(contents: dict[str, str | bytes]) -> Path:
        root = tmp_path / "flows"
        root.mkdir(exist_ok=True)
        for name, content in contents.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return files


def index(entries: str, *, namespace: str = "shop") -> str:
    return f"version: '1.0'\nnamespace: {namespace}\nentries:\n{entries}"


def found(registry: Registry) -> list[tuple[str, int, int]]:
    """Return code, line and column of every finding."""
    result: list[tuple[str, int, int]] = []
    for finding in registry.diagnostics:
        line, column = finding.source.position(finding.span[0]) if finding.source is not None else (0, 0)
        result.append((finding.code, line, column))
    return result


def only(registry: Registry) -> Diagnostic:
    assert len(registry.diagnostics) == 1, [finding.message for finding in registry.diagnostics]
    return registry.diagnostics[0]


def test_a_whole_registry(write: Write) -> None:
    root = write(
        {
            "_index.yaml": index(
                CLIENT
                + WORKER
                + """\
  - name: place
    kind: workflow.lua
    source: file://place.lua
    modules: [funcs, time]
    imports: {money: "shop.lib:money", j: json}
    meta: {temporal: {workflow: {worker: worker, name: Place}}, options: {"activity.start_to_close_timeout": 5s}}
  - name: pay
    kind: function.lua
    source: |
      return {
        main = function() end }
    method: main
    pool: {size: 2}
    meta: {temporal: {activity: {worker: "shop:worker", local: true}}}
  - {name: quote, kind: function.external, meta: {temporal: {activity: {task_queue: py, name: q}}}}
  - {name: web, kind: http.service, addr: ":80", source: file://missing.lua}
"""
            ),
            "place.lua": "return { main = function() end }",
            "lib/money.json": '{"namespace": "shop.lib", "name": "money", "kind": "library.lua", "source": "file:///m.lua"}',
            "m.lua": "return {}",
            "node_modules/x/_index.yaml": "::: broken",
            "other.yaml": "just: data",
        }
    )
    registry = load_registry(root)
    assert registry.diagnostics == ()
    place = registry.lua["shop:place"]
    assert (place.method, place.worker, place.workflow_name) == ("main", "shop:worker", "Place")
    assert (place.modules, place.imports) == (("funcs", "time"), {"money": "shop.lib:money", "j": "json"})
    assert (place.source.name, place.file) == ("place.lua", "place.lua")
    pay = registry.lua["shop:pay"]
    assert (pay.source.name, pay.local, pay.is_activity, pay.pooled) == ("shop:pay", True, True, True)
    inline = (root / "_index.yaml").read_text().splitlines()
    assert inline[pay.source.line_offset + 1].strip() == pay.source.line_text(2).strip()
    assert registry.lua["shop.lib:money"].file == "m.lua"
    assert registry.externals["shop:quote"].name == "q"
    assert list(registry.others) == ["shop:web"]
    assert set(registry.inputs) == {"_index.yaml", "place.lua", "lib/money.json", "m.lua", "other.yaml"}
    assert [entry.id for entry in registry.libraries_first()] == ["shop.lib:money", "shop:pay", "shop:place"]


def test_meta_of_the_file_is_merged_under_the_entry(write: Write) -> None:
    root = write(
        {
            "_index.yaml": "namespace: a\nmeta: {owner: me, temporal: {activity: {worker: nobody}}}\nentries:\n"
            "  - {name: f, kind: function.lua, method: main, source: 'return 1', meta: {temporal: {}, tags: [x]}}\n"
        }
    )
    registry = load_registry(root)
    assert registry.diagnostics == ()
    assert registry.lua["a:f"].meta == {"owner": "me", "temporal": {}, "tags": ["x"]}


def test_data_hides_all_other_fields(write: Write) -> None:
    root = write(
        {"_index.yaml": index("  - {name: f, kind: library.lua, source: 'return 1', data: {source: 'return 2'}}\n")}
    )
    assert load_registry(root).lua["shop:f"].source.text == "return 2"


def test_every_problem_is_reported_with_its_place(write: Write) -> None:
    root = write(
        {
            "_index.yaml": index(
                """\
  - name: place
    kind: workflow.lua
    source: file://place.lua
    modules: [funcs, tiem, "shop:x", http_client, treesitter]
    imports:
      money: shop:mony
      funcs: shop:lib
      w: shop:place
  - name: place
    kind: library.lua
  - name: lib
    kind: library.lua
    source: ''
  - kind: workflow.lua
  - name: pay
    kind: function.lua
    source: file://../secret.lua
    meta: {temporal: {activity: {worker: wroker}}}
  - name: worker
    kind: temporal.worker
    client: nobody
    task_queue: q
"""
            ),
            "place.lua": "return 1",
        }
    )
    registry = load_registry(root)
    assert found(registry) == [
        ("LF415", 4, 11),  # no worker
        ("LF412", 7, 22),  # tiem
        ("LF403", 7, 28),  # an id as a module
        ("LF414", 7, 38),  # http_client in a workflow
        ("LF413", 7, 51),  # treesitter
        ("LF409", 9, 7),  # mony
        ("LF411", 10, 7),  # funcs twice
        ("LF409", 11, 7),  # a workflow as a library
        ("LF404", 12, 11),  # place again
        ("LF407", 16, 5),  # empty source
        ("LF403", 17, 5),  # no name
        ("LF408", 18, 11),  # no method
        ("LF406", 20, 13),  # outside
        ("LF416", 21, 34),  # wroker
        ("LF417", 24, 5),  # nobody
    ]


def test_fields_that_are_almost_right(write: Write) -> None:
    """Registries hold fields that are not luaflow's, so only what looks like a mistake of spelling is a warning."""
    entry = """\
  - name: f
    kind: function.lua
    source: return print
    method: main
    moduels: [time]
    pool: {size: 2}
    meta: {temporal: {activity: {worker: worker, locl: true, team: a}}, options: {}}
  - {name: temporal, kind: temporal.client, address: "localhost:7233"}
  - {name: worker, kind: temporal.worker, client: temporal, task_queue: q}
"""
    registry = load_registry(write({"_index.yaml": index(entry)}))
    assert [(finding.severity, finding.message, finding.help) for finding in registry.diagnostics] == [
        (Severity.WARNING, "`moduels` has no effect", "did you mean `modules`?"),
        (Severity.WARNING, "`locl` has no effect", "did you mean `local`?"),
    ]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file://nothing.lua", "LF405"),
        ("file://", "LF405"),
        ("file://lib", "LF405"),
        ("file://../outside.lua", "LF406"),
        ("file:///../outside.lua", "LF406"),
        ("file://lib/../../outside.lua", "LF406"),
        ("file://link.lua", "LF406"),
    ],
)
def test_files_that_cannot_be_read(write: Write, url: str, code: str) -> None:
    root = write({"_index.yaml": index(f"  - {{name: f, kind: library.lua, source: '{url}'}}\n"), "lib/x.lua": ""})
    (root.parent / "outside.lua").write_text("return 1")
    (root / "link.lua").symlink_to(root.parent / "outside.lua")
    finding = only(load_registry(root))
    assert (finding.code, finding.severity) == (code, Severity.ERROR)


def test_a_file_that_is_not_utf8(write: Write) -> None:
    root = write(
        {"_index.yaml": index("  - {name: f, kind: library.lua, source: 'file://f.lua'}\n"), "f.lua": b"-- \xe4\n"}
    )
    finding = only(load_registry(root))
    assert finding.code == "LF402"
    assert finding.source is not None and finding.source.path.endswith("f.lua")
    assert finding.source.position(finding.span[0]) == (1, 4)


def test_yaml_that_does_not_parse(write: Write) -> None:
    root = write({"_index.yaml": "namespace: a\nentries: [", "notes.yaml": "a: [", "more.yaml": "namespace: x\na: ["})
    registry = load_registry(root)
    assert sorted((f.code, f.severity, Path(f.source.path).name) for f in registry.diagnostics if f.source) == [
        ("LF401", Severity.ERROR, "_index.yaml"),
        ("LF401", Severity.ERROR, "more.yaml"),
        ("LF401", Severity.WARNING, "notes.yaml"),
    ]


def test_an_import_cycle_is_named_once_and_whole(write: Write) -> None:
    entries = "".join(
        f"  - {{name: {name}, kind: library.lua, source: 'return 1', imports: {{x: 'shop:{target}'}}}}\n"
        for name, target in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    finding = only(load_registry(write({"_index.yaml": index(entries)})))
    assert finding.code == "LF410"
    assert "`shop:a` -> `shop:b` -> `shop:c` -> `shop:a`" in finding.message


def test_modules_of_libraries_that_a_workflow_imports(write: Write) -> None:
    root = write(
        {
            "_index.yaml": index(
                CLIENT + WORKER + "  - {name: lib, kind: library.lua, source: 'return 1', modules: [env]}\n"
                "  - {name: f, kind: function.lua, method: main, source: 'return 1', modules: [env]}\n"
                "  - {name: w, kind: workflow.lua, source: 'return 1', imports: {lib: 'shop:lib'},"
                " meta: {temporal: {workflow: {worker: worker}}}}\n"
            )
        }
    )
    found = load_registry(root).diagnostics
    assert [(finding.code, finding.entry) for finding in found] == [("LF414", "shop:lib"), ("LF413", "shop:f")]
    assert "`shop:w`" in found[0].message


@pytest.mark.parametrize(
    "line",
    [
        "{name: c, kind: temporal.client}",
        "{name: c, kind: temporal.client, address: a, auth: {type: oauth}}",
        "{name: c, kind: temporal.client, address: a, auth: {type: api_key}}",
        "{name: c, kind: temporal.client, address: a, auth: {type: api_key, api_key: x, api_key_env: Y}}",
        "{name: c, kind: temporal.client, address: a, auth: {type: mtls, cert_file: x}}",
        "{name: c, kind: temporal.client, address: a, connection_timeout: 5}",
        "{name: c, kind: temporal.client, address: a, connection_timeout: '5'}",
        "{name: c, kind: temporal.client, address: a, tls: {insecure_skip_verify: true}}",
        "{name: c, kind: temporal.client, adress: b, address: a}",
        "{name: c, kind: temporal.client, address: a, lifecycle: {stop_timout: 5s}}",
        "{name: c, kind: temporal.client, address: a, lifecycle: {stable_threshold: 5}}",
        "{name: c, kind: temporal.client, address: a, lifecycle: {restart: {max_delay: soon}}}",
        "{name: c, kind: temporal.client, address: a, health_check: {intervall: 5s}}",
        "{name: w, kind: temporal.worker, client: client, task_queue: q, worker_options: {max_concurrent_workflow_task_pollers: 1}}",
        "{name: w, kind: temporal.worker, client: client, task_queue: q, worker_options: {worker_stop_timeout: soon}}",
        "{name: w, kind: temporal.worker, client: client, task_queue: q, worker_options: {workflow_failure: run}}",
        "{name: w, kind: temporal.worker, client: client, task_queue: q,"
        " worker_options: {disable_workflow_worker: true, local_activity_worker_only: true}}",
        "{name: w, kind: temporal.worker, client: client}",
    ],
)
def test_settings_of_clients_and_workers(write: Write, line: str) -> None:
    finding = only(load_registry(write({"_index.yaml": index(CLIENT + f"  - {line}\n")})))
    assert finding.code == "LF418"


def test_placeholders_are_left_alone(write: Write) -> None:
    root = write(
        {
            "_index.yaml": index(
                "  - {name: client, kind: temporal.client, address: '${env:ADDRESS}', connection_timeout: '${env:T|5s}'}\n"
                "  - {name: worker, kind: temporal.worker, client: client, task_queue: '${env:QUEUE|q}',"
                " worker_options: {max_concurrent_activity_execution_size: '${env:N|5}'}}\n"
            )
        }
    )
    registry = load_registry(root)
    assert registry.diagnostics == ()
    assert registry.clients["shop:client"].data["address"] == "${env:ADDRESS}"
    assert registry.workers["shop:worker"].task_queue == "${env:QUEUE|q}"


def test_files_named_in_any_string_are_read(write: Write) -> None:
    root = write(
        {
            "_index.yaml": index(
                "  - {name: c, kind: temporal.client, address: a, auth: {type: mtls, cert_pem: 'file://c.pem', key_pem_env: K}}\n"
            ),
            "c.pem": "CERTIFICATE",
        }
    )
    registry = load_registry(root)
    assert registry.diagnostics == ()
    assert registry.clients["shop:c"].data["auth"]["cert_pem"] == "CERTIFICATE"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert only(load_registry(tmp_path / "nothing")).code == "LF400"
    assert only(load_registry(tmp_path)).code == "LF400"


def test_loading_twice_gives_the_same(write: Write) -> None:
    root = write(
        {
            "b.yaml": index("  - {name: b, kind: library.lua, source: 'return 1'}\n"),
            "a.yaml": index("  - {name: a, kind: library.lua, source: 'return 1'}\n"),
        }
    )
    first, second = load_registry(root), load_registry(root)
    assert list(first.lua) == list(second.lua) == ["shop:a", "shop:b"]
    assert first.inputs == second.inputs
