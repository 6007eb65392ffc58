-- entry: modules=funcs,time imports=money:app:money
local function main(order)
  run_compensations(order) --! LF010
  pirnt(order) --! LF010
  print(ordr) --! LF010
  funcs.call("app:charge", order)
  time.sleep("1s")
  local total = money.add(1, 2)
  uuid.v4() --! LF011
  local json = require("json") --! LF011
  local same = require("money")
  local none = require("monney") --! LF011
  return total, json, same, none, _G, _VERSION, _ENV
end

local function run_compensations(order)
  for _, step in ipairs(order) do
    print(step, run_compensations)
  end
end

return { main = main, run = run_compensations, string = string.trim(""), unpack = table.unpakc or unpack } --! LF012
