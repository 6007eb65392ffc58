local p = string.pack
local function try(...) print(pcall(p, ...)) end
try("b", 128) try("b", -129) try("b", 127) try("B", 256) try("B", -1) try("h", 32768) try("H", 65536)
try("i3", 2^23 // 1 | 0) try("I3", 1 << 24) try("i4", 1 << 31) try("I4", 1 << 32) try("i7", 1 << 55)
try("i0", 1) try("i17", 1) try("I99", 1) try("i", "x") try("i", 1.5) try("i") try("s1", ("x"):rep(256)) try("c2", "abc")
try("z", "a\0b") try("z", "ab") try("d", "x") try("y", 1) try("c", "x") try("!3 i4", 1) try("!17", 1) try("Xz", 1) try("X") try("Xc1")
try("i4 i4", 1) try("\xff") try("i4x5", 1) try("s17", "x") try("é")
try("c2147483647x") try("c0", "") try("c0", "a") try("s", 1) try("z", 12)
