local co = coroutine.wrap(function()
  local t = {3, 1, 2} table.sort(t, function(a, b) return a > b end) coroutine.yield(table.concat(t, ","))
  coroutine.yield((("abc"):gsub("%a", function(c) return c:upper() .. "." end)))
  local ok, e = pcall(table.sort, {1, 2, 3}, function() error("cmp", 0) end) coroutine.yield(ok, e)
  coroutine.yield(select("#", table.unpack({1, 2}))) coroutine.yield(tostring(setmetatable({}, {__tostring = function() return "ts" end})))
  local r = {} for k in pairs({1, 2}) do r[#r + 1] = k coroutine.yield("in pairs " .. k) end
  return #r
end)
for i = 1, 8 do print(i, co()) end
print(pcall(co))
