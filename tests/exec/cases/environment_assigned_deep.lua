local setmetatable, print = setmetatable, print
x = 1
for i0 = 1, 1 do if x then
for i1 = 1, 1 do if x then
for i2 = 1, 1 do if x then
for i3 = 1, 1 do if x then
for i4 = 1, 1 do if x then
for i5 = 1, 1 do if x then
for i6 = 1, 1 do if x then
for i7 = 1, 1 do if x then
for i8 = 1, 1 do if x then
for i9 = 1, 1 do if x then
for i10 = 1, 1 do if x then
for i11 = 1, 1 do if x then
for i12 = 1, 1 do if x then
for i13 = 1, 1 do if x then
for i14 = 1, 1 do if x then
for i15 = 1, 1 do if x then
for i16 = 1, 1 do if x then
for i17 = 1, 1 do if x then
_ENV = setmetatable({y = 5}, {__index = _ENV})
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
end end
print(x, y)