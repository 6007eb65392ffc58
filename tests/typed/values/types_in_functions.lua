type Limit = integer @max(3)
local function outer()
  local function inner(v) return Limit:is(v) end
  return inner
end
print(outer()(3), (select(2, outer()(4)):message()))  --> 3 value 4 is greater than the maximum 3
local early = Late:is("x")
type Late = string
print(early, Late("y"))  --> x y
local co = coroutine.wrap(function() coroutine.yield(Limit(1)) return Limit(2) end)
print(co(), co())  --> 1 2
