"""Python text from the intermediate form, and its map back to Lua."""
