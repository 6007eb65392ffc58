-- All ways to place queens on a board: recursion and arrays of booleans.

local function run(n)
  local columns, rising, falling, placed = {}, {}, {}, {}
  local solutions, checksum = 0, 0
  for i = 1, 2 * n do
    columns[i], rising[i], falling[i] = true, true, true
  end

  local function place(row)
    if row > n then
      solutions = solutions + 1
      for i = 1, n do
        checksum = (checksum * 31 + placed[i]) % 1000003
      end
      return
    end
    for column = 1, n do
      local up, down = row + column - 1, row - column + n
      if columns[column] and rising[up] and falling[down] then
        columns[column], rising[up], falling[down] = false, false, false
        placed[row] = column
        place(row + 1)
        columns[column], rising[up], falling[down] = true, true, true
      end
    end
  end

  place(1)
  return solutions .. " " .. checksum
end

print(run(tonumber(arg[1])))
