-- An object-oriented library: classes by metatables, with inheritance.
local Item = {}
Item.__index = Item

function Item.new(name, price, quantity)
    return setmetatable({name = name, price = price, quantity = quantity}, Item)
end

function Item:subtotal()
    return self.price * self.quantity
end

function Item:tax()
    return self:subtotal() // 10
end

function Item:total()
    return self:subtotal() + self:tax()
end

local Book = setmetatable({}, {__index = Item})
Book.__index = Book

function Book.new(name, price, quantity)
    local book = Item.new(name, price, quantity)
    return setmetatable(book, Book)
end

-- Books have a lower tax.
function Book:tax()
    return self:subtotal() // 20
end

local Bundle = setmetatable({}, {__index = Item})
Bundle.__index = Bundle

function Bundle.new(name, items)
    local bundle = Item.new(name, 0, 1)
    bundle.items = items
    return setmetatable(bundle, Bundle)
end

function Bundle:subtotal()
    local sum = 0
    for _, item in ipairs(self.items) do
        sum = sum + item:subtotal()
    end
    return sum
end

local Cart = {}
Cart.__index = Cart

function Cart.new(customer)
    return setmetatable({customer = customer, items = {}}, Cart)
end

function Cart:add(item)
    table.insert(self.items, item)
    return self
end

function Cart:total()
    local sum = 0
    for _, item in ipairs(self.items) do
        sum = sum + item:total()
    end
    return sum
end

return {Item = Item, Book = Book, Bundle = Bundle, Cart = Cart}
