"""A discrete-event simulation of a shop: many small objects, a priority queue, queues of customers, callbacks."""

import sys
from collections import deque


class Random:
    def __init__(self, seed):
        self.seed = seed

    def below(self, limit):
        self.seed = (self.seed * 1103515245 + 12345) % 2147483648
        return self.seed // 65536 % limit


class Event:
    def __init__(self, time, sequence, action):
        self.time = time
        self.sequence = sequence
        self.action = action


def earlier(a, b):
    if a.time != b.time:
        return a.time < b.time
    return a.sequence < b.sequence


class Agenda:
    def __init__(self):
        self.events = []
        self.sequence = 0

    def push(self, time, action):
        self.sequence += 1
        events = self.events
        event = Event(time, self.sequence, action)
        events.append(event)
        i = len(events) - 1
        while i > 0:
            parent = (i - 1) // 2
            if not earlier(event, events[parent]):
                break
            events[i] = events[parent]
            i = parent
        events[i] = event

    def pop(self):
        events = self.events
        first = events[0]
        last = events.pop()
        count = len(events)
        if count > 0:
            i = 0
            while True:
                child = 2 * i + 1
                if child >= count:
                    break
                if child + 1 < count and earlier(events[child + 1], events[child]):
                    child += 1
                if not earlier(events[child], last):
                    break
                events[i] = events[child]
                i = child
            events[i] = last
        return first

    def is_empty(self):
        return not self.events


class Queue:
    def __init__(self):
        self.items = deque()

    def put(self, item):
        self.items.append(item)

    def take(self):
        return self.items.popleft() if self.items else None

    def length(self):
        return len(self.items)


class Customer:
    def __init__(self, id, arrived, goods):
        self.id = id
        self.arrived = arrived
        self.goods = goods
        self.patient = goods > 2


class Till:
    def __init__(self, shop, speed):
        self.shop = shop
        self.speed = speed
        self.queue = Queue()
        self.busy = False
        self.served = 0

    def join(self, customer):
        self.queue.put(customer)
        if not self.busy:
            self.serve()

    def serve(self):
        customer = self.queue.take()
        if customer is None:
            self.busy = False
            return
        self.busy = True
        shop = self.shop
        shop.waited += shop.now - customer.arrived

        def done():
            self.served += 1
            shop.leave(customer)
            self.serve()

        shop.after(customer.goods * self.speed, done)


class Shop:
    def __init__(self, customers):
        self.agenda = Agenda()
        self.random = Random(99)
        self.now = 0
        self.waited = 0
        self.left = 0
        self.gave_up = 0
        self.goods = 0
        self.to_come = customers
        self.tills = [Till(self, i + 2) for i in range(1, 5)]

    def after(self, delay, action):
        self.agenda.push(self.now + delay, action)

    def shortest(self):
        best = None
        for till in self.tills:
            if best is None or till.queue.length() < best.queue.length():
                best = till
        return best

    def arrive(self):
        customer = Customer(self.to_come, self.now, self.random.below(8) + 1)
        self.to_come -= 1
        till = self.shortest()
        if till.queue.length() > 5 and not customer.patient:
            self.gave_up += 1
        else:
            till.join(customer)
        if self.to_come > 0:
            self.after(self.random.below(10) + 1, self.arrive)

    def leave(self, customer):
        self.left += 1
        self.goods += customer.goods

    def run(self):
        self.after(0, self.arrive)
        while not self.agenda.is_empty():
            event = self.agenda.pop()
            self.now = event.time
            event.action()


def run(n):
    shop = Shop(n)
    shop.run()
    served = " ".join(str(till.served) for till in shop.tills)
    return (
        f"{shop.left} left, {shop.gave_up} gave up, {shop.goods} goods, waited {shop.waited},"
        f" until {shop.now}, served {served}"
    )


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
