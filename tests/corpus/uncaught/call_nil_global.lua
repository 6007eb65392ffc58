local function run()
  undefinedfunction(1, 2)
end
run()
