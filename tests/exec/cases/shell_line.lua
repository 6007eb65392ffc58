#!/usr/bin/lua
print("shebang") error("line2")