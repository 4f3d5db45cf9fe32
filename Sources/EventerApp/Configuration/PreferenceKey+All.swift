import Events
import TextGrid
import Viewer

extension PreferenceKey {
    /// All keys, in the order that README and example show them.
    package static let all: [PreferenceKey] = look + table + start + habits + alerts

    private static let look = [
        PreferenceKey(
            "theme",
            choices: Theme.allCases.map(\.rawValue),
            "Looks of the screen; none paints the background.",
            flag: "--theme",
            read: { value, preferences throws(PreferenceFaults) in preferences.theme = try value.choice() },
            show: { $0.theme.rawValue }
        ),
        PreferenceKey(
            "color",
            choices: Preferences.Colour.allCases.map(\.rawValue),
            "How many colours to use; `$NO_COLOR` and its kin beat the file, not the flag.",
            flag: "--color",
            read: { value, preferences throws(PreferenceFaults) in preferences.colour = try value.choice() },
            show: { $0.colour.rawValue }
        ),
        flag("ascii", "Draw with ASCII only.", \.isASCII),
        PreferenceKey(
            "ambiguous",
            choices: ["1", "2"],
            "Cells that the terminal gives to characters of ambiguous width; 2 also draws lines with ASCII.",
            flag: "--ambiguous",
            read: { value, preferences throws(PreferenceFaults) in
                preferences.ambiguousWidth = try value.integer(in: 1...2)
            },
            show: { "\($0.ambiguousWidth)" }
        ),
        flag("mouse", "Take part in what the mouse does; the terminal's own selection then needs Shift.", \.mouse),
        flag("calm", "Nothing moves by itself: no ticking ages, no flash.", \.view.isCalm),
        flag(
            "bell",
            "Ring the terminal's bell when a critical event comes or an alert fires, at most every 5 s.",
            \.view.ringsBell,
            flag: nil
        ),
    ]

    private static let table = [
        PreferenceKey(
            "time",
            choices: ViewState.TimeMode.allCases.map(\.rawValue),
            "How times are shown.",
            flag: "--time",
            read: { value, preferences throws(PreferenceFaults) in preferences.view.time = try value.choice() },
            show: { $0.view.time.rawValue }
        ),
        PreferenceKey(
            "timezone",
            "local, or an offset such as +08:00",
            "Zone of local times.",
            flag: "--tz",
            read: { value, preferences throws(PreferenceFaults) in preferences.view.zone = try value.zone() },
            show: { $0.view.zone.text }
        ),
        PreferenceKey(
            "group",
            choices: Grouping.allCases.map(\.rawValue),
            "Which events share a row.",
            flag: "--group",
            read: { value, preferences throws(PreferenceFaults) in preferences.view.group = try value.choice() },
            show: { $0.view.group.rawValue }
        ),
        PreferenceKey(
            "sort",
            "a column, with :asc or :desc if you like: ",
            choices: GroupOrder.Field.allCases.map(\.rawValue),
            "Order of the rows.",
            flag: "--sort",
            read: { value, preferences throws(PreferenceFaults) in preferences.view.sort = try value.sort() },
            show: { $0.view.sort.text }
        ),
        PreferenceKey(
            "columns",
            "auto, or a list of ",
            choices: Column.allCases.map(\.rawValue),
            "Columns of the table; auto goes by the width of the screen.",
            flag: "--columns",
            example: ["columns: [last, type, count, object, message]"],
            read: { value, preferences throws(PreferenceFaults) in preferences.view.columns = try value.columns() },
            show: { $0.view.columns?.text ?? "auto" }
        ),
        PreferenceKey(
            "max-events",
            "1 to 10000000",
            "Events held in memory; older ones leave it, not the journal.",
            flag: "--max-events",
            read: { value, preferences throws(PreferenceFaults) in
                preferences.maximumEvents = try value.integer(in: 1...10_000_000)
            },
            show: { "\($0.maximumEvents)" }
        ),
        PreferenceKey(
            "critical-reasons",
            "a list of reasons; +X and -X change the usual list",
            "Reasons marked with `!`; BackOff counts from its fourth time.",
            example: ["critical-reasons: [+Unhealthy, -Rebooted]"],
            read: { value, preferences throws(PreferenceFaults) in
                preferences.view.criticalReasons = try value.reasons()
            },
            show: { $0.view.criticalReasons.sorted().flow }
        ),
    ]

    private static let start = [
        PreferenceKey(
            "facets",
            choices: ViewPreferences.Facets.allCases.map(\.rawValue),
            "Sidebar with the facets at the start; auto shows it from 160 columns on.",
            flag: "--facets",
            read: { value, preferences throws(PreferenceFaults) in preferences.view.facets = try value.choice() },
            show: { $0.view.facets.rawValue }
        ),
        PreferenceKey(
            "histogram",
            choices: ViewPreferences.Histogram.allCases.map(\.rawValue),
            "Histogram above the table; auto shows it from 24 rows on.",
            flag: "--no-histogram",
            read: { value, preferences throws(PreferenceFaults) in preferences.view.histogram = try value.choice() },
            show: { $0.view.histogram.rawValue }
        ),
        flag("warnings-only", "Begin with Warnings only, as `w` does.", \.view.warningsOnly, flag: nil),
        PreferenceKey(
            "filter",
            "a filter",
            "In force at the start of the viewer, where the command line gives none; lines ignore it.",
            example: ["filter: \"!ns:kube-*\""],
            read: { value, preferences throws(PreferenceFaults) in preferences.view.filter = try value.filter() },
            show: { $0.view.filter.yaml }
        ),
        PreferenceKey(
            "views",
            "a list; each has a name, and any of filter, group, sort, columns, time, window and warnings-only",
            "Ways of looking that `v` offers and `--view` begins with.",
            example: [
                "views:", "  - name: trouble", "    filter: type:Warning count>3", "    sort: count", "  - name: nodes",
                "    filter: kind:node", "    group: none", "    window: 24h",
            ],
            read: { value, preferences throws(PreferenceFaults) in preferences.view.views = try value.views() },
            show: { "[" + $0.view.views.map(\.flow).joined(separator: ", ") + "]" }
        ),
    ]

    private static let habits = [
        PreferenceKey(
            "keys",
            "actions with a key or a list of keys",
            "Keys in place of the usual ones; an action with [] has none. `eventer config --example` names the actions.",
            example: ["keys:", "  warnings-only: ^W", "  help: [\"?\", F1, h]", "  message-left: Left"],
            read: { value, preferences throws(PreferenceFaults) in preferences.view.bindings = try value.bindings() },
            show: { $0.view.bindings.flow }
        ),
        PreferenceKey(
            "ctrl-z",
            choices: ControlZ.allCases.map(\.rawValue),
            "What `^Z` does: stop eventer until `fg`, or show Warnings only, as in k9s.",
            read: { value, preferences throws(PreferenceFaults) in
                preferences.suspendsOnControlZ = try value.choice(ControlZ.self) == .suspend
            },
            show: { ($0.suspendsOnControlZ ? ControlZ.suspend : .warnings).rawValue }
        ),
        flag("confirm-forwarding", "Ask before forwarding is switched.", \.view.confirmsForwarding, flag: nil),
    ]

    private static let alerts = [
        PreferenceKey(
            "alerts",
            "a mapping; it has any of built-in, on, off, rules and notify",
            "Alert rules; `eventer rules check` reads them, `eventer rules list` shows those that hold.",
            example: [
                "alerts:", "  built-in: [generic, nodes, workloads]  # or all, none", "  off: [warning]", "  rules:",
                "    - name: oom-burst", "      filter: \"reason:(OOMKilling, PodOOMKilling)\"", "      count: 4",
                "      window: 5m", "      group-by: [node]", "      severity: high", "  notify:",
                "    - webhook: https://hooks.example.org/alerts?token=${TOKEN}", "      severity: high",
            ],
            read: { value, preferences throws(PreferenceFaults) in preferences.alerts = try value.alerts() },
            show: { $0.alerts.flow }
        )
    ]

    private enum ControlZ: String, CaseIterable { case suspend, warnings }

    private static func flag(
        _ name: String,
        _ summary: String,
        _ path: any WritableKeyPath<Preferences, Bool> & Sendable,
        flag: String? = ""
    ) -> PreferenceKey {
        PreferenceKey(
            name,
            "true or false",
            summary,
            flag: flag == "" ? "--" + name : flag,
            read: { value, preferences throws(PreferenceFaults) in preferences[keyPath: path] = try value.boolean() },
            show: { "\($0[keyPath: path])" }
        )
    }
}
