local ways = {
  function(s) return (s:gsub("^%s+", ""):gsub("%s+$", "")) end,
  function(s) return s:match("^%s*(.-)%s*$") end,
  function(s) return s:match("^()%s*$") and "" or s:match("^%s*(.*%S)") end,
  function(s) local from = s:find("%S") return from and s:sub(from, #s - s:reverse():find("%S") + 1) or "" end,
}
for _, s in ipairs { "", " ", "  a b  ", "x", "\t\nx\v\f\r ", "é  ", "a" } do
  for _, way in ipairs(ways) do io.write("[", way(s), "]") end
  print()
end
