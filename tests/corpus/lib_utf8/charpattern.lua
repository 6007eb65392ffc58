print(#utf8.charpattern, utf8.charpattern:byte(1, -1))
for c in ("aé€😀"):gmatch(utf8.charpattern) do io.write(#c, ":", c, " ") end print()
print(("aé"):gsub(utf8.charpattern, function(c) return "<" .. c .. ">" end), ("äbc"):match("^" .. utf8.charpattern))
