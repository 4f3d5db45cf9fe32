import Basics
import Events
import TextGrid

// A value of a flag or a variable is text without a place; lists are then parted by commas.

extension PreferenceValue {
    /// One line of text.
    func string() throws(PreferenceFaults) -> String {
        guard case .text(let text, _) = self else { throw PreferenceFaults("needs one value", at: place) }
        return text
    }

    func boolean() throws(PreferenceFaults) -> Bool {
        switch try string().lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: throw PreferenceFaults("\(Self.quoted(try string())) is neither true nor false", at: place)
        }
    }

    func integer(in range: ClosedRange<Int>) throws(PreferenceFaults) -> Int {
        let text = try string()
        guard let number = Int(text), range.contains(number) else {
            throw PreferenceFaults(
                "\(Self.quoted(text)) is no number from \(range.lowerBound) to \(range.upperBound)",
                at: place
            )
        }
        return number
    }

    /// One of the values of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type = Choice.self)
        throws(PreferenceFaults) -> Choice
    {
        let text = try string()
        if let choice = Choice(rawValue: text.lowercased()) ?? Choice(rawValue: text) { return choice }
        throw refusal(of: text, Choice.allCases.map(\.rawValue))
    }

    /// The elements of a list; text is parted at its commas.
    func elements() throws(PreferenceFaults) -> [PreferenceValue] {
        switch self {
        case .list(let elements, _): return elements
        case .mapping: throw PreferenceFaults("needs a list", at: place)
        case .text(let text, let place):
            let parts = text.split(separator: ",").map { $0.trimming(" ") }
            return parts.filter { !$0.isEmpty }.map { .text($0, place) }
        }
    }

    func members() throws(PreferenceFaults) -> [Member] {
        guard case .mapping(let members, _) = self else {
            throw PreferenceFaults("needs names with values, as in \"name: value\"", at: place)
        }
        return members
    }

    /// Reads each member.
    ///
    /// - Returns: All that cannot be read, under the names of the members.
    /// - Throws: ``PreferenceFaults`` for what has no members.
    func faultsOfMembers(
        reading read: (Member) throws(PreferenceFaults) -> Void
    ) throws(PreferenceFaults) -> [PreferenceFaults.Fault] {
        var faults: [PreferenceFaults.Fault] = []
        for member in try members() {
            do throws(PreferenceFaults) {
                try read(member)
            } catch {
                faults += error.faults.map {
                    .init(message: "\(sanitise(member.name)): \($0.message)", place: $0.place)
                }
            }
        }
        return faults
    }

    /// Reads each element, and tells of all that cannot be read.
    func each<Element>(
        _ read: (PreferenceValue) throws(PreferenceFaults) -> Element
    ) throws(PreferenceFaults) -> [Element] {
        var (values, faults): ([Element], [PreferenceFaults.Fault]) = ([], [])
        for element in try elements() {
            do throws(PreferenceFaults) {
                values.append(try read(element))
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw PreferenceFaults(faults) }
        return values
    }

    /// A filter, as the prompt takes it.
    func filter() throws(PreferenceFaults) -> String {
        let text = try string()
        do throws(FilterError) {
            // Times of the day are those of the day the filter is used: any present will do to check it.
            _ = try EventFilter(parsing: text, clock: FilterClock(now: .now()))
            return text
        } catch {
            throw PreferenceFaults(
                "\(Self.quoted(text)): character \(error.range.lowerBound + 1): \(error.message)",
                at: place
            )
        }
    }

    /// A length of time such as `90s`, `15m`, `2h` or `7d`, in seconds.
    func seconds() throws(PreferenceFaults) -> Int {
        let text = try string()
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()), number > 0,
            number <= 100_000
        else {
            throw PreferenceFaults("\(Self.quoted(text)) is no length of time such as 90s, 15m, 2h or 7d", at: place)
        }
        return number * unit
    }

    /// What is wrong with `text` where one of `known` was expected.
    func refusal(of text: String, _ known: [String]) -> PreferenceFaults {
        let known = known.filter { !$0.isEmpty }
        let hint = nearest(to: text, among: known).map { "did you mean \($0)?" } ?? "it must be \(oneOf(known))"
        return PreferenceFaults("there is no \(Self.quoted(text)); \(hint)", at: place)
    }

    /// Text of the file between quotes, fit for the terminal.
    static func quoted(_ text: String) -> String { "\"" + CleanText(text).truncated(to: 60).string + "\"" }
}

/// What a name should have been that is none of `known`.
func hint(for name: String, _ known: [String]) -> String {
    nearest(to: name, among: known).map { "did you mean \($0)?" } ?? "those are \(oneOf(known))"
}

/// `a, b or c`.
func oneOf(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}

extension StringProtocol {
    func trimming(_ character: Character) -> String {
        var text = Substring(self)
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
