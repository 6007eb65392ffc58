-- The spectral norm of an infinite matrix: calls of a small function in the innermost loop.

local function element(i, j)
  local ij = i + j - 1
  return 1.0 / (ij * (ij - 1) * 0.5 + i)
end

local function multiply(x, y, n)
  for i = 1, n do
    local sum = 0
    for j = 1, n do
      sum = sum + x[j] * element(i, j)
    end
    y[i] = sum
  end
end

local function multiply_transposed(x, y, n)
  for i = 1, n do
    local sum = 0
    for j = 1, n do
      sum = sum + x[j] * element(j, i)
    end
    y[i] = sum
  end
end

local function multiply_both(x, y, between, n)
  multiply(x, between, n)
  multiply_transposed(between, y, n)
end

local function run(n)
  local u, v, t = {}, {}, {}
  for i = 1, n do
    u[i] = 1
  end
  for _ = 1, 3 do
    multiply_both(u, v, t, n)
    multiply_both(v, u, t, n)
  end
  local vbv, vv = 0, 0
  for i = 1, n do
    local ui, vi = u[i], v[i]
    vbv = vbv + ui * vi
    vv = vv + vi * vi
  end
  return string.format("%0.9f", math.sqrt(vbv / vv))
end

print(run(tonumber(arg[1])))
