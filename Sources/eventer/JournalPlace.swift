import ArgumentParser
import EventerApp

/// Whose journal, for commands that contact no cluster.
struct JournalPlace: ParsableArguments {
    @OptionGroup(title: "Scope and access") var cluster: ClusterOptions

    @OptionGroup var state: StateOptions
}
