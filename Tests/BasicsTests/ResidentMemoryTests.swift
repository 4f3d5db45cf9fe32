import Basics
import Testing

@Suite struct ResidentMemoryTests {
    @Test func onlyUnchangedFilesAreLetGo() {
        let maps = """
            55d5e058c000-55d5e058d000 r--p 00000000 fe:00 91 /usr/bin/eventer
            Size:                  4 kB
            Anonymous:             0 kB
            VmFlags: rd mr mw me
            55d5e058d000-55d5e058f000 r-xp 00001000 fe:00 91 /usr/bin/eventer
            Anonymous:             0 kB
            55d5e058f000-55d5e0590000 r--p 00003000 fe:00 91 /usr/bin/eventer
            Anonymous:             4 kB
            55d5e0590000-55d5e0591000 rw-p 00004000 fe:00 91 /usr/bin/eventer
            Anonymous:             0 kB
            7fecc0000000-7fecc0021000 r-xp 00000000 00:00 0
            Anonymous:             0 kB
            7ffd11dfe000-7ffd11e00000 r-xp 00000000 00:00 0 [vdso]
            Anonymous:             0 kB
            7fecd0000000-7fecd0001000 r-xp 00000000 fe:00 92 /opt/a name/lib.so (deleted)
            Anonymous:             0 kB

            """

        #expect(
            ResidentMemory.unchangedRanges(in: maps) == [
                0x55d5_e058_c000..<0x55d5_e058_d000, 0x55d5_e058_d000..<0x55d5_e058_f000,
                0x7fec_d000_0000..<0x7fec_d000_1000,
            ]
        )
    }

    @Test func theProgramGoesOnAfterwards() {
        let text = "before"

        ResidentMemory.trim()

        #expect((text + " and after").count == 16)
    }
}
