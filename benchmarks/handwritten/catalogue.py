"""The object-oriented library."""

from __future__ import annotations


class Item:
    def __init__(self, name: str, price: int, quantity: int) -> None:
        self.name = name
        self.price = price
        self.quantity = quantity

    def subtotal(self) -> int:
        return self.price * self.quantity

    def tax(self) -> int:
        return self.subtotal() // 10

    def total(self) -> int:
        return self.subtotal() + self.tax()


class Book(Item):
    def tax(self) -> int:
        return self.subtotal() // 20


class Bundle(Item):
    def __init__(self, name: str, items: list[Item]) -> None:
        super().__init__(name, 0, 1)
        self.items = items

    def subtotal(self) -> int:
        return sum(item.subtotal() for item in self.items)


class Cart:
    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.items: list[Item] = []

    def add(self, item: Item) -> Cart:
        self.items.append(item)
        return self

    def total(self) -> int:
        return sum(item.total() for item in self.items)
