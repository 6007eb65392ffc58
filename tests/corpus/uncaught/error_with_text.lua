print("before")
local function fail(n)
  if n == 0 then
    error("something went wrong")
  end
  fail(n - 1)
end
fail(2)
print("not reached")
