local function reverse(s) local t = {} for _, c in utf8.codes(s) do table.insert(t, 1, utf8.char(c)) end return table.concat(t) end
print(reverse "añ€😀", reverse(reverse "añ€😀") == "añ€😀", utf8.len(reverse "añ€😀"))
