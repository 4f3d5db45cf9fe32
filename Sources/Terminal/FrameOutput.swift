import CNcurses
import Glibc

/// Where ncurses writes: a file in memory, from which each frame is taken whole.
///
/// ncurses writes as its buffer fills, and at once when the cursor is hidden or shown. Taken from here, a frame goes to the
/// terminal in one write that can be wrapped, timed, and looked at.
struct FrameOutput {
    // MFD_CLOEXEC
    private static let closeOnExecute: UInt32 = 1

    let descriptor: Int32

    init?() {
        descriptor = memfd_create("eventer-screen", Self.closeOnExecute)
        guard descriptor >= 0 else { return nil }
    }

    func close() {
        Glibc.close(descriptor)
    }

    /// All that was written since the last call.
    func take() -> [UInt8] {
        // The duplicate that ncurses has shares the offset.
        let count = lseek(descriptor, 0, SEEK_CUR)
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = pread(descriptor, &bytes, count, 0)
        lseek(descriptor, 0, SEEK_SET)
        return Array(bytes.prefix(max(0, read)))
    }
}
