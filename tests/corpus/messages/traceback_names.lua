local function tb() print((debug.traceback("tb", 2))) end
local function viaLocal() tb() end viaLocal()
local up = function() tb() end (function() up() end)()
local t = {f = function() tb() end, n = {g = function() tb() end}, [1] = function() tb() end} t.f() t.n.g() t[1]() local k = "f" t[k]()
function t:m() tb() end t:m()
G = function() tb() end G() _G.G() G = nil
local mt = setmetatable({}, {__index = function() tb() end, __add = function() tb() end, __call = function() tb() end, __newindex = function() tb() end, __len = function() tb() return 1 end, __eq = function() tb() end, __lt = function() tb() end, __concat = function() tb() return "" end, __unm = function() tb() end})
local _ = mt.x _ = mt + 1 mt() mt.y = 1 _ = #mt _ = mt == {} _ = mt < mt _ = mt .. "x" _ = -mt
for _ in function() tb() end do end
pcall(function() tb() end) table.sort({2, 1}, function(a, b) tb() return a < b end) string.gsub("x", "x", function() tb() end)
do local c <close> = setmetatable({}, {__close = function() tb() end}) end
local function tail() return tb() end tail(); (function() return tail() end)()
coroutine.wrap(function() tb() end)() coroutine.wrap(function() local function inco() tb() end inco() end)()
