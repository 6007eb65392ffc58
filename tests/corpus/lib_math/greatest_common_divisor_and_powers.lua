local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
print(gcd(48, 36), gcd(17, 5), gcd(0, 9), math.type(gcd(6, 4)))
local function modpow(b, e, m) local r = 1 b = b % m while e > 0 do if e & 1 == 1 then r = r * b % m end b = b * b % m e = e >> 1 end return r end
print(modpow(2, 100, 1000007), modpow(3, 200, 13), 2^53 == 2^53 + 1, 7 // 2 * 2 + 7 % 2)
