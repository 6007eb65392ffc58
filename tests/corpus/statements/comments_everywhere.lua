-- a comment at the start
local a --[[ inside ]] = --[==[ long
 over lines ]==] 1 -- at the end
print(a --[[ between ]], --[[ x ]] 2) --
--[[]] print("after empty long comment")
--[=[ ]] ]=] print("level one")
local t = { -- comment in table
  1, -- one
  --[[ skipped ]] 2, --
  -- last
}
print(#t) ---- four dashes
if a == 1 --[[ cond ]] then -- then
  print("yes") -- body
--[[ before else ]] else -- else
  print("no")
end --[[ end ]]
local function f( --[[ no params ]] ) --[[ body ]] return --[[ value ]] 5 end --
print(f( --[[ no args ]] ), "--not a comment", [[--nor this]])
--#!not special
return --[[ nothing ]]
