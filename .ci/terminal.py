"""A terminal for programs to be measured on: a pty of which a script holds the other end, and the screen that its output makes."""
import codecs, fcntl, os, pty, re, select, signal, struct, termios, time, unicodedata
from rig import Process, Trouble


class Screen:
    """The cells that the output of a program for xterm-256color leaves; colours and what else does not move text are passed over."""

    token = re.compile(
        r"\x1b\[(?P<mark>[?>=!]?)(?P<numbers>[\d;:]*)[ -/]*(?P<final>[@-~])"
        r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-Za-z]|\x1b(?P<escape>[^\[\]()])"
        r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])|(?P<text>[^\x00-\x1f\x7f]+)")

    def __init__(self, columns, rows):
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.columns, self.rows = columns, rows
        self.pending = ""
        self.clear()

    def clear(self):
        self.cells = [self.blank() for _ in range(self.rows)]
        self.row = self.column = 0
        self.top, self.bottom = 0, self.rows
        self.last = " "

    def blank(self):
        return [" "] * self.columns

    @property
    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.cells)

    def feed(self, data):
        text = self.pending + self.decoder.decode(data)
        position = 0
        while position < len(text):
            found = self.token.match(text, position)
            if not found:
                # A sequence whose end has not come yet, or one that never was.
                if len(text) - position < 256:
                    break
                position += 1
                continue
            position = found.end()
            if found["text"]:
                self.put(found["text"])
            elif found["control"]:
                self.control(found["control"])
            elif found["escape"] == "M":
                self.reverse()
            elif found["final"] and not found["mark"]:
                self.sequence(found["final"], [int(number or 0) for number in re.split("[;:]", found["numbers"])])
        self.pending = text[position:]

    def put(self, text):
        for letter in text:
            if unicodedata.combining(letter):
                continue
            width = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
            if self.column + width > self.columns:
                self.column = 0
                self.line()
            row = self.cells[self.row]
            row[self.column] = self.last = letter
            if width == 2:
                row[self.column + 1] = ""
            self.column += width

    def line(self):
        if self.row == self.bottom - 1:
            self.scroll(1)
        else:
            self.row = min(self.row + 1, self.rows - 1)

    def reverse(self):
        if self.row == self.top:
            self.scroll(-1)
        else:
            self.row = max(self.row - 1, 0)

    def scroll(self, count, top=None):
        top = self.top if top is None else top
        count = max(top - self.bottom, min(count, self.bottom - top))
        lines = self.cells[top:self.bottom]
        new = [self.blank() for _ in range(abs(count))]
        self.cells[top:self.bottom] = lines[count:] + new if count > 0 else new + lines[:len(lines) + count]

    def control(self, letter):
        if letter == "\n":
            self.line()
        elif letter == "\r":
            self.column = 0
        elif letter == "\b":
            self.column = max(0, self.column - 1)

    def erase(self, row, start, end):
        self.cells[row][start:end] = [" "] * (min(end, self.columns) - start)

    def sequence(self, final, numbers):
        first = numbers[0]
        count = max(first, 1)
        row = self.cells[self.row]
        self.column = min(self.column, self.columns - 1)
        match final:
            case "H" | "f":
                self.row = min(count, self.rows) - 1
                self.column = min(max((numbers + [1])[1], 1), self.columns) - 1
            case "A":
                self.row = max(self.row - count, 0)
            case "B":
                self.row = min(self.row + count, self.rows - 1)
            case "C":
                self.column = min(self.column + count, self.columns - 1)
            case "D":
                self.column = max(self.column - count, 0)
            case "G":
                self.column = min(count, self.columns) - 1
            case "d":
                self.row = min(count, self.rows) - 1
            case "J":
                above = {0: (), 1: range(self.row), 2: range(self.row)}.get(first, ())
                below = range(self.row + 1, self.rows) if first != 1 else ()
                for line in [*above, *below]:
                    self.cells[line] = self.blank()
                self.sequence("K", [first])
            case "K":
                start, end = {0: (self.column, self.columns), 1: (0, self.column + 1)}.get(first, (0, self.columns))
                self.erase(self.row, start, end)
            case "X":
                self.erase(self.row, self.column, self.column + count)
            case "P":
                del row[self.column:self.column + count]
                row.extend([" "] * (self.columns - len(row)))
            case "@":
                row[self.column:self.column] = [" "] * count
                del row[self.columns:]
            case "L":
                self.scroll(-count, self.row)
            case "M":
                self.scroll(count, self.row)
            case "S":
                self.scroll(count)
            case "T":
                self.scroll(-count)
            case "b":
                self.put(self.last * count)
            case "r":
                self.top, self.bottom = count - 1, (numbers + [0])[1] or self.rows
                self.row = self.column = 0


class Viewer:
    """A program on a pty."""

    def __init__(self, command, environment, columns=120, rows=40):
        self.began = time.monotonic()
        self.screen, self.unseen, self.is_over = Screen(columns, rows), [], False
        self.pid, self.master = pty.fork()
        self.process = Process(self.pid)
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            settings = dict(environment, TERM="xterm-256color", LC_ALL="C.UTF-8")
            for name in ("NO_COLOR", "TMUX", "COLUMNS", "LINES"):
                settings.pop(name, None)
            try:
                os.execve(command[0], command, settings)
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.close()

    def close(self):
        os.close(self.master)
        self.pid = None

    @property
    def text(self):
        """What the screen shows."""
        for data in self.unseen:
            self.screen.feed(data)
        self.unseen = []
        return self.screen.text

    def read(self, seconds):
        """What comes within that time, at once when something comes."""
        if self.is_over or not select.select([self.master], [], [], max(0, seconds))[0]:
            return b""
        try:
            data = os.read(self.master, 1 << 20)
        except OSError:
            data = b""
        self.is_over = not data
        self.unseen.append(data)
        return data

    def until(self, pattern, seconds=60):
        """Seconds from the start until the screen shows a match."""
        limit = time.monotonic() + seconds
        while not re.search(pattern, self.text, re.M):
            if time.monotonic() > limit or self.is_over:
                raise Trouble(f"the screen never showed {pattern!r}:\n{self.text}")
            self.read(0.05)
        return time.monotonic() - self.began

    def quiet(self, pause=0.25, limit=10):
        """Reads until nothing came for a while."""
        end = time.monotonic() + limit
        while time.monotonic() < end and self.read(pause):
            pass

    def drain(self, seconds):
        """Bytes within that time."""
        end, count = time.monotonic() + seconds, 0
        while (left := end - time.monotonic()) > 0 and not self.is_over:
            count += len(self.read(left))
        return count

    def press(self, keys, settle=0.04):
        """Milliseconds to the first byte of the answer, to its last before a silence of `settle` seconds, and how many there are."""
        while self.read(0):
            pass
        began = time.monotonic()
        os.write(self.master, keys)
        return self.answer(began, settle)

    def resize(self, columns, rows, settle=0.3):
        """The same for a terminal that becomes larger or smaller."""
        self.text
        self.screen = Screen(columns, rows)
        began = time.monotonic()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        return self.answer(began, settle)

    def answer(self, began, settle):
        count = len(self.read(10))
        first = last = time.monotonic()
        if not count:
            raise Trouble(f"a key had no answer:\n{self.text}")
        while last < began + 10 and (more := len(self.read(settle))):
            count, last = count + more, time.monotonic()
        return 1000 * (first - began), 1000 * (last - began), count

    def end(self, keys=b"q"):
        """Milliseconds until the program has ended."""
        began = time.monotonic()
        os.write(self.master, keys)
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            self.read(0.005)
            if time.monotonic() - began > 10:
                raise Trouble(f"it did not end:\n{self.text}")
        self.close()
        return (time.monotonic() - began) * 1000
