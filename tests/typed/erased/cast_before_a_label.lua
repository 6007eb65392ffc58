local i = 0
::top::
i = i + 1
local v = i :: integer
::again::
if v < 3 then goto top end
local w = v ::
integer
::done::
print(i, w) goto fin
print("never")
::fin::
