"""``luaflow compile``"""

from __future__ import annotations

from pathlib import Path

import click

from luaflow.cli.sources import DEFAULT_OUT, build_or_fail, jobs_option, options, package_option, show_findings
from luaflow.package.options import Options


@click.command()
@click.argument("src", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=DEFAULT_OUT, show_default=True, help="Folder for packages."
)
@click.option("--check", is_flag=True, help="Write nothing; show a diff and exit with 1 if the package is stale.")
@click.option(
    "--dump", type=click.Choice(["ast", "ir", "map"]), help="Print a stage of the compiler instead of writing."
)
@click.option("--stats", is_flag=True, help="Also print how many operations are Python's own, and why the rest is not.")
@click.option("-v", "--verbose", is_flag=True, help="Also list what luaflow does not run, and every module.")
@click.option("--no-cache", is_flag=True, help="Compile everything from nothing.")
@package_option
@jobs_option
def command(
    src: Path,
    out: Path,
    check: bool,
    dump: str | None,
    stats: bool,
    verbose: bool,
    no_cache: bool,
    package: str,
    jobs: int,
) -> None:
    """Compile the registry folder SRC to an importable Python package.

    The package is written to OUT/<name of SRC>. Only what changed is compiled again; when there are errors nothing is
    written.

    \b
    Examples:
      luaflow compile flows              # writes generated/flows/
      luaflow compile flows --check      # for CI: exits with 1 when generated/flows/ is stale
      luaflow compile flows --dump=ir    # the intermediate form, on stdout
      luaflow compile flows --stats      # what runs natively, on stdout; also when nothing has changed
    """
    wanted = options(package, jobs, use_cache=not no_cache)
    if dump is not None:
        _dump(src, dump, wanted)
        return
    built = build_or_fail(src, out, wanted, check=check)
    if verbose:
        _describe(src, wanted)
    if stats:
        _statistics(src, wanted)
    if built.diffs:
        for diff in built.diffs:
            click.echo(diff, nl=False)
        count = len(built.diffs)
        click.echo(f"{built.folder} is stale: {count} {'file differs' if count == 1 else 'files differ'}", err=True)
        raise click.exceptions.Exit(1)
    if built.compilation is None or not built.changed:
        click.echo(f"{built.folder} is up to date", err=True)
    else:
        entries = len(built.compilation.modules)
        click.echo(
            f"compiled {entries} {'entry' if entries == 1 else 'entries'} to {built.folder} "
            f"({built.changed} {'file' if built.changed == 1 else 'files'} changed)",
            err=True,
        )
        if not entries:
            click.echo("luaflow runs none of the kinds of these entries; --verbose lists them", err=True)


def _describe(src: Path, wanted: Options) -> None:
    from luaflow.package.layout import lay_out, package_name
    from luaflow.registry import load_registry

    registry = load_registry(src)
    layout, _ = lay_out(registry, wanted.package or package_name(src))
    for entry in registry.lua.values():
        click.echo(f"{entry.id} ({entry.kind}, {entry.file}) -> {layout.import_name(entry.id)}", err=True)
    for other in registry.others.values():
        line, _ = other.place.source.position(other.place.span[0])
        click.echo(f"{other.id} ({other.kind}, {other.place.source.name}:{line}) is not run by luaflow", err=True)


def _statistics(src: Path, wanted: Options) -> None:
    from luaflow.cli.stats import statistics
    from luaflow.pipeline import check_sources

    for line in statistics(check_sources(src, wanted)):
        click.echo(line)


def _dump(src: Path, stage: str, wanted: Options) -> None:
    from luaflow.cli.dump import dump_ast, dump_ir, dump_map
    from luaflow.pipeline import check_sources, compile_sources

    if stage == "map":
        compilation = compile_sources(src, wanted)
    else:
        compilation = check_sources(src, wanted)
    show_findings(compilation.diagnostics)
    if compilation.has_errors:
        raise click.exceptions.Exit(1)
    for text in {"ast": dump_ast, "ir": dump_ir, "map": dump_map}[stage](compilation):
        click.echo(text)
