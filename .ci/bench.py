"""What .ci/measure measures, and what it measures it on: a cluster and a receiver, a forwarder, a viewer."""
import shutil, tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator
from rig import Forwarder, Process, Servers, await_
from terminal import Viewer


@dataclass
class Bench:
    """Starts what is measured, each in a folder of its own that goes with it."""

    eventer: str
    work: str
    #: Versions that go through at once.
    events: int
    #: How long is measured what goes on at a steady rate.
    seconds: float
    #: 1,000,000 events too.
    is_long: bool

    @contextmanager
    def serving(self, *flags) -> Iterator[Servers]:
        with tempfile.TemporaryDirectory(prefix="servers-", dir=self.work) as folder:
            servers = Servers(self.eventer, folder, *flags)
            try:
                yield servers
            finally:
                servers.stop()

    def listing(self, size: int):
        """A cluster in which so many events are there and nothing happens."""
        return self.serving("--backlog", size, "--count", size)

    @contextmanager
    def forwarding(self, servers: Servers, *flags) -> Iterator[Forwarder]:
        with tempfile.TemporaryDirectory(prefix="forward-", dir=self.work) as state:
            forwarder = Forwarder(self.eventer, servers, state, *flags)
            forwarder.start()
            try:
                yield forwarder
            finally:
                forwarder.kill()

    @contextmanager
    def viewing(self, servers: Servers, *flags) -> Iterator[Viewer]:
        with tempfile.TemporaryDirectory(prefix="viewer-", dir=self.work) as state:
            with Viewer([self.eventer, "-A", "--state", state, *flags], self.environment(servers)) as viewer:
                yield viewer

    def environment(self, servers: Servers) -> dict:
        """Of a viewer, and of kubectl: this cluster, no sink, no habits of a user."""
        values = dict(servers.environment, KUBECONFIG=servers.kubeconfig, XDG_STATE_HOME=servers.folder)
        del values["EVENTER_SINK"]
        return values

    def tools(self):
        """What writes events as lines: names and commands."""
        yield "eventer", [self.eventer, "-A", "-w"]
        if shutil.which("kubectl"):
            yield "kubectl", ["kubectl", "get", "events", "-A", "-w"]


def connected(forwarder: Forwarder) -> Process:
    """Waits until it has read its first list."""
    def is_there():
        forwarder.require_running()
        return forwarder.is_connected

    await_("the first list", is_there, 60)
    return Process(forwarder.process.pid)
