local function check(v)
  if not v then error("bad value", 2) end
end
local function use()
  check(true)
  check(false)
end
use()
