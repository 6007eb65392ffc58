"""Output packages: layout, frames, manifest, incremental compilation."""
