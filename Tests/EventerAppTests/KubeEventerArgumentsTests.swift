import Basics
import EventerApp
import Testing

@Suite struct KubeEventerArgumentsTests {
    @Test func klogFlagsAreDroppedWithTheirValues() {
        let translated = KubeEventerArguments([
            "--source=kubernetes:", "-v", "4", "--logtostderr=true", "-stderrthreshold=INFO", "--vmodule", "a=1",
            "--sink=sls:x",
        ])

        #expect(translated.arguments == ["--source=kubernetes:", "--sink=sls:x"])
        #expect(translated.ignored == ["--v", "--logtostderr", "--stderrthreshold", "--vmodule"])
    }

    @Test func oneDashIsAsGoodAsTwo() {
        let translated = KubeEventerArguments(["-sink", "sls:x", "-frequency=30s", "-n", "shop"])

        #expect(translated.arguments == ["--sink", "sls:x", "--frequency=30s", "-n", "shop"])
    }

    @Test func switchesOfGoNeedNoValue() {
        let translated = KubeEventerArguments([
            "-event-metrics", "-logtostderr", "--log-dir", "/x", "-version=false", "--event-metrics=f",
            "-healthz-port=1",
        ])

        #expect(translated.arguments == ["--event-metrics=true", "--event-metrics=f", "--healthz-port=1"])
        #expect(translated.ignored == ["--logtostderr", "--log-dir"])
        #expect(KubeEventerArguments(["--version"]).arguments == ["--version"])
    }

    @Test(arguments: [["--source=kubernetes:https://x"], ["-source", "kubernetes:"], ["-sink=sls:x"]])
    func kubeEventersOwnCommandLineIsRecognised(_ arguments: [String]) {
        #expect(KubeEventerArguments.looksLike(arguments))
    }

    @Test(arguments: [[], ["--sink=sls:x"], ["ns:payments"], ["-n", "source"]])
    func eventersOwnIsNotTakenForIt(_ arguments: [String]) {
        #expect(!KubeEventerArguments.looksLike(arguments))
    }
}

@Suite struct KubeEventerSourceTests {
    @Test func defaultsToTheServiceAccount() throws {
        let source = try KubeEventerSource(
            parsing: "kubernetes:https://kubernetes.default?inClusterConfig=true",
            environment: [:]
        )

        #expect(source.usesServiceAccount)
        #expect(source.server == "https://kubernetes.default")
        #expect(source.kubeconfig == nil)
    }

    @Test func kubeconfigAndVariables() throws {
        let source = try KubeEventerSource(
            parsing: "kubernetes:?auth=${HOME}/k%20c&insecure=t",
            environment: ["HOME": "/home/a"]
        )

        #expect(source.kubeconfig == "/home/a/k c")
        #expect(!source.usesServiceAccount)
        #expect(source.skipsVerification)
    }

    @Test(arguments: ["prometheus:http://x", "", "kubernetes:?insecure=maybe", "kubernetes:?inClusterConfig=2"])
    func whatIsWrongIsSaid(_ text: String) {
        let error = #expect(throws: AppError.self) { try KubeEventerSource(parsing: text, environment: [:]) }

        #expect(error?.code == .usage)
        #expect(error?.message.hasPrefix("--source") == true)
    }
}

@Suite struct ForwardSettingsTests {
    @Test(arguments: ["5s", "30s", "3m", "1m30s", "180s"])
    func frequencyWithinItsLimits(_ text: String) throws {
        var settings = ForwardSettings(cluster: ClusterSettings(), sink: SinkSettings(), state: nil)

        try settings.apply(source: nil, frequency: text, environment: [:])
    }

    @Test(arguments: ["4s", "181s", "1h", "soon", "", "30"])
    func frequencyOutsideIsRefused(_ text: String) {
        var settings = ForwardSettings(cluster: ClusterSettings(), sink: SinkSettings(), state: nil)

        #expect(throws: AppError.self) { try settings.apply(source: nil, frequency: text, environment: [:]) }
    }

    @Test func eventMetricsIsABooleanOfGo() throws {
        var settings = ForwardSettings(cluster: ClusterSettings(), sink: SinkSettings(), state: nil)
        #expect(settings.countsEventTypes)

        try settings.apply(source: nil, frequency: nil, eventMetrics: "F", environment: [:])

        #expect(!settings.countsEventTypes)
        #expect(throws: AppError.self) {
            try settings.apply(source: nil, frequency: nil, eventMetrics: "no", environment: [:])
        }
    }

    @Test func flagsBeatTheSource() throws {
        var cluster = ClusterSettings()
        cluster.kubeconfig = "/k"
        var settings = ForwardSettings(cluster: cluster, sink: SinkSettings(), state: nil)

        try settings.apply(source: "kubernetes:https://x?inClusterConfig=true", frequency: nil, environment: [:])

        #expect(settings.cluster.kubeconfig == "/k")
        #expect(!settings.cluster.usesServiceAccount)
    }
}

@Suite struct SinkSettingsTests {
    private func resolve(_ flags: [String], environment: [String: String] = [:]) throws(AppError) -> SinkSettings {
        try SinkSettings(
            flags: flags,
            file: nil,
            environment: environment,
            allowsCustomEndpoint: false,
            allowsInsecure: false,
            start: nil
        )
    }

    @Test func flagBeatsTheEnvironment() throws {
        let settings = try resolve(["sls:flag"], environment: ["EVENTER_SINK": "sls:environment"])

        #expect(settings.sink?.reveal() == "sls:flag")
        #expect(settings.isInArguments)
        #expect(try resolve([], environment: ["EVENTER_SINK": "sls:environment"]).sink?.reveal() == "sls:environment")
        #expect(try resolve([]).sink == nil)
    }

    @Test func otherKindsOfSinksArePassedOver() throws {
        let settings = try resolve(["kafka:x?password=canary", "sls:a"])

        #expect(settings.sink?.reveal() == "sls:a")
        #expect(settings.passedOver == ["kafka"])
    }

    @Test(arguments: [["kafka:?secret=canary"], ["sls:canary", "sls:canary"], ["canary"]])
    func whatCannotBeUsedIsRefusedWithoutItsText(_ flags: [String]) {
        let error = #expect(throws: AppError.self) { try resolve(flags) }

        #expect(error?.code == .usage)
        #expect(error?.message.contains("secret") == false)
    }
}

@Suite struct StateDirectoryTests {
    private func path(_ flag: String?, _ environment: [String: String]) -> String {
        let process = ProcessContext(
            environment: environment,
            isOutputTerminal: false,
            isInputTerminal: false,
            version: "test"
        )
        return StateDirectory.path(flag: flag, cluster: "prod/hz", server: "https://10.0.0.1:6443", process: process)
    }

    @Test func flagThenSystemdThenXDGThenHome() {
        let all = ["STATE_DIRECTORY": "/var/lib/eventer:/other", "XDG_STATE_HOME": "/x", "HOME": "/home/a"]

        #expect(path("/given", all) == "/given")
        #expect(path(nil, all) == "/var/lib/eventer")
        #expect(path(nil, ["XDG_STATE_HOME": "/x", "HOME": "/h"]).hasPrefix("/x/eventer/prod-hz-"))
        #expect(path(nil, ["XDG_STATE_HOME": "relative", "HOME": "/h"]).hasPrefix("/h/.local/state/eventer/prod-hz-"))
    }
}
