type Line = { item: { sku: string, sizes: {integer} } }
type Order = { lines: {Line}, by: {[string]: Line}, at: { x: number } }
local function why(v) return select(2, Order:is(v)):message() end
local good = { item = { sku = "s", sizes = { 1 } } }
print(why({ lines = { good, { item = { sku = "s", sizes = { 1, "2" } } } }, by = {}, at = { x = 1 } }))  --> lines[2].item.sizes[2]: expected integer, got string
print(why({ lines = {}, by = { a = good, ["b c"] = 1 }, at = { x = 1 } }))  --> by["b c"]: expected Line, got number
print(why({ lines = {}, by = { a = { item = { sizes = {} } } }, at = { x = 1 } }))  --> by.a.item.sku: required field missing
print(why({ lines = {}, by = {}, at = { x = "1" } }))  --> at.x: expected number, got string
print(why({ lines = {}, by = { [1] = good }, at = { x = 1 } }))  --> by[1]: expected string, got number
