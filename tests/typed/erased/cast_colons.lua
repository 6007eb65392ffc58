local function data() return "payload", 2 end
local t = { data = function(self) return self end, name = "n" }
print(data() :: string, t:data():data() :: Message == t, (t:data() :: Message).name)
print(((t :: any) :: Named).name, { 1, 2 } :: {integer} ~= nil)
