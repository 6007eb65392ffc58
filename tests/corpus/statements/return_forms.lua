local function none() return end
local function one() return 1 end
local function three() return 1, 2, 3 end
local function tail(...) return three(...) end
local function paren() return (three()) end
local function mixed() return three(), three() end
local function va(...) return ... end
local function nested() do return "from block" end end
local function inif(x) if x then return "yes" end return "no" end
local function falls(x) if x then return 1 end end
print(none(), "|") print(one()) print(three()) print(tail()) print(paren()) print(mixed())
print(va()) print(va(nil)) print(va(nil, nil)) print(nested(), inif(true), inif(false))
print(falls(true), (falls(false))) print(select("#", falls(false)), select("#", none()), select("#", va(nil, nil)))
print((va())) print((va(1, 2)))
print(#{three(), three()}, #{three(), (three())}, #{(three())})
