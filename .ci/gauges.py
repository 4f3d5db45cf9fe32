"""What .ci/measure takes its figures with."""
import calendar, os, re, subprocess, tempfile, threading, time
from rig import Process, Trouble, await_


class Span:
    """CPU, wake-ups and, of a forwarder, what the receiver stored, from one moment to another."""

    def __init__(self, process, path=None):
        self.process, self.path = process, path
        self.start, self.end = self.mark(), None

    def mark(self):
        size = os.path.getsize(self.path) if self.path else 0
        return time.monotonic(), self.process.cpu, self.process.wakeups, size

    def stop(self):
        self.end = self.mark()
        return self

    def difference(self, field):
        return self.end[field] - self.start[field]

    @property
    def seconds(self):
        return self.difference(0)

    @property
    def cpu(self):
        return self.difference(1)

    @property
    def share(self):
        """Percent of a core."""
        return 100 * self.cpu / self.seconds

    @property
    def wakeups(self):
        """A second."""
        return self.difference(2).total() / self.seconds

    @property
    def events(self):
        """Records that reached the receiver meanwhile."""
        with open(self.path, "rb") as file:
            file.seek(self.start[3])
            left, count = self.end[3] - self.start[3], 0
            while left > 0 and (data := file.read(min(left, 1 << 20))):
                count += data.count(b"\n")
                left -= len(data)
        if not count:
            raise Trouble("nothing reached the receiver")
        return count


class Lines:
    """A command that writes a line for each event; counts them as they come."""

    def __init__(self, command, environment):
        self.began, self.first, self.latest, self.count = time.monotonic(), None, 0, 0
        self.log = tempfile.TemporaryFile()
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": self.log}
        self.child = subprocess.Popen(command, env=environment, **streams)
        self.process = Process(self.child.pid)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while data := os.read(self.child.stdout.fileno(), 1 << 20):
            self.latest = time.monotonic() - self.began
            self.first = self.first or self.latest
            self.count += data.count(b"\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()

    def has(self, count):
        if self.child.poll() is not None:
            self.log.seek(0)
            raise Trouble(f"{self.child.args[0]} ended: {self.log.read(500).decode()}")
        return self.count >= count

    def until(self, count, seconds=120):
        await_(f"line {count} of {self.child.args[0]}", lambda: self.has(count), seconds)

    def settle(self, pause=0.5):
        """Waits until nothing more comes."""
        while time.monotonic() - self.began - self.latest < pause:
            time.sleep(0.05)


class Arrivals(threading.Thread):
    """Reads what the receiver stores as it is stored, and takes the age of events whose time has microseconds."""

    stamp = re.compile(rb'\\"(?:lastObservedTime|eventTime)\\": *\\"(\d+-\d+-\d+T\d+:\d+:\d+)(\.\d{6})Z\\"')

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.ages, self.is_over = path, [], False

    def run(self):
        with open(self.path, "rb") as file:
            file.seek(0, os.SEEK_END)
            rest = b""
            while not self.is_over:
                if not (data := file.read()):
                    time.sleep(0.002)
                    continue
                now = time.time()
                *lines, rest = (rest + data).split(b"\n")
                for found in (list(self.stamp.finditer(line)) for line in lines):
                    # An event that repeats has its first time in eventTime, its latest in series.
                    if found:
                        self.ages.append(now - max(map(self.seconds, found)))

    @staticmethod
    def seconds(found):
        return calendar.timegm(time.strptime(found[1].decode(), "%Y-%m-%dT%H:%M:%S")) + float(found[2])


class Filling:
    """A forwarder whose journal fills at a steady rate: what 10,000 events cost at given numbers of events in it."""

    rate, window = 10_000, 20_000

    def __init__(self, forwarder, series):
        self.forwarder, self.series, self.costs = forwarder, series, {}
        self.process = Process(forwarder.process.pid)

    def run(self, sizes):
        begun, left, count, moved = {}, list(sizes), 0, time.monotonic()
        # Windows overlap: that of 1,000 reaches beyond 10,000.
        while left or begun:
            time.sleep(0.05)
            self.forwarder.require_running()
            former, count, cpu = count, self.forwarder.value(self.series) or 0, self.process.cpu
            if count > former:
                moved = time.monotonic()
            elif time.monotonic() > moved + 15:
                # The cluster remembers 100,000 changes; who lags behind that on a busy machine does not get the rest.
                raise Trouble(f"only {count:.0f} events came, of {sizes[-1] + self.window}: is the machine busy?")
            for size, (before, spent) in list(begun.items()):
                if count >= before + self.window:
                    self.costs[size] = 10_000 * (cpu - spent) / (count - before)
                    del begun[size]
            if left and count >= left[0]:
                begun[left.pop(0)] = (count, cpu)
        return self.costs
