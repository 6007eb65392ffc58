-- entry: kind=function.lua modules=funcs reached=no
funcs.call("app:resize_elsewhere")
funcs.call("app:ship_abroad")
funcs.call("app:plain")
funcs.call("app:nobody") --! LF301
