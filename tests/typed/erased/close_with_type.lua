local log: {string} = {}
do
  local first <close>: any = setmetatable({}, { __close = function() log[#log + 1] = "first" end })
  local second: Handle <close> = setmetatable({}, { __close = function() log[#log + 1] = "second" end })
end
print(table.concat(log, ","))
