print(5 & 3, 5 | 3, 5 ~ 3, ~5, ~0, 1 << 4, 256 >> 4)
print(-1 >> 1, -1 >> 63, -1 << 63, 1 << 63, 1 << 64, 1 << 65, -1 >> 64, 1 >> -2, 8 << -2, 8 >> -70, 8 << 70)
print(math.mininteger >> 63, math.mininteger << 1, math.maxinteger << 1, ~math.mininteger, ~math.maxinteger)
print(0xF0 & 0x3C, 0xF0 | 0x0F, 0xFF ~ 0x0F, -1 & 0xFF, -1 ~ 0xFF)
print(5 & 3 | 8, 5 | 3 & 8, 1 | 2 ~ 3 & 4, 1 << 2 + 1, 1 + 1 << 2)
local h = 0
for i = 1, 20 do h = (h << 5) ~ (h >> 27) ~ i * 2654435761 print(i, h, h & 0xFFFF) end
