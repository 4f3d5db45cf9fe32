import Glibc
import TextGrid

extension NcursesScreen {
    /// The most that terminals take, in encoded bytes.
    private static let clipboardLimit = 74_994

    /// Puts `text` on the clipboard of the terminal's user (OSC 52), also through tmux and over SSH.
    ///
    /// - Parameters:
    ///   - text: Sanitised text, or text that the user asked for as it is.
    ///   - insideTmux: Whether tmux is between, which passes the sequence on only when wrapped, or when it is told to.
    /// - Returns: False when the text is too long to be taken.
    @discardableResult
    package func copy(_ text: String, insideTmux: Bool = false) -> Bool {
        let encoded = base64(Array(text.utf8))
        guard encoded.utf8.count <= Self.clipboardLimit else { return false }
        let sequence = "\u{1B}]52;c;\(encoded)\u{7}"
        send(sequence)
        if insideTmux { send("\u{1B}Ptmux;\u{1B}" + sequence + "\u{1B}\\") }
        return true
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Writes all of `bytes` to the terminal, in one piece where it takes them.
    func send(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                _ = poll(POLLOUT, output, 100)
            } else if errno != EINTR {
                return
            }
        }
    }

    /// What can be read within `timeout` milliseconds; nil when there is nothing, or the terminal is gone.
    func readBytes(timeout: Int32) -> [UInt8]? {
        guard poll(POLLIN, input, timeout) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(input, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private func poll(_ event: Int32, _ descriptor: Int32, _ timeout: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return Glibc.poll(&polled, 1, timeout) > 0 && polled.revents & Int16(event) != 0
    }
}
