local function neg(x) return -x end
print(neg(5), neg(-5), neg(0), neg(0.0), neg("4"), neg("-4.0"), neg(math.mininteger))
print(- -1, -(-1), -1 - -1, 2 - -2, 2 --comment
 - 1)
print(pcall(neg, {}))
print(pcall(neg, nil))
print(pcall(neg, "x"))
print(pcall(neg, true))
print(-"10", -"1e1", -"0x7fffffffffffffff")
print(-0.0 == 0.0, 1/-0.0 == 1/0.0, -0 == 0, 1/(-0))
