"""The parts of .ci/measure: each yields its rows one by one, as they are measured."""
import json, os, re, socket, statistics, subprocess, time
from contextlib import ExitStack, contextmanager
from typing import NamedTuple
from bench import Bench, connected
from gauges import Arrivals, Filling, Lines, Span
from rig import Process, Servers, Trouble, await_, version
from terminal import Viewer


class Row(NamedTuple):
    """A figure beside the bar of the design, if there is one."""

    what: str
    bar: str
    measured: str
    #: One of those that the README shows.
    is_short: bool = False

    def __str__(self):
        return f"| {self.what} | {self.bar} | {self.measured} |"


def short(what: str, bar: str, measured: str) -> Row:
    return Row(what, bar, measured, is_short=True)


def percentile(values, share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def milliseconds(seconds) -> str:
    return f"{1000 * statistics.median(seconds):,.0f} ms"


def times(values) -> str:
    return f"p50 {percentile(values, 0.5):.1f} ms, p99 {percentile(values, 0.99):.1f} ms"


def memory(process: Process) -> str:
    return f"{process.memory():.0f} MiB ({process.memory('RssAnon'):.0f} its own)"


def per_events(cpu: float, count: int) -> str:
    return f"{10_000 * cpu / count:.2f} CPU-s"


def slashed(values) -> str:
    return " / ".join(values)


def all_arrived(servers: Servers, count: int) -> float:
    """When the last of so many versions was stored; ends in trouble when one is missing."""
    deadline, size = time.monotonic() + 120 + count / 2_000, -1
    while True:
        time.sleep(0.3)
        size, former = os.path.getsize(servers.path), size
        # Reading takes the cores from what is measured, so it waits until nothing more comes.
        if size == former and len(servers.received()) >= count:
            break
        if time.monotonic() > deadline:
            raise Trouble(f"{count - len(servers.versions)} of {count} versions were lost")
    if len(servers.versions) > count:
        raise Trouble(f"{len(servers.versions)} versions arrived, {count} were made")
    return os.path.getmtime(servers.path)


def sustained(bench: Bench):
    """Watch to journal to receiver, as fast as it goes."""
    count, rates, cpus, peaks, repeated = bench.events, [], [], [], 0
    # The cluster remembers 100,000 changes: of more, a reader that lags so far would miss some.
    rate, pace = (100_000, "at once") if count <= 100_000 else (20_000, "at 20,000 events/s")
    for _ in range(3 if count <= 100_000 else 1):
        with bench.serving("--rate", rate, "--count", count) as servers:
            began = time.time()
            with bench.forwarding(servers) as forwarder:
                process = connected(forwarder)
                rates.append(count / (all_arrived(servers, count) - began))
                cpus.append(process.cpu)
                peaks.append(process.memory("VmHWM"))
                repeated += servers.records - count
    figures = f"{statistics.median(rates):,.0f} events/s, 0 lost, {repeated} twice"
    yield short(f"{count:,} versions {pace}, from cluster to receiver", "20,000 events/s, no loss", figures)
    figures = f"{statistics.median(cpus):.1f} CPU-s, {max(peaks):.0f} MiB"
    yield short("the same: CPU of the forwarder, memory at most", "", figures)


def forward(bench: Bench):
    """The forwarder at given rates, and with nothing to do."""
    bars = {2_000: "0.2 CPU-s, 64 MiB"}
    for rate in (1_000, 2_000, 5_000):
        with bench.serving("--rate", rate) as servers, bench.forwarding(servers) as forwarder:
            process = connected(forwarder)
            time.sleep(2)
            span = Span(process, servers.path)
            time.sleep(bench.seconds)
            cost, peak = per_events(span.stop().cpu, span.events), process.memory("VmHWM")
            reached = span.events / span.seconds
            came = "" if reached > 0.95 * rate else f" ({reached:,.0f} came)"
            name = f"forwarding {rate:,} events/s{came}: CPU for 10,000, memory at most"
            yield short(name, bars.get(rate, ""), f"{cost}, {peak:.0f} MiB")
    with bench.serving("--count", 150) as servers, bench.forwarding(servers) as forwarder:
        process = connected(forwarder)
        time.sleep(4)
        span = Span(process)
        time.sleep(max(bench.seconds, 10))
        figures = f"{memory(process)}, {span.stop().share:.1f} %, {span.wakeups:.0f}"
        yield short("forwarding nothing: memory, CPU, wake-ups a second", "40 MiB", figures)


def latency(bench: Bench):
    """From an event's creation to the receiver's file."""
    with bench.serving("--rate", 1_000) as servers, bench.forwarding(servers) as forwarder:
        connected(forwarder)
        time.sleep(2)
        arrivals = Arrivals(servers.path)
        arrivals.start()
        time.sleep(max(bench.seconds, 10))
        arrivals.is_over = True
        arrivals.join()
        if len(arrivals.ages) < 100:
            raise Trouble(f"only {len(arrivals.ages)} records told when their event was created")
        told = [forwarder.value(f'eventer_sink_event_latency_seconds{{percentile="{share}"}}') for share in (50, 99)]
    if None in told:
        raise Trouble("/metrics does not tell the latency")
    p50, p99 = percentile(arrivals.ages, 0.5), percentile(arrivals.ages, 0.99)
    name = "event created to stored by the receiver, 1,000 events/s"
    yield short(name, "p99 2 s", f"p50 {p50:.2f} s, p99 {p99:.2f} s")
    yield Row("the same as /metrics tells it, to the acknowledgement", "", f"p50 {told[0]:.2f} s, p99 {told[1]:.2f} s")


def newest(servers: Servers) -> str:
    """How the name of the object ends that the last event is about: the middle of a name may be cut."""
    best, token = (0, ""), ""
    while True:
        page = json.load(servers.oracle.get(f"/api/v1/events?limit=5000&continue={token}"))
        best = max(best, *((int(version(event)[1]), event["involvedObject"]["name"][-5:]) for event in page["items"]))
        if not (token := page["metadata"].get("continue")):
            return best[1]


def start(bench: Bench):
    """From exec to what is first seen, and to the last of a list."""
    for size in (10, 10_000, 100_000):
        with bench.listing(size) as servers:
            name, frames, rows, wholes, cpus = newest(servers), [], [], [], []
            for _ in range(3):
                with bench.viewing(servers) as viewer:
                    frames.append(viewer.until("eventer"))
                    rows.append(viewer.until(r"^[> +]{1,4}\s*\d+[smhd] [WN]"))
                    wholes.append(viewer.until(rf"(?s)LIVE.*{re.escape(name)} "))
                    cpus.append(viewer.process.cpu)
            if size == 10:
                yield short("viewer: start to first frame", "100 ms", milliseconds(frames))
            figures = f"{milliseconds(rows)}, {milliseconds(wholes)}, {statistics.median(cpus):.1f} CPU-s"
            yield short(f"viewer: start to first row, to all of {size:,} events", "", figures)
            for tool, command in bench.tools():
                # It waits between its pages of 500: 40 s for 200 of them.
                if tool == "eventer" or size < 100_000 or bench.is_long:
                    yield start_of_lines(bench, servers, size, tool, command)


def start_of_lines(bench: Bench, servers: Servers, size: int, tool: str, command) -> Row:
    firsts, wholes, cpus, peaks = [], [], [], []
    for _ in range(3 if size < 100_000 else 1):
        with Lines(command, bench.environment(servers)) as lines:
            # One for the names of the columns.
            lines.until(size + 1)
            firsts.append(lines.first)
            wholes.append(lines.latest)
            cpus.append(lines.process.cpu)
            peaks.append(lines.process.memory("VmHWM"))
    figures = f"{milliseconds(firsts)}, {milliseconds(wholes)}, {statistics.median(cpus):.2f} CPU-s, {max(peaks):.0f} MiB"
    name = f"`{' '.join([tool, *command[1:]])}`: start to first line, to all of {size:,}, CPU, memory at most"
    return Row(name, "", figures)


def table(bench: Bench):
    """What events in the table take, and a list that is only passed on."""
    sizes, own = [10_000, 100_000] + ([1_000_000] if bench.is_long else []), []
    for size in sizes:
        with bench.listing(size) as servers:
            with bench.viewing(servers, "--max-events", str(2 * size)) as viewer:
                viewer.until("LIVE", 300)
                viewer.quiet(1.5, 5)
                viewer.drain(3)
                own.append(viewer.process.memory("RssAnon"))
                bar = "300 MiB" if size == 100_000 else ""
                figures = f"{memory(viewer.process)}, {viewer.process.memory('VmHWM'):.0f} MiB"
                yield short(f"viewer with {size:,} events: memory, at most", bar, figures)
                if size == 1_000_000:
                    yield filtering(viewer, size)
            if size == 100_000:
                yield forwarded_list(bench, servers, size)
    for index in range(1, len(sizes)):
        bytes_ = (own[index] - own[index - 1]) * (1 << 20) / (sizes[index] - sizes[index - 1])
        name = f"memory of an event in the table, from {sizes[index - 1]:,} to {sizes[index]:,}"
        yield short(name, "200 bytes", f"{bytes_:.0f} bytes")


def forwarded_list(bench: Bench, servers: Servers, size: int) -> Row:
    with bench.forwarding(servers) as forwarder:
        process = connected(forwarder)
        all_arrived(servers, size)
        figures = f"{process.cpu:.1f} CPU-s, {process.memory('VmHWM'):.0f} MiB"
    return short(f"a list of {size:,} events, kept and forwarded: CPU, memory at most", "", figures)


def keys(viewer: Viewer, count=100):
    """Cursor keys down and up, at uneven moments."""
    answers = []
    for number in range(count):
        viewer.drain(0.005 + 0.037 * ((number * 7) % 11) / 11)
        answers.append(viewer.press(b"j" if number // 20 % 2 == 0 else b"k"))
    return answers


def first_bytes(answers) -> str:
    return times([first for first, _, _ in answers])


def filtering(viewer: Viewer, size: int) -> Row:
    viewer.press(b"/", 0.3)
    typed = [viewer.press(bytes([letter]), 0.3) for letter in b"type:Warning msg:failed ns:p"]
    viewer.press(b"\x1b", 0.3)
    figures = f"{first_bytes(typed)}; {times([last for _, last, _ in typed])}"
    return short(f"filter over {size:,} events: each letter to first byte, to the last", "p99 16 ms", figures)


def viewer_at_work(bench: Bench):
    """The viewer as it feels: keys, bytes, CPU."""
    with bench.serving("--count", 500, "--rate", 1_000) as servers, bench.viewing(servers) as viewer:
        viewer.until("LIVE")
        viewer.drain(4)
        span, count = Span(viewer.process), viewer.drain(max(bench.seconds, 10))
        figures = f"{span.stop().share:.1f} %, {count / span.seconds:.0f} B, {span.wakeups:.0f}"
        yield short("viewer, idle: CPU, bytes and wake-ups a second", "0.5 %, 400 B", figures)
        answers = keys(viewer)
        yield Row("viewer, idle: key to first byte", "p50 2 ms, p99 16 ms", first_bytes(answers))
        sizes = [count for _, _, count in answers]
        yield Row("viewer, idle: bytes of a cursor key", "600", f"median {statistics.median(sizes):.0f}, most {max(sizes)}")
        first, _, count = viewer.resize(130, 44)
        yield Row("viewer: resize to first byte", "50 ms", f"{first:.0f} ms, {count} B")
        yield Row("viewer: `q` to the end", "100 ms", f"{viewer.end():.0f} ms")
    with bench.serving("--rate", 1_000) as servers, bench.viewing(servers) as viewer:
        viewer.until("LIVE")
        viewer.drain(5)
        span, count = Span(viewer.process), viewer.drain(bench.seconds)
        figures = f"{span.stop().share:.1f} %, {count / span.seconds / 1000:.1f} KB"
        yield short("viewer, 1,000 events/s: CPU, bytes a second", "15 %, 25 KB", figures)
        yield short("viewer, 1,000 events/s: key to first byte", "p50 2 ms, p99 16 ms", first_bytes(keys(viewer)))
        yield Row("viewer, 1,000 events/s: memory", "80 MiB", memory(viewer.process))
    with bench.listing(100_000) as servers, bench.viewing(servers) as viewer:
        viewer.until("LIVE")
        viewer.quiet(1, 5)
        yield Row("viewer with 100,000 events: key to first byte", "p99 16 ms", first_bytes(keys(viewer)))
        yield filtering(viewer, 100_000)


class Followed(NamedTuple):
    """What a tool took to write the lines of a play."""

    cost: float
    peak: float
    lines: int
    deletions: int


def followed(bench: Bench, command, rate: int, count: int) -> Followed:
    with bench.serving("--rate", rate, "--count", count) as servers:
        before = servers.oracle.version()
        with Lines(command, bench.environment(servers)) as lines:
            # The list and what starting costs are not part of it.
            lines.until(151 + rate // 2)
            span, former = Span(lines.process), lines.count
            lines.until(count + 1)
            lines.settle()
            cost = 10_000 * span.stop().cpu / (lines.count - former)
            return Followed(cost, lines.process.memory("VmHWM"), lines.count, servers.oracle.deletions(before))


def lines(bench: Bench):
    """What happens, written as lines: in turn, as beside each other they would take from each other."""
    for rate, seconds in ((2_000, bench.seconds), (5_000, bench.seconds * 2 / 3)):
        count = int(rate * seconds)
        results = {tool: [] for tool, _ in bench.tools()}
        for _ in range(3):
            for tool, command in bench.tools():
                results[tool].append(followed(bench, command, rate, count))
        cost = {tool: statistics.median(one.cost for one in found) for tool, found in results.items()}
        peak = {tool: max(one.peak for one in found) for tool, found in results.items()}
        name = f"`eventer -A -w`, {rate:,} events/s: CPU for 10,000 lines, memory at most"
        own = f"{cost['eventer']:.2f} CPU-s, {peak['eventer']:.0f} MiB"
        if "kubectl" not in results:
            yield short(name, "", f"{own} (no kubectl here to compare)")
            continue
        beside = f"`kubectl get events -A -w` {cost['kubectl']:.2f} CPU-s, {peak['kubectl']:.0f} MiB"
        share = f"{100 * cost['eventer'] / cost['kubectl']:.0f} % of its CPU"
        yield short(name, "a tenth of kubectl's CPU", f"{own}; {beside}: {share}")
        yield from compared(results, count)


def compared(results, count: int):
    """How many lines there were: eventer writes one for each version, kubectl one for a deletion too."""
    written = {tool: {one.lines - 1 for one in found} for tool, found in results.items()}
    if written["eventer"] != {count}:
        raise Trouble(f"eventer wrote {written['eventer']} lines of {count} versions")
    deletions = {one.deletions for one in results["kubectl"]}
    surplus = {one - count for one in written["kubectl"]}
    why = "one for each deletion" if surplus == deletions else f"{slashed(map(str, deletions))} deletions"
    figures = f"{count:,}; kubectl {slashed(map(str, surplus))} more, {why}"
    yield Row(f"the same: lines for {count:,} versions", "", figures)


seen = "eventer_sink_seen_total"


def growth(bench: Bench):
    """What it costs as the journal grows, and with many clusters."""
    sizes = [1_000, 10_000, 100_000] + ([1_000_000] if bench.is_long else [])
    flags = ("--rate", Filling.rate, "--count", sizes[-1] + 2 * Filling.window)
    names = f"with {slashed(f'{size:,}' for size in sizes)} in the journal"

    def row(what: str, costs) -> Row:
        return short(f"{what} 10,000 events {names}", "flat", f"{slashed(f'{costs[size]:.2f}' for size in sizes)} CPU-s")

    with keeping(bench, *flags) as forwarder:
        yield row("keeping", Filling(forwarder, seen).run(sizes))
    with bench.serving(*flags) as servers, bench.forwarding(servers) as forwarder:
        yield row("keeping and forwarding", Filling(forwarder, 'eventer_sink_records_total{result="acked"}').run(sizes))
    yield history(bench, sizes)
    yield from ten_clusters(bench)


@contextmanager
def keeping(bench: Bench, *flags):
    """A forwarder whose receiver is away, so that it keeps events and they wait."""
    with bench.serving(*flags) as servers:
        with socket.create_server(("127.0.0.1", 0)) as nobody:
            port = nobody.getsockname()[1]
        servers.environment["EVENTER_SINK"] = re.sub(r":\d+\?", f":{port}?", servers.environment["EVENTER_SINK"])
        with bench.forwarding(servers) as forwarder:
            yield forwarder


def history(bench: Bench, sizes) -> Row:
    """A search of the whole journal; of processes that end, the kernel tells what they took."""
    walls, cpus = [], []
    for size in sizes:
        with keeping(bench, "--rate", Filling.rate, "--count", size) as forwarder:
            await_(f"{size} events", lambda: (forwarder.value(seen) or 0) >= size, 60 + 3 * size / Filling.rate)
            forwarder.end()
            rounds = [searched(bench, forwarder.state) for _ in range(5)]
        walls.append(f"{1000 * statistics.median(wall for wall, _ in rounds):,.0f}")
        cpus.append(f"{statistics.median(cpu for _, cpu in rounds):.2f}")
    name = f"`eventer history msg:failed`, {slashed(f'{size:,}' for size in sizes)} in the journal"
    return short(name, "", f"{slashed(walls)} ms, {slashed(cpus)} CPU-s")


def searched(bench: Bench, state: str):
    began = time.monotonic()
    command = [bench.eventer, "history", "--state", state, "-o", "lines", "msg:failed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        found = child.stdout.read().count(b"\n")
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode or not found:
        raise Trouble(f"history ended with {child.returncode} and {found} lines")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime


def merged(servers) -> str:
    """A kubeconfig with all of them, as c0, c1, …"""
    lists = {"clusters": [], "users": [{"name": "me", "user": {}}], "contexts": []}
    for number, one in enumerate(servers):
        lists["clusters"].append({"name": f"c{number}", "cluster": {"server": f"http://127.0.0.1:{one.port}"}})
        lists["contexts"].append({"name": f"c{number}", "context": {"cluster": f"c{number}", "user": "me"}})
    # JSON is YAML.
    return json.dumps({"apiVersion": "v1", "kind": "Config", "current-context": "c0", **lists})


def ten_clusters(bench: Bench):
    """One process that forwards ten clusters, beside ten that forward one each, into the same receiver."""
    with ExitStack() as stack:
        servers = [stack.enter_context(bench.serving("--rate", 200, "--seed", seed)) for seed in range(1, 11)]
        for one in servers:
            one.environment = servers[0].environment
        with ExitStack() as inner:
            processes = [connected(inner.enter_context(bench.forwarding(one))) for one in servers]
            ten = together(processes, servers[0].path, bench.seconds)
        servers[0].kubeconfig = f"{bench.work}/merged"
        with open(servers[0].kubeconfig, "w") as file:
            file.write(merged(servers))
        contexts = ",".join(f"c{number}" for number in range(len(servers)))
        with bench.forwarding(servers[0], "--context", contexts) as forwarder:
            one = together([connected(forwarder)], servers[0].path, bench.seconds)
    bar = "what ten processes cost"
    yield short("ten clusters of 200 events/s: CPU for 10,000, memory", bar, f"{one}; ten processes {ten}")


def together(processes, path: str, seconds: float) -> str:
    time.sleep(2)
    spans = [Span(process, path) for process in processes]
    time.sleep(seconds)
    for span in spans:
        span.stop()
    total, own = (sum(process.memory(name) for process in processes) for name in ("VmRSS", "RssAnon"))
    return f"{per_events(sum(span.cpu for span in spans), spans[0].events)}, {total:.0f} MiB ({own:.0f} its own)"


parts = {
    "sustained": sustained,
    "forward": forward,
    "latency": latency,
    "start": start,
    "memory": table,
    "viewer": viewer_at_work,
    "lines": lines,
    "growth": growth,
}
