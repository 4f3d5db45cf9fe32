import Events
import Testing

@Suite struct DurationBriefTests {
    @Test(arguments: [
        (Duration.zero, "0s"), (.milliseconds(49), "0s"), (.milliseconds(420), "0.4s"), (.seconds(1), "1s"),
        (.milliseconds(59_999), "59s"), (.seconds(60), "1m"), (.seconds(61), "1m01s"), (.seconds(250), "4m10s"),
        (.seconds(3599), "59m59s"), (.seconds(3600), "1h"), (.seconds(3900), "1h05m"), (.seconds(3659), "1h"),
        (.seconds(183_600), "2d03h"), (.seconds(-5), "0s"),
    ])
    func theTwoLargestUnits(duration: Duration, text: String) {
        #expect(DurationText.brief(duration) == text)
    }
}
