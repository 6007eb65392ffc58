-- A small ray tracer: vectors with arithmetic metamethods, shapes that inherit a method.

local sqrt, floor, huge = math.sqrt, math.floor, math.huge

local Vector = {}
Vector.__index = Vector

local function vector(x, y, z)
  return setmetatable({ x = x, y = y, z = z }, Vector)
end

function Vector.__add(a, b)
  return vector(a.x + b.x, a.y + b.y, a.z + b.z)
end

function Vector.__sub(a, b)
  return vector(a.x - b.x, a.y - b.y, a.z - b.z)
end

function Vector.__mul(a, factor)
  return vector(a.x * factor, a.y * factor, a.z * factor)
end

function Vector.__unm(a)
  return vector(-a.x, -a.y, -a.z)
end

function Vector:dot(other)
  return self.x * other.x + self.y * other.y + self.z * other.z
end

function Vector:length()
  return sqrt(self:dot(self))
end

function Vector:normalized()
  return self * (1 / self:length())
end

local Shape = {}
Shape.__index = Shape

function Shape:reflect(direction, normal)
  return direction - normal * (2 * normal:dot(direction))
end

local Sphere = setmetatable({}, { __index = Shape })
Sphere.__index = Sphere

function Sphere.new(center, radius, color, mirror)
  return setmetatable({ center = center, radius = radius, color = color, mirror = mirror }, Sphere)
end

function Sphere:hit(origin, direction)
  local to_center = self.center - origin
  local along = to_center:dot(direction)
  local square = self.radius * self.radius - to_center:dot(to_center) + along * along
  if square < 0 then
    return nil
  end
  local distance = along - sqrt(square)
  if distance > 1e-6 then
    return distance
  end
  return nil
end

function Sphere:normal(point)
  return (point - self.center):normalized()
end

local Plane = setmetatable({}, { __index = Shape })
Plane.__index = Plane

function Plane.new(height, color, mirror)
  return setmetatable({ height = height, color = color, mirror = mirror, up = vector(0, 1, 0) }, Plane)
end

function Plane:hit(origin, direction)
  if direction.y == 0 then
    return nil
  end
  local distance = (self.height - origin.y) / direction.y
  if distance > 1e-6 then
    return distance
  end
  return nil
end

function Plane:normal()
  return self.up
end

local Scene = {}
Scene.__index = Scene

function Scene.new(light, shapes)
  return setmetatable({ light = light:normalized(), shapes = shapes, rays = 0 }, Scene)
end

function Scene:nearest(origin, direction)
  local best, found = huge, nil
  self.rays = self.rays + 1
  for _, shape in ipairs(self.shapes) do
    local distance = shape:hit(origin, direction)
    if distance and distance < best then
      best, found = distance, shape
    end
  end
  return found, best
end

function Scene:trace(origin, direction, depth)
  local shape, distance = self:nearest(origin, direction)
  if not shape then
    return 0.5 + 0.5 * direction.y
  end
  local point = origin + direction * distance
  local normal = shape:normal(point)
  local light = 0.1
  if not self:nearest(point, self.light) then
    light = light + 0.9 * math.max(0, normal:dot(self.light))
  end
  local color = shape.color * light
  if depth > 0 and shape.mirror > 0 then
    local reflected = self:trace(point, shape:reflect(direction, normal), depth - 1)
    color = color * (1 - shape.mirror) + reflected * shape.mirror
  end
  return color
end

local function run(n)
  local scene = Scene.new(vector(1, 2, -1), {
    Plane.new(-1, 0.8, 0.2),
    Sphere.new(vector(0, 0, 4), 1, 0.9, 0.5),
    Sphere.new(vector(-2, 0.2, 5), 1.2, 0.6, 0.3),
    Sphere.new(vector(1.5, -0.5, 3), 0.5, 0.4, 0),
  })
  local eye = vector(0, 0, -1)
  local sum, checksum = 0, 0
  for y = 1, n do
    for x = 1, n do
      local direction = vector((x - 0.5) / n * 2 - 1, 1 - (y - 0.5) / n * 2, 2):normalized()
      local color = scene:trace(eye, direction, 2)
      sum = sum + color
      checksum = (checksum * 31 + floor(color * 255)) % 1000003
    end
  end
  return string.format("%d rays, mean %.6f, checksum %d", scene.rays, sum / (n * n), checksum)
end

print(run(tonumber(arg[1])))
