for m in ("aaa"):gmatch("^a") do io.write("[", m, "]") end print("none?")
for m in ("^a^a"):gmatch("^a") do io.write("[", m, "]") end print()
for m in ("a^ab^a"):gmatch("(^)(.)") do io.write("[", m, "]") end print()
for m in ("ab ab"):gmatch("ab$") do io.write("[", m, "]") end print()
