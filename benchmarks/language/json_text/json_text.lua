-- A JSON encoder and a recursive-descent parser, written in Lua.

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r" }
local UNESCAPED = { ['"'] = '"', ["\\"] = "\\", ["/"] = "/", n = "\n", t = "\t", r = "\r", b = "\b", f = "\f" }

local encode_value

local function encode_string(s)
  return '"' .. s:gsub('["\\\n\t\r]', ESCAPES) .. '"'
end

local function encode_table(value, out)
  if #value > 0 then
    out[#out + 1] = "["
    for i = 1, #value do
      if i > 1 then
        out[#out + 1] = ","
      end
      encode_value(value[i], out)
    end
    out[#out + 1] = "]"
  else
    local keys = {}
    for key in pairs(value) do
      keys[#keys + 1] = key
    end
    table.sort(keys)
    out[#out + 1] = "{"
    for i, key in ipairs(keys) do
      if i > 1 then
        out[#out + 1] = ","
      end
      out[#out + 1] = encode_string(key)
      out[#out + 1] = ":"
      encode_value(value[key], out)
    end
    out[#out + 1] = "}"
  end
end

function encode_value(value, out)
  local kind = type(value)
  if kind == "table" then
    encode_table(value, out)
  elseif kind == "string" then
    out[#out + 1] = encode_string(value)
  else
    out[#out + 1] = tostring(value)
  end
end

local function encode(value)
  local out = {}
  encode_value(value, out)
  return table.concat(out)
end

local Parser = {}
Parser.__index = Parser

function Parser.new(text)
  return setmetatable({ text = text, position = 1 }, Parser)
end

function Parser:skip_space()
  self.position = self.text:find("[^ \n\r\t]", self.position) or #self.text + 1
end

function Parser:fail(message)
  error(string.format("%s at %d", message, self.position))
end

function Parser:expect(char)
  if self.text:sub(self.position, self.position) ~= char then
    self:fail(char .. " expected")
  end
  self.position = self.position + 1
end

function Parser:string()
  self:expect('"')
  local parts = {}
  while true do
    local stop = self.text:find('["\\]', self.position)
    if not stop then
      self:fail("unfinished string")
    end
    parts[#parts + 1] = self.text:sub(self.position, stop - 1)
    if self.text:sub(stop, stop) == '"' then
      self.position = stop + 1
      return table.concat(parts)
    end
    parts[#parts + 1] = UNESCAPED[self.text:sub(stop + 1, stop + 1)]
    self.position = stop + 2
  end
end

function Parser:number()
  local digits = self.text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", self.position)
  if not digits then
    self:fail("value expected")
  end
  self.position = self.position + #digits
  return tonumber(digits)
end

function Parser:word(word, value)
  if self.text:sub(self.position, self.position + #word - 1) ~= word then
    self:fail(word .. " expected")
  end
  self.position = self.position + #word
  return value
end

function Parser:array()
  local result = {}
  self:expect("[")
  self:skip_space()
  if self.text:sub(self.position, self.position) == "]" then
    self.position = self.position + 1
    return result
  end
  while true do
    result[#result + 1] = self:value()
    self:skip_space()
    local char = self.text:sub(self.position, self.position)
    self.position = self.position + 1
    if char == "]" then
      return result
    elseif char ~= "," then
      self:fail(", or ] expected")
    end
  end
end

function Parser:object()
  local result = {}
  self:expect("{")
  self:skip_space()
  if self.text:sub(self.position, self.position) == "}" then
    self.position = self.position + 1
    return result
  end
  while true do
    self:skip_space()
    local key = self:string()
    self:skip_space()
    self:expect(":")
    result[key] = self:value()
    self:skip_space()
    local char = self.text:sub(self.position, self.position)
    self.position = self.position + 1
    if char == "}" then
      return result
    elseif char ~= "," then
      self:fail(", or } expected")
    end
  end
end

function Parser:value()
  self:skip_space()
  local char = self.text:sub(self.position, self.position)
  if char == "{" then
    return self:object()
  elseif char == "[" then
    return self:array()
  elseif char == '"' then
    return self:string()
  elseif char == "t" then
    return self:word("true", true)
  elseif char == "f" then
    return self:word("false", false)
  end
  return self:number()
end

local function orders(n)
  local list = {}
  for i = 1, n do
    list[i] = {
      id = i,
      customer = { name = "Customer \"" .. i .. "\"", city = i % 2 == 0 and "Berlin" or "Lyon", vip = i % 7 == 0 },
      items = { { sku = "A-" .. i, count = i % 5 + 1, price = i * 1.25 }, { sku = "B\t" .. i, count = 1, price = 9.5 } },
      notes = "first line\nsecond line of order " .. i,
    }
  end
  return list
end

local function run(n)
  local text = encode(orders(n))
  local decoded = Parser.new(text):value()
  local total = 0
  for _, order in ipairs(decoded) do
    for _, item in ipairs(order.items) do
      total = total + item.count * item.price
    end
  end
  assert(encode(decoded) == text, "the text changed on its way")
  return #text .. " bytes, " .. string.format("%.2f", total)
end

print(run(tonumber(arg[1])))
