for y = 1995, 2030 do local s = os.time { year = y, month = 1, day = 1, hour = 12 } io.write(os.date("%G-W%V-%u %U %W %j|", s), os.date("%G-W%V-%u %U %W %j", s + 364 * 86400), "\n") end
