local function run(input)
  local pos, out = 0, {}
  local function nextc() pos = pos + 1 return input:sub(pos, pos) end
  local c
  ::start::
  c = nextc()
  if c == "" then goto finish end
  if c:match("%d") then goto number end
  if c:match("%a") then goto word end
  out[#out + 1] = "sym" .. c
  goto start
  ::number::
  out[#out + 1] = "num" .. c
  goto start
  ::word::
  out[#out + 1] = "word" .. c
  c = nextc()
  if c:match("%a") then goto word end
  if c == "" then goto finish end
  pos = pos - 1
  goto start
  ::finish::
  return table.concat(out, " ")
end
print(run("")) print(run("1")) print(run("ab1+c")) print(run("a+1b2"))
do goto b ::a:: print("a") goto c ::b:: print("b") goto a ::c:: print("c") end
