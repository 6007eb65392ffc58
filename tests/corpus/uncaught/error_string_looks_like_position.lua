error("other.lua:99: pretended position", 0)
