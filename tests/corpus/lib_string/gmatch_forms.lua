for w in ("one two three"):gmatch("%a+") do io.write(w, ";") end print()
for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do io.write(k, "->", v, ";") end print()
for m in ("abc"):gmatch("") do io.write("[", m, "]") end print()
for m in ("abc"):gmatch(".-") do io.write("[", m, "]") end print()
for m in ("a,b,,c"):gmatch("([^,]*)") do io.write("[", m, "]") end print()
for m in ("a b  c"):gmatch("%a*") do io.write("[", m, "]") end print()
for p, m in ("xyx"):gmatch("()(x)") do io.write(p, m, ";") end print()
for c in ("aé"):gmatch(".") do io.write(#c, c:byte(), ";") end print()
for a, b, c, d in ("1 2"):gmatch("(%d)") do print(a, b, c, d) end
