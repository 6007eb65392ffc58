
local function f(_ENV) --! LF202
  return _ENV
end
local _ENV = {} --! LF202
