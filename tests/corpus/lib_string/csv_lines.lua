local function parse(line)
  local fields, at = {}, 1
  while true do
    if line:sub(at, at) == '"' then
      local text, c = "", nil
      repeat
        local a, b, part
        a, b, part, c = line:find('^"(.-)"("?)', at)
        text = text .. part .. (c == '"' and '"' or "")
        at = c == '"' and b or b + 1
      until c ~= '"'
      fields[#fields + 1] = text
      at = (line:find(",", at, true) or #line + 1) + 1
    else
      local stop = line:find(",", at, true)
      fields[#fields + 1] = line:sub(at, stop and stop - 1 or -1)
      if not stop then break end
      at = stop + 1
    end
    if at > #line + 1 then break end
  end
  return fields
end
for _, l in ipairs { "a,b,c", '"x,y",2', '"he said ""hi""",3', "", ",", "one" } do local f = parse(l) print(#f, table.concat(f, "|")) end
