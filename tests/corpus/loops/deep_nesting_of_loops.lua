local n = 0
for a=1,2 do for b=1,2 do for c=1,2 do for d=1,2 do for e=1,2 do for f=1,2 do for g=1,2 do for h=1,2 do
for i=1,1 do for j=1,1 do for k=1,1 do for l=1,1 do for m=1,1 do for o=1,1 do for p=1,1 do for q=1,1 do
for r=1,1 do for s=1,1 do for t=1,1 do for u=1,1 do for v=1,1 do for w=1,1 do for x=1,1 do for y=1,1 do
  n = n + 1
  if n == 100 then print("hundred", a, b, c, d, e, f, g, h, y) end
end end end end end end end end
end end end end end end end end
end end end end end end end end
print(n)
local function find()
for a=1,2 do for b=1,2 do for c=1,2 do for d=1,2 do for e=1,2 do for f=1,2 do for g=1,2 do for h=1,2 do
for i=1,1 do for j=1,1 do for k=1,1 do for l=1,1 do for m=1,1 do for o=1,1 do for p=1,1 do for q=1,1 do
for r=1,1 do for s=1,1 do for t=1,1 do for u=1,1 do for v=1,1 do
  if a + b + c + d + e + f + g + h == 12 then return a, b, c, d, e, f, g, h, v end
end end end end end
end end end end end end end end
end end end end end end end end
end
print(find())
local x = 0
while true do while true do while true do x = x + 1 break end x = x + 10 break end x = x + 100 break end
print(x)
