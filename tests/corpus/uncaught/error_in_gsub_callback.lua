local r = ("abc"):gsub("%a", function(c)
  error("bad char " .. c)
end)
