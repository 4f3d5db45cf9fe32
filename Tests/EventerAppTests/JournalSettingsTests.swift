import Journal
import Testing

@testable import EventerApp

@Suite struct JournalSettingsTests {
    @Test func withoutFlagsFourGibibytesMayWaitAndOneOfThemIsHistory() {
        let options = JournalSettings().options

        #expect(options.maximumBytes == 4 << 30)
        #expect(options.historyBytes == 1 << 30)
        #expect(options.whenFull == .pause)
    }

    @Test(arguments: [
        ("4Mi", 4 << 20), ("256Mi", 256 << 20), ("2Gi", 2 << 30), ("5G", 5_000_000_000), ("8388608", 8 << 20),
    ])
    func sizesAreThoseOfKubernetes(_ text: String, bytes: Int) throws {
        #expect(try JournalSettings(limit: text, retention: nil, whenFull: nil).options.maximumBytes == bytes)
    }

    @Test(arguments: [("36h", 36 * 3600), ("7d", 7 * 86400), ("90s", 90)])
    func durationsMayBeInDays(_ text: String, seconds: Int) throws {
        let options = try JournalSettings(limit: nil, retention: text, whenFull: nil).options

        #expect(options.retention == .seconds(seconds))
    }

    @Test func policyIsTakenByItsName() throws {
        let settings = try JournalSettings(limit: nil, retention: nil, whenFull: "drop-oldest-normal")

        #expect(settings.options.whenFull == .dropOldestNormal)
    }

    @Test(arguments: ["", "Gi", "-1Gi", "1.5Gi", "1 Gi", "1gi", "3Mi", "99999999999Ti", "٤Gi"])
    func whatIsNoSizeIsRefused(_ text: String) {
        let error = #expect(throws: AppError.self) { try JournalSettings(limit: text, retention: nil, whenFull: nil) }
        #expect(error?.code == .usage)
    }

    @Test(arguments: ["", "d", "0d", "-1h", "week", "99999999d"])
    func whatIsNoDurationIsRefused(_ text: String) {
        let error = #expect(throws: AppError.self) { try JournalSettings(limit: nil, retention: text, whenFull: nil) }
        #expect(error?.code == .usage)
    }

    @Test func unknownPolicyIsRefusedWithThoseThereAre() {
        let error = #expect(throws: AppError.self) {
            try JournalSettings(limit: nil, retention: nil, whenFull: "drop-all")
        }
        #expect(error?.hint == "write pause or drop-oldest-normal")
    }
}
