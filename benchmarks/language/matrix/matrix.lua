-- Products of square matrices, as tables of rows.

local function generate(n, seed)
  local factor = seed / n / n
  local rows = {}
  for i = 1, n do
    local row = {}
    for j = 1, n do
      row[j] = factor * (i - j) * (i + j - 2)
    end
    rows[i] = row
  end
  return rows
end

local function transpose(m)
  local rows = {}
  for j = 1, #m[1] do
    local row = {}
    for i = 1, #m do
      row[i] = m[i][j]
    end
    rows[j] = row
  end
  return rows
end

local function multiply(a, b)
  local columns = transpose(b)
  local product = {}
  for i = 1, #a do
    local row, result = a[i], {}
    for j = 1, #columns do
      local column, sum = columns[j], 0
      for k = 1, #row do
        sum = sum + row[k] * column[k]
      end
      result[j] = sum
    end
    product[i] = result
  end
  return product
end

local function run(n)
  local product = multiply(generate(n, 1.0), generate(n, 2.0))
  local trace = 0
  for i = 1, n do
    trace = trace + product[i][i]
  end
  return string.format("%.6f %.6f", product[n // 2 + 1][n // 2 + 1], trace)
end

print(run(tonumber(arg[1])))
