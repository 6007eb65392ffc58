-- The text of a table or function has a number counted within the run, so that replays print the same.
print(tostring({}):gsub("%x%x%x%x$", "N"))
local t = {}
print(tostring(t) == tostring(t), #tostring(t))
print({}, {})
