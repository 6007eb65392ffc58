for _, s in ipairs { "10", " 10 ", "10.", ".5", "1e2", "1E+2", "1e-2", "0x10", "0X1p4", "0x.8", "0xA.8p0", "-0x10", "+5", "- 5", "--5", "", " ", "1 2", "1e", "0x", "0xg", "inf", "nan", "1_000", "१", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "0xffffffffffffffff", "0x1ffffffffffffffff", "1e400", "5e-324", "1\0", "\t7\n", "0b1", "1f", "0x1P-2", "1..2", "." } do
  local n = tonumber(s) print(("%q"):format(s), n, math.type(n))
end
print(tonumber(5), tonumber(5.5), tonumber(nil), tonumber(true), tonumber({}), tonumber(print))
