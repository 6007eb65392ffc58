-- Many small trees: allocation of tables and recursion through their fields.

local function bottom_up(depth)
  if depth == 0 then
    return {}
  end
  return { left = bottom_up(depth - 1), right = bottom_up(depth - 1) }
end

local function check(tree)
  if tree.left then
    return 1 + check(tree.left) + check(tree.right)
  end
  return 1
end

local function run(n)
  local lines = {}
  lines[#lines + 1] = "stretch " .. check(bottom_up(n + 1))
  local long_lived = bottom_up(n)
  for depth = 4, n, 4 do
    local iterations = 1 << (n - depth + 4)
    local sum = 0
    for _ = 1, iterations do
      sum = sum + check(bottom_up(depth))
    end
    lines[#lines + 1] = iterations .. " of depth " .. depth .. ": " .. sum
  end
  lines[#lines + 1] = "long lived " .. check(long_lived)
  return table.concat(lines, ", ")
end

print(run(tonumber(arg[1])))
