local function class(parent) local c = {} c.__index = c if parent then setmetatable(c, {__index = parent, __call = getmetatable(parent).__call}) else setmetatable(c, {__call = function(cls, ...) local o = setmetatable({}, cls) if o.init then o:init(...) end return o end}) end c.super = parent return c end
local Animal = class() function Animal:init(n) self.name = n end function Animal:speak() return self.name .. " makes a sound" end function Animal.__tostring(a) return "<" .. a.name .. ">" end
local Dog = class(Animal) function Dog:init(n, breed) Animal.init(self, n) self.breed = breed end function Dog:speak() return Animal.speak(self) .. ": woof" end Dog.__tostring = Animal.__tostring
local Puppy = class(Dog) function Puppy:speak() return Puppy.super.speak(self):upper() end
local a, d, p = Animal("cat"), Dog("rex", "lab"), Puppy("bit", "pug")
print(a:speak()) print(d:speak(), d.breed) print(p:speak(), p.breed) print(tostring(a), tostring(d))
print(getmetatable(d) == Dog, getmetatable(Dog).__index == Animal, Dog.init ~= Animal.init, rawget(Puppy, "init"))
local function is(o, c) local m = getmetatable(o) while m do if m == c then return true end m = m.super end return false end print(is(p, Animal), is(p, Puppy), is(a, Dog))
for _, o in ipairs{a, d, p} do io.write(o:speak(), "; ") end print()
