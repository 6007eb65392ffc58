print(type(1), type "x", type {}, type(nil))
local kind = type
print(kind(type))
do
  local type = function(x) return "mine" end
  print(type(1))
end
