local pieces, i = { "return ", "1 + ", "2" }, 0
print(load(function() i = i + 1 return pieces[i] end)())
print(load("syntax error here")) print(load("return ...", "=chunk")(7)) print(load("x = 1; return x", "c", "t", {})())
print(pcall(load("error('inside')", "=named"))) print(pcall(load("local t = nil; return t.x", "@file.lua")))
print(load("return a", "n", "t", { a = "env" })(), load("return", "n")())
print(load("#!x\nreturn 1")) print(load("\xEF\xBB\xBFreturn 1")) print(load("# x", "=text"))
-- Readers that load by readers themselves come to an end.
local seen
local function nested(n)
  local f, message = load(function() if n > 0 then nested(n - 1) end return nil end)
  seen = seen or message
  return type(f)
end
print(nested(150), seen)
print(nested(300), (seen:match("[^\n]*")))
