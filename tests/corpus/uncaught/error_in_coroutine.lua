local co = coroutine.wrap(function()
  local function inner() error("in coroutine") end
  inner()
end)
co()
