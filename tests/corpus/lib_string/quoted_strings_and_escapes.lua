for q, text in ([["a\"b" 'c' "d"]]):gmatch([[(["'])(.-[^\])%1]]) do print(q, text) end
print((("a\nb\tc\\"):gsub("[%c\\]", { ["\n"] = "\\n", ["\t"] = "\\t", ["\\"] = "\\\\" })))
print(("\\n\\t\\x41"):gsub("\\(%a)", { n = "\n", t = "\t" }))
