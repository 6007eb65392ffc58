-- Where no pcall is around it, lua5.4 has its own handler add a traceback to the message of an error in a reader function.
print(load(function() error("reader") end))
print(load(function() return {} end))
