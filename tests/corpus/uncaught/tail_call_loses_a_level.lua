local function fail() error("in tail") end
local function tail() return fail() end
local function outer() return tail() end
outer()
