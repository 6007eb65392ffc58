for _, s in ipairs { 0, 951825600, 1709208000, 1735689599, 4102444800 } do
  local d = os.date("*t", s) print(os.time(d) == s, os.date("!%FT%TZ", s), d.wday, d.yday)
end
