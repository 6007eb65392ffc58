"""Determinism and quality rules, one file each, and what they stand on."""
