print(os.setlocale(), os.setlocale("C"), os.setlocale(nil, "all"), os.setlocale("C", "numeric"), os.setlocale("no_such_locale"), os.setlocale("POSIX") ~= nil)
print(pcall(os.setlocale, "C", "x"))
print(pcall(os.setlocale, {})) for _, c in ipairs { "all", "collate", "ctype", "monetary", "numeric", "time" } do print(os.setlocale("C", c)) end
