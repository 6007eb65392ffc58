"""Lua's text machinery: strings as bytes, numerals, patterns, formats, packing and JSON. Knows nothing of hosts."""
