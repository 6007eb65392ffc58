"""A small ray tracer: vectors with arithmetic operators, shapes that inherit a method."""

import math
import sys


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self):
        return math.sqrt(self.dot(self))

    def normalized(self):
        return self * (1 / self.length())


class Shape:
    def reflect(self, direction, normal):
        return direction - normal * (2 * normal.dot(direction))


class Sphere(Shape):
    def __init__(self, center, radius, color, mirror):
        self.center = center
        self.radius = radius
        self.color = color
        self.mirror = mirror

    def hit(self, origin, direction):
        to_center = self.center - origin
        along = to_center.dot(direction)
        square = self.radius * self.radius - to_center.dot(to_center) + along * along
        if square < 0:
            return None
        distance = along - math.sqrt(square)
        if distance > 1e-6:
            return distance
        return None

    def normal(self, point):
        return (point - self.center).normalized()


class Plane(Shape):
    def __init__(self, height, color, mirror):
        self.height = height
        self.color = color
        self.mirror = mirror
        self.up = Vector(0, 1, 0)

    def hit(self, origin, direction):
        if direction.y == 0:
            return None
        distance = (self.height - origin.y) / direction.y
        if distance > 1e-6:
            return distance
        return None

    def normal(self, point):
        return self.up


class Scene:
    def __init__(self, light, shapes):
        self.light = light.normalized()
        self.shapes = shapes
        self.rays = 0

    def nearest(self, origin, direction):
        best, found = math.inf, None
        self.rays += 1
        for shape in self.shapes:
            distance = shape.hit(origin, direction)
            if distance is not None and distance < best:
                best, found = distance, shape
        return found, best

    def trace(self, origin, direction, depth):
        shape, distance = self.nearest(origin, direction)
        if shape is None:
            return 0.5 + 0.5 * direction.y
        point = origin + direction * distance
        normal = shape.normal(point)
        light = 0.1
        if self.nearest(point, self.light)[0] is None:
            light += 0.9 * max(0, normal.dot(self.light))
        color = shape.color * light
        if depth > 0 and shape.mirror > 0:
            reflected = self.trace(point, shape.reflect(direction, normal), depth - 1)
            color = color * (1 - shape.mirror) + reflected * shape.mirror
        return color


def run(n):
    scene = Scene(
        Vector(1, 2, -1),
        [
            Plane(-1, 0.8, 0.2),
            Sphere(Vector(0, 0, 4), 1, 0.9, 0.5),
            Sphere(Vector(-2, 0.2, 5), 1.2, 0.6, 0.3),
            Sphere(Vector(1.5, -0.5, 3), 0.5, 0.4, 0),
        ],
    )
    eye = Vector(0, 0, -1)
    total = checksum = 0
    for y in range(1, n + 1):
        for x in range(1, n + 1):
            direction = Vector((x - 0.5) / n * 2 - 1, 1 - (y - 0.5) / n * 2, 2).normalized()
            color = scene.trace(eye, direction, 2)
            total += color
            checksum = (checksum * 31 + math.floor(color * 255)) % 1000003
    return f"{scene.rays} rays, mean {total / (n * n):.6f}, checksum {checksum}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
