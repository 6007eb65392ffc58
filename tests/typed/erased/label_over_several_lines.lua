local n = 0
::
again
::
n = n + 1
local m = n ::
check
:: if m < 3 then goto again end
print(n)
