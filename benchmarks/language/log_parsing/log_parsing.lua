-- Lines of a web server's log, taken apart with string patterns.

local METHODS = { "GET", "GET", "GET", "POST", "PUT", "DELETE" }
local PATHS = { "/index.html", "/api/orders/%d", "/api/users/%d/orders?page=%d&sort=date", "/static/img_%d.png", "/login" }
local MONTHS = { Jan = 1, Feb = 2, Mar = 3, Apr = 4, May = 5, Jun = 6 }
local NAMES = { "Jan", "Feb", "Mar", "Apr", "May", "Jun" }

local function write_log(n)
  local lines = {}
  local seed = 42
  local function random(limit)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % limit + 1
  end
  for i = 1, n do
    local path = string.format(PATHS[random(#PATHS)], random(500), random(20))
    lines[i] = string.format(
      '10.0.%d.%d - user%d [%02d/%s/2024:%02d:%02d:%02d +0000] "%s %s HTTP/1.1" %d %d',
      random(4), random(255), random(50), random(28), NAMES[random(6)], random(24) - 1, random(60) - 1,
      random(60) - 1, METHODS[random(#METHODS)], path, random(10) == 1 and 500 or 200, random(100000)
    )
    if i % 50 == 0 then
      lines[i] = "-- MARK --"
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local LINE = '^(%d+%.%d+%.%d+%.%d+) %S+ (%S+) %[(%d+)/(%a+)/(%d+):(%d+):%d+:%d+ [^%]]*%] "(%u+) (%S+) [^"]*" (%d+) (%d+)$'

local function parse_query(url)
  local path, query = url:match("^([^?]*)%??(.*)$")
  local parameters = 0
  for key, value in query:gmatch("([^&=]+)=([^&=]*)") do
    if key ~= "" and value ~= "" then
      parameters = parameters + 1
    end
  end
  return path, parameters
end

local function analyse(text)
  local hosts, routes, hours = {}, {}, {}
  local total = { lines = 0, malformed = 0, errors = 0, bytes = 0, parameters = 0, days = 0 }
  for line in text:gmatch("([^\n]*)\n") do
    total.lines = total.lines + 1
    local host, user, day, month, year, hour, method, url, status, size = line:match(LINE)
    if not host then
      total.malformed = total.malformed + 1
    else
      local path, parameters = parse_query(url)
      local route = method .. " " .. path:gsub("%d+", "N")
      routes[route] = (routes[route] or 0) + 1
      hosts[host] = (hosts[host] or 0) + 1
      hours[tonumber(hour)] = (hours[tonumber(hour)] or 0) + 1
      total.parameters = total.parameters + parameters
      total.bytes = total.bytes + tonumber(size)
      total.days = total.days + (tonumber(year) - 2024) * 365 + MONTHS[month] * 31 + tonumber(day) + #user
      if status:find("^5") then
        total.errors = total.errors + 1
      end
    end
  end
  return total, hosts, routes, hours
end

local function most_frequent(counts)
  local best
  for key, count in pairs(counts) do
    if not best or count > counts[best] or (count == counts[best] and key < best) then
      best = key
    end
  end
  return best
end

local function run(n)
  local total, hosts, routes, hours = analyse(write_log(n))
  return string.format(
    "%d lines, %d malformed, %d errors, %d bytes, %d parameters, %d days, %s, %s, %d",
    total.lines, total.malformed, total.errors, total.bytes, total.parameters, total.days,
    most_frequent(hosts), most_frequent(routes), most_frequent(hours)
  )
end

print(run(tonumber(arg[1])))
