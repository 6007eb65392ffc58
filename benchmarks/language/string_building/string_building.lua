-- Strings made of pieces: reports with string.format, joined lists, wrapped lines, ciphers, runs, hexadecimal dumps.

local function report(rows)
  local lines = {}
  for i = 1, rows do
    local name = "item" .. i
    lines[#lines + 1] = string.format("%-12s|%8d|%10.2f", name, i * 7 % 1000, i / 3)
  end
  return table.concat(lines, "\n")
end

local function wrap(text, width)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    if #line + #word + 1 > width and line ~= "" then
      lines[#lines + 1] = line
      line = word
    elseif line == "" then
      line = word
    else
      line = line .. " " .. word
    end
  end
  lines[#lines + 1] = line
  return lines
end

local function caesar(text, shift)
  local out = {}
  for i = 1, #text do
    local code = text:byte(i)
    if code >= 97 and code <= 122 then
      code = (code - 97 + shift) % 26 + 97
    elseif code >= 65 and code <= 90 then
      code = (code - 65 + shift) % 26 + 65
    end
    out[#out + 1] = string.char(code)
  end
  return table.concat(out)
end

local function run_lengths(text)
  local out = {}
  local i = 1
  while i <= #text do
    local char = text:sub(i, i)
    local j = i
    while text:sub(j + 1, j + 1) == char do
      j = j + 1
    end
    out[#out + 1] = char .. (j - i + 1)
    i = j + 1
  end
  return table.concat(out)
end

local function dump(text)
  local parts = {}
  for i = 1, #text, 16 do
    local row = text:sub(i, i + 15)
    local bytes = {}
    for k = 1, #row do
      bytes[k] = string.format("%02x", row:byte(k))
    end
    parts[#parts + 1] = string.format("%06x  ", i - 1) .. table.concat(bytes, " ")
  end
  return table.concat(parts, "\n")
end

local function is_palindrome(text)
  return text == text:reverse()
end

local function run(n)
  local text = report(n)
  local wrapped = wrap(text:gsub("|", " | "):upper(), 72)
  local secret = caesar(table.concat(wrapped, "\n"), 3)
  local plain = caesar(secret, 23)
  local runs = run_lengths(("ab"):rep(n, "ccc"))
  local hex = dump(secret:sub(1, 8 * n))
  local palindromes = 0
  for i = 1, 10 * n do
    if is_palindrome(tostring(i)) then
      palindromes = palindromes + 1
    end
  end
  local csv = ""
  for i = 1, n do
    csv = csv .. i .. (i < n and "," or "")
  end
  assert(plain == table.concat(wrapped, "\n"))
  return string.format("%d %d %d %d %d %d %s", #text, #wrapped, #runs, #hex, palindromes, #csv, hex:sub(-12))
end

print(run(tonumber(arg[1])))
