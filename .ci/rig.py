"""What the scripts that put eventer under strain have in common: servers, a proxy that breaks what passes, a forwarder, an oracle."""
import collections, http.client, json, os, random, re, signal, socket, struct, subprocess, threading, time, urllib.parse


class Trouble(Exception):
    """Something that must not be."""


def await_(what, condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Trouble(f"{what} did not come within {seconds} s")
        time.sleep(0.05)


def reset(connection):
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    try:
        connection.close()
    except OSError:
        pass


class Process:
    """What the kernel says of a process; of none of its children."""

    def __init__(self, pid):
        self.folder = f"/proc/{pid}"
        # clock_getcpuclockid(3): exact, where stat counts steps of 10 ms.
        self.clock = ~pid << 3 | 2

    def read(self, name):
        try:
            with open(f"{self.folder}/{name}") as file:
                return file.read()
        except OSError:
            raise Trouble("a process that is measured has ended")

    @property
    def cpu(self):
        """Seconds of a core, user and system, of all its threads."""
        try:
            return time.clock_gettime(self.clock)
        except OSError:
            raise Trouble("a process that is measured has ended")

    def memory(self, name="VmRSS"):
        """MiB; other names are RssAnon, what is its own, and VmHWM, the most there was."""
        found = re.search(rf"^{name}:\s+(\d+)", self.read("status"), re.M)
        if not found:
            raise Trouble("a process that is measured has ended")
        return int(found[1]) / 1024

    @property
    def wakeups(self):
        """How often each of its threads has slept; the pool's come and go, so that only a difference by thread makes sense."""
        count = collections.Counter()
        for task in os.listdir(f"{self.folder}/task"):
            try:
                with open(f"{self.folder}/task/{task}/status") as file:
                    count[task] = int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", file.read(), re.M)[1])
            except OSError:
                continue
        return count


class Proxy:
    """Passes bytes to a port of this machine, as well as `mode` allows."""

    def __init__(self, port):
        self.target, self.mode, self.pairs, self.lock = port, "pass", set(), threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            if self.mode == "refuse":
                reset(client)
            elif self.mode in ("quota", "html"):
                threading.Thread(target=self.answer, args=(client, self.mode), daemon=True).start()
            else:
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return reset(client)
        with self.lock:
            self.pairs.add((client, server))
        threading.Thread(target=self.pump, args=(server, client, "answers"), daemon=True).start()
        self.pump(client, server, "requests")
        with self.lock:
            self.pairs.discard((client, server))

    def pump(self, source, sink, direction):
        try:
            while data := source.recv(65536):
                while self.mode == "stall":
                    time.sleep(0.05)
                if self.mode == "cut" and direction == "answers":
                    # The request has arrived and is stored; its answer is not told.
                    break
                if self.mode == "short" and len(data) > 1:
                    sink.sendall(data[: random.randrange(1, len(data))])
                    break
                sink.sendall(data)
        except OSError:
            pass
        reset(source)
        reset(sink)

    def answer(self, client, mode):
        """Answers every request itself: a quota storm, or a gateway without a backend."""
        body = b'{"errorCode":"WriteQuotaExceed","errorMessage":"Project write quota exceed: qps"}'
        head = b"HTTP/1.1 403 Forbidden\r\nx-log-requestid: 5F3A\r\nContent-Type: application/json\r\n"
        if mode == "html":
            body, head = b"<html>502 Bad Gateway</html>", b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n"
        try:
            client.settimeout(5)
            data = b""
            while b"\r\n\r\n" not in data:
                data += client.recv(65536) or b"\r\n\r\n"
            length = re.search(rb"(?i)content-length: *(\d+)", data)
            missing = (int(length[1]) if length else 0) - len(data.split(b"\r\n\r\n", 1)[1])
            while missing > 0 and (more := client.recv(65536)):
                missing -= len(more)
            client.sendall(head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
            client.close()
        except OSError:
            reset(client)

    def cut(self):
        with self.lock:
            pairs = list(self.pairs)
        for pair in pairs:
            for end in pair:
                reset(end)

    def set(self, mode):
        self.mode = mode
        if mode in ("refuse", "quota", "html"):
            self.cut()


def version(event):
    return event["metadata"]["uid"], event["metadata"]["resourceVersion"]


class Oracle(threading.Thread):
    """Every version that the cluster shows, by a watch of its own."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.versions, self.began = port, set(), None

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path)
        return connection.getresponse()

    def version(self):
        """The cluster's, now."""
        return json.load(self.get("/api/v1/events?limit=1"))["metadata"]["resourceVersion"]

    def deletions(self, after):
        """How many events were deleted since that version."""
        path = f"/api/v1/events?watch=1&timeoutSeconds=1&resourceVersion={after}"
        return sum(json.loads(line)["type"] == "DELETED" for line in self.get(path))

    def listed(self):
        """What is there now, without what was superseded."""
        return {version(event) for event in json.load(self.get("/api/v1/events"))["items"]}

    def run(self):
        listed = json.load(self.get("/api/v1/events"))
        self.versions.update(version(event) for event in listed["items"])
        newest = listed["metadata"]["resourceVersion"]
        self.began = int(newest)
        while True:
            path = f"/api/v1/events?watch=1&allowWatchBookmarks=true&timeoutSeconds=3600&resourceVersion={newest}"
            try:
                for line in self.get(path):
                    frame = json.loads(line)
                    newest = frame["object"]["metadata"]["resourceVersion"]
                    if frame["type"] in ("ADDED", "MODIFIED"):
                        self.versions.add(version(frame["object"]))
            except (OSError, http.client.HTTPException):
                return


class Servers:
    """`eventer demo --serve`: the cluster and the receiver, as a process of their own."""

    def __init__(self, eventer, folder, *flags):
        self.folder, self.path = folder, f"{folder}/received.jsonl"
        self.offset, self.records, self.versions = 0, 0, set()
        # What the demo writes elsewhere belongs into the folder too, so that it goes with it.
        environment = dict(os.environ, TMPDIR=folder)
        command = [eventer, "demo", "--serve", "--received", self.path, *map(str, flags)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        try:
            line = self.process.stdout.readline()
        except BaseException:
            # A large backlog takes its time, in which somebody may lose patience.
            self.stop()
            raise
        if not line:
            raise Trouble(f"eventer demo ended with {self.process.wait()}")
        place = json.loads(line)
        self.kubeconfig, sink = place["kubeconfig"], place["sink"]
        with open(self.kubeconfig) as file:
            self.port = int(re.search(r"server: \S+:(\d+)", file.read())[1])
        self.environment = dict(os.environ, EVENTER_SINK=sink, EVENTER_CONFIG="none")
        self.oracle = Oracle(self.port)

    def received(self):
        """The versions that arrived; `records` says in how many records."""
        with open(self.path, "rb") as lines:
            lines.seek(self.offset)
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                self.offset += len(line)
                record = json.loads(line)
                self.versions.add(version(json.loads(record.get("contents", record)["eventId"])))
                self.records += 1
        return self.versions

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()


class ShakyServers(Servers):
    """The same, each behind a proxy that breaks what passes."""

    def __init__(self, eventer, folder, *flags):
        super().__init__(eventer, folder, *flags)
        sink = self.environment["EVENTER_SINK"]
        self.cluster = Proxy(self.port)
        self.sink = Proxy(urllib.parse.urlsplit(sink.removeprefix("sls:")).port)
        self.environment["EVENTER_SINK"] = sink.replace(f":{self.sink.target}?", f":{self.sink.port}?")
        with open(self.kubeconfig) as file:
            direct = file.read()
        self.kubeconfig = f"{folder}/kubeconfig"
        with open(self.kubeconfig, "w") as file:
            file.write(direct.replace(f":{self.port}", f":{self.cluster.port}"))


class Forwarder:
    """`eventer forward`, started as often as it takes."""

    def __init__(self, eventer, servers, state, *flags):
        self.eventer, self.servers, self.state, self.flags = eventer, servers, state, flags
        self.process, self.pages = None, 0
        self.log = open(f"{servers.folder}/forward.log", "ab")

    def start(self, *wrapper, **settings):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        command = [*wrapper, self.eventer, "forward", "--kubeconfig", self.servers.kubeconfig, "--state", self.state, *self.flags]
        command += ["--healthz-ip", "127.0.0.1", "--healthz-port", str(self.port)]
        streams = {"stdout": self.log, "stderr": self.log, "stdin": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env=self.servers.environment, **streams, **settings)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def require_running(self):
        if not self.is_running:
            raise Trouble(f"eventer forward ended by itself with {self.process.returncode}")

    def kill(self):
        if self.is_running:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()

    def end(self, codes=(0,)):
        self.require_running()
        self.process.terminate()
        try:
            code = self.process.wait(25)
        except subprocess.TimeoutExpired:
            raise Trouble("SIGTERM was not followed within 25 s")
        if code not in codes:
            raise Trouble(f"SIGTERM was followed by exit code {code}")

    def metrics(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/metrics")
            return connection.getresponse().read().decode()
        except (OSError, http.client.HTTPException):
            return ""

    def value(self, series):
        """The value of a series, None when nobody answers."""
        found = re.search(rf"^{re.escape(series)} (\S+)", self.metrics(), re.M)
        return float(found[1]) if found else None

    @property
    def is_connected(self):
        return self.value("eventer_source_connected") == 1

    def ledger(self):
        """The terms of the identity, balanced; None when nobody answers."""
        if not (page := self.metrics()):
            return None
        terms = {name: float(value) for name, value in re.findall(r'^eventer_sink_records_total\{result="(\w+)"\} (\S+)', page, re.M)}
        for name in ("seen_total", "waiting", "dead_letters"):
            terms[name] = float(re.search(rf"^eventer_sink_{name} (\S+)", page, re.M)[1])
        self.pages += 1
        outcomes = sum(terms[name] for name in ("acked", "filtered", "dropped", "lost", "dead_letters"))
        if terms["seen_total"] != outcomes + terms["waiting"]:
            raise Trouble(f"the ledger does not balance: {terms}")
        return terms
