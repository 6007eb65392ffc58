-- The Mandelbrot set: arithmetic on local floats, bits put together.

local function run(n)
  local checksum, inside = 0, 0
  local step = 2.0 / n
  for y = 0, n - 1 do
    local ci = y * step - 1.0
    local byte, bits = 0, 0
    for x = 0, n - 1 do
      local cr = x * step - 1.5
      local zr, zi, zr2, zi2 = 0.0, 0.0, 0.0, 0.0
      local escaped = 0
      for _ = 1, 50 do
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0 then
          escaped = 1
          break
        end
      end
      inside = inside + 1 - escaped
      byte = (byte << 1) | (1 - escaped)
      bits = bits + 1
      if bits == 8 then
        checksum = (checksum * 31 + byte) & 0xffffff
        byte, bits = 0, 0
      end
    end
  end
  return inside .. " inside, checksum " .. checksum
end

print(run(tonumber(arg[1])))
