local type, as, is, interface, readonly = type, 1, 2, 3, 4
local fun, keyof, typeof, asserts, extends = 5, 6, 7, 8, 9
local t = { type = as, as = is, is = interface, interface = readonly, readonly = fun, fun = keyof, keyof = typeof }
t.typeof = asserts
function t.asserts(extends) return extends end
function t:extends(typeof) return self == t and typeof end
print(type(t), t.type, t.as, t.is, t.interface, t.readonly, t.fun, t.keyof, t.typeof, t.asserts(as), t:extends(is))
as, is = is, as
interface = as + is
extends = type "x"
type = type({})
print(as, is, interface, extends, type)
