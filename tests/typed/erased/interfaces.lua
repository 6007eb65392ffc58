interface Shape
  function area(self): number
  function scale(self, factor: number): (Shape, string)
end
interface Named: Shape, Other
  function name(): string
end
interface Empty end
local square = { area = function(self) return self.side ^ 2 end, side = 3 }
local s: Shape = square
print(s:area())
