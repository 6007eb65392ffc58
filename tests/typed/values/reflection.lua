type Item = { sku: string, qty: integer @min(1), note?: string }
type List = {Item}
type Ages = {[string]: integer}
type Maybe = Item?
type Level = "low" | "high"
print(Item:kind(), Item:name(), List:kind(), List:elem():name(), Ages:kind(), Ages:key(), Ages:val())  --> record Item array Item map string integer
print(Maybe:kind(), Maybe:inner():name(), Level:kind(), #Level:variants(), Level:variants()[2])  --> optional Item union 2 "high"
print(Item.sku, Item.qty, Item.note, Item.missing, Item.qty:kind())  --> string integer @min(1) string? nil integer
local seen = {}
for name, type in Item:fields() do seen[#seen + 1] = name .. "=" .. tostring(type) end
print(table.concat(seen, " "))  --> sku=string qty=integer @min(1) note=string?
local count = 0
for name, type in pairs(Item:fields()) do count = count + 1 end
print(count, Item:fields().sku == Item.sku)  --> 3 true
print(Item:elem(), Item:key(), Item:inner(), Item:ret(), Level:fields(), Item:variants(), Item:params())  --> nil nil nil nil nil nil nil
print(Item.sku:is("x"), Item.qty:is(0))  --> x nil value 0 is less than the minimum 1
