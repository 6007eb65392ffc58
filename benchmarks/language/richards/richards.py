"""Richards: the kernel of an operating system, with tasks as objects of classes that inherit from one another."""

import sys

ID_IDLE, ID_WORKER, ID_HANDLER_A, ID_HANDLER_B, ID_DEVICE_A, ID_DEVICE_B = 1, 2, 3, 4, 5, 6
KIND_DEVICE, KIND_WORK = 0, 1
DATA_SIZE = 4


class Packet:
    def __init__(self, link, id, kind):
        self.link = link
        self.id = id
        self.kind = kind
        self.datum = 0
        self.data = [0] * DATA_SIZE

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    """What all tasks have in common."""

    def __init__(self, scheduler, id, priority, queue):
        self.scheduler = scheduler
        self.id = id
        self.priority = priority
        self.queue = queue
        self.link = scheduler.list
        self.pending = queue is not None
        self.waiting = queue is not None
        self.held = False
        scheduler.add(self)

    def is_held_or_waiting(self):
        return self.held or (not self.pending and self.waiting)

    def is_waiting_with_packet(self):
        return self.pending and self.waiting and not self.held

    def wait(self):
        self.waiting = True
        return self

    def resume(self):
        packet = None
        if self.is_waiting_with_packet():
            packet = self.queue
            self.queue = packet.link
            self.waiting = False
            self.pending = self.queue is not None
        return self.run(packet)

    def add_packet(self, packet, task):
        if self.queue is None:
            self.queue = packet
            self.pending = True
            if self.priority > task.priority:
                return self
        else:
            self.queue = packet.append_to(self.queue)
        return task


class Scheduler:
    def __init__(self):
        self.list = None
        self.current = None
        self.tasks = {}
        self.queued = 0
        self.held = 0

    def add(self, task):
        self.list = task
        self.tasks[task.id] = task

    def schedule(self):
        self.current = self.list
        while self.current is not None:
            if self.current.is_held_or_waiting():
                self.current = self.current.link
            else:
                self.current = self.current.resume()

    def release(self, id):
        task = self.tasks.get(id)
        if task is None:
            return None
        task.held = False
        if task.priority > self.current.priority:
            return task
        return self.current

    def hold_current(self):
        self.held += 1
        self.current.held = True
        return self.current.link

    def send(self, packet):
        task = self.tasks.get(packet.id)
        if task is None:
            return None
        self.queued += 1
        packet.link = None
        packet.id = self.current.id
        return task.add_packet(packet, self.current)


class IdleTask(Task):
    def __init__(self, scheduler, count):
        super().__init__(scheduler, ID_IDLE, 0, None)
        self.control = 1
        self.count = count

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.scheduler.hold_current()
        if self.control & 1 == 0:
            self.control >>= 1
            return self.scheduler.release(ID_DEVICE_A)
        self.control = (self.control >> 1) ^ 0xD008
        return self.scheduler.release(ID_DEVICE_B)


class WorkerTask(Task):
    def __init__(self, scheduler, queue):
        super().__init__(scheduler, ID_WORKER, 1000, queue)
        self.handler = ID_HANDLER_A
        self.letter = 0

    def run(self, packet):
        if packet is None:
            return self.wait()
        self.handler = ID_HANDLER_B if self.handler == ID_HANDLER_A else ID_HANDLER_A
        packet.id = self.handler
        packet.datum = 1
        for i in range(DATA_SIZE):
            self.letter += 1
            if self.letter > 26:
                self.letter = 1
            packet.data[i] = self.letter
        return self.scheduler.send(packet)


class HandlerTask(Task):
    def __init__(self, scheduler, id, priority, queue):
        super().__init__(scheduler, id, priority, queue)
        self.work = None
        self.devices = None
        self.letters = 0

    def run(self, packet):
        if packet is not None:
            if packet.kind == KIND_WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is not None:
            count = work.datum
            if count > DATA_SIZE:
                self.work = work.link
                return self.scheduler.send(work)
            device = self.devices
            if device is not None:
                self.devices = device.link
                device.datum = work.data[count - 1]
                self.letters += device.datum
                work.datum = count + 1
                return self.scheduler.send(device)
        return self.wait()


class DeviceTask(Task):
    def __init__(self, scheduler, id, priority):
        super().__init__(scheduler, id, priority, None)
        self.packet = None
        self.waiting = True

    def run(self, packet):
        if packet is not None:
            self.packet = packet
            return self.scheduler.hold_current()
        packet = self.packet
        if packet is None:
            return self.wait()
        self.packet = None
        return self.scheduler.send(packet)


def run(n):
    scheduler = Scheduler()
    IdleTask(scheduler, n)
    WorkerTask(scheduler, Packet(Packet(None, ID_WORKER, KIND_WORK), ID_WORKER, KIND_WORK))
    handlers = []
    for i, (handler, device) in enumerate([(ID_HANDLER_A, ID_DEVICE_A), (ID_HANDLER_B, ID_DEVICE_B)], 1):
        queue = None
        for _ in range(3):
            queue = Packet(queue, device, KIND_DEVICE)
        handlers.append(HandlerTask(scheduler, handler, 1000 + 1000 * i, queue))
    DeviceTask(scheduler, ID_DEVICE_A, 4000)
    DeviceTask(scheduler, ID_DEVICE_B, 5000)
    scheduler.schedule()
    letters = " ".join(str(handler.letters) for handler in handlers)
    return f"{scheduler.queued} queued, {scheduler.held} held, letters {letters}"


if __name__ == "__main__":
    print(run(int(sys.argv[1])))
