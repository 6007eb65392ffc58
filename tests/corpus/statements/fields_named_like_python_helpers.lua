-- Constructors take any names: those that the functions which make the tables might use themselves, too.
local function new(x) return x end
local function show(t) local keys = {} for k, v in pairs(t) do keys[#keys + 1] = k .. "=" .. tostring(v) end table.sort(keys) print(table.concat(keys, " ")) end
local class = { new = new, cls = 1, slow = 2, EMPTY = 3, make = 4, bind = 5, AttributeError = 6, t_ = 7, object = 8, self = 9 }
print(class.new("called"), class.cls, class.slow, class.EMPTY, class.make, class.bind, class.AttributeError, class.t_)
local meta = { __index = class }
for i = 1, 3 do
  local object = setmetatable({ new = i, cls = i, slow = i, AttributeError = i, meta_ = i, t_ = i, space = i, values = i }, meta)
  show(object) print(object.EMPTY, object.new)
  show({ new = i, cls = i, slow = i, EMPTY = i, AttributeError = i, meta = i, names = i, zip = i, dict = i })
end
print(({ new = new, make = new }).make(3), #{ new = 1, 2, 3 })
