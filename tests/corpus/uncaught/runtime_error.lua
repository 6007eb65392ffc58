local t = {}
print("before")
local function get(x)
  return x.field.value
end
print(get(t))
