type Item = { sku: string, qty: integer, note?: string, tag: string? }
print(Item:is({ sku = "a", qty = 1, extra = true }) ~= nil)  --> true
print(select(2, Item:is({ sku = "a" })):message())  --> qty: required field missing
print(select(2, Item:is({ sku = 1, qty = 1 })):message())  --> sku: expected string, got number
print(select(2, Item:is({ sku = "a", qty = 1, note = 5 })):message())  --> note: expected string, got number
print(select(2, Item:is(7)):message())  --> expected Item, got number
local item = { sku = "a", qty = 1 }
print(Item(item) == item, Item(setmetatable({}, { __index = item })) ~= nil)  --> true true
print((select(2, pcall(function() return Item(7) end)):gsub("^.-:%d+: ", "")))  --> expected Item, got number
print((select(2, pcall(function() return Item({ sku = "a" }) end)):gsub("^.-:%d+: ", "")))  --> expected Item, got table (qty: required field missing)
local e = select(2, Item:is({ sku = "a" }))
print(e:details().field, e:details().expected, e:details().got, e:details().constraint)  --> qty integer nil required
