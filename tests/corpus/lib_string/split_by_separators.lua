local function split(s, sep)
  local parts, from = {}, 1
  while true do
    local a, b = s:find(sep, from, true)
    if not a then break end
    parts[#parts + 1] = s:sub(from, a - 1)
    from = b + 1
  end
  parts[#parts + 1] = s:sub(from)
  return parts
end
print(table.concat(split("a,b,,c,", ","), "|"), #split("", ","), #split("abc", ","))
print(table.concat(split("a--b----c", "--"), "|"), table.concat(split("é|ü|\xff", "|"), ";"))
