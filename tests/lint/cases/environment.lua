
local home = os.getenv("HOME") --! LF104
os.setlocale("C") --! LF104
local getenv = os.getenv --! LF104
print(home, getenv("X"))
