// swift-tools-version: 6.2

import PackageDescription

import class Foundation.ProcessInfo

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// Unused by name: swift-crypto needs it, and nothing else would pin its version.
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func library(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    exclude: [String] = [],
    resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let package = Package(
    name: "eventer",
    products: [.executable(name: "eventer", targets: ["eventer"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox.git", exact: "0.27.1"),
    ],
    targets: [
        // MARK: Layer 0
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "CSimdjson",
            linkerSettings: [.linkedLibrary("simdjson")]
        ),
        library("Basics", ["CMalloc"]),
        library("TextGrid"),

        // MARK: Layer 1
        library("Events", ["Basics", "CPCRE2"]),
        library("HTTP", ["Basics", "CCurl"]),
        library("Terminal", ["CNcurses", "TextGrid"]),
        library("Zlib", ["CZlib"]),

        // MARK: Layer 2
        library("Alerts", ["Basics", "Events"]),
        library("Journal", ["Basics", "Events", "Zlib", grdb, sqlite]),
        library("Kubernetes", ["Basics", "CSimdjson", "CSpawn", "Events", "HTTP", yams]),
        library("LogService", ["Basics", "HTTP", "Zlib", asn1, crypto, cryptoExtras]),
        library("Viewer", ["Basics", "Events", "TextGrid"]),

        // MARK: Layer 3
        library(
            "Demo",
            ["Basics", "Events", "Zlib", crypto, flyingFox, flyingSocks, protobuf],
            exclude: ["Protobuf/log-service.proto"]
        ),
        library("Forwarding", ["Basics", "Events", "Journal", "LogService"]),

        // MARK: Layer 4
        library(
            "EventerApp",
            [
                "Alerts", "Basics", "Demo", "Events", "Forwarding", "HTTP", "Journal", "Kubernetes", "LogService",
                "Terminal", "TextGrid", "Viewer", "Zlib", crypto, flyingSocks, logging, yams,
            ],
            resources: [.embedInCode("Manifest/Containerfile")]
        ),

        // MARK: Layer 5
        .executableTarget(name: "eventer", dependencies: ["EventerApp", argumentParser], swiftSettings: settings),

        // MARK: Tests
        .systemLibrary(
            name: "CVterm",
            path: "Tests/CVterm",
            pkgConfig: "vterm",
            providers: [.apt(["libvterm-dev"])]
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Basics", "CSpawn", "Events", "HTTP", "TextGrid"],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        tests("AlertsTests", ["Alerts", "Basics", "Events", "TestSupport"]),
        tests("BasicsTests", ["Basics", "TestSupport"]),
        tests(
            "DemoTests",
            ["Basics", "Demo", "Events", "HTTP", "TestSupport", "Zlib", crypto, protobuf],
            resources: [.copy("Fixtures")]
        ),
        tests(
            "EventerAppTests",
            [
                "Alerts", "Basics", "Demo", "EventerApp", "Events", "Forwarding", "HTTP", "Journal", "Kubernetes",
                "LogService", "TestSupport", "TextGrid", "Viewer", yams,
            ],
            resources: [.copy("Golden")]
        ),
        tests(
            "eventerTests",
            ["Alerts", "Basics", "Demo", "Events", "HTTP", "TestSupport", "Viewer", "eventer", argumentParser]
        ),
        tests("EventsTests", ["Basics", "Events", "TestSupport"]),
        tests(
            "ForwardingTests",
            ["Basics", "Demo", "Events", "Forwarding", "HTTP", "Journal", "LogService", "TestSupport", grdb]
        ),
        tests("HTTPTests", ["Basics", "HTTP", "TestSupport", flyingFox, flyingSocks]),
        tests(
            "JournalTests",
            ["Basics", "Events", "Journal", "TestSupport", grdb],
            resources: [.copy("Fixtures")]
        ),
        tests(
            "KubernetesTests",
            ["Basics", "Demo", "Events", "HTTP", "Kubernetes", "TestSupport"],
            resources: [.copy("Fixtures")]
        ),
        tests(
            "LogServiceTests",
            ["Basics", "Demo", "HTTP", "LogService", "TestSupport", "Zlib", crypto, protobuf],
            resources: [.copy("Fixtures")]
        ),
        tests("TerminalTests", ["Basics", "CVterm", "Events", "Terminal", "TestSupport", "TextGrid", "Viewer"]),
        tests("TextGridTests", ["TestSupport", "TextGrid"]),
        tests(
            "ViewerTests",
            ["Basics", "Events", "TestSupport", "TextGrid", "Viewer"],
            resources: [.copy("Golden")]
        ),
        tests("ZlibTests", ["TestSupport", "Zlib"]),
    ],
    cxxLanguageStandard: .cxx17
)

// MARK: Benchmarks

// Behind a variable, because a build for users needs none of it: `EVENTER_BENCHMARKS=1 swift package benchmark` times the workloads,
// and `.ci/counts` counts their instructions.
if ProcessInfo.processInfo.environment["EVENTER_BENCHMARKS"] != nil {
    // Its traits count allocations by replacing malloc; `.ci/counts` counts the real one's calls.
    package.dependencies += [.package(url: "https://github.com/ordo-one/benchmark.git", exact: "1.38.1", traits: [])]
    package.products += [.executable(name: "counts", targets: ["Counts"])]
    package.targets += [
        .systemLibrary(
            name: "CCounts",
            path: "Tests/Benchmarks/Counting/CCounts",
            providers: [.apt(["valgrind"])]
        ),
        .target(
            name: "Workloads",
            dependencies: [
                "Alerts", "Basics", "EventerApp", "Events", "Forwarding", "HTTP", "Journal", "Kubernetes",
                "LogService", "Terminal", "TestSupport", "TextGrid", "Viewer", "Zlib",
            ],
            path: "Tests/Benchmarks/Workloads",
            swiftSettings: settings
        ),
        // Not beside EventerBenchmarks: `swift package benchmark` takes every program in a folder named Benchmarks for its own.
        .executableTarget(
            name: "Counts",
            dependencies: ["CCounts", "Workloads"],
            path: "Tests/Benchmarks/Counting/Counts",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "EventerBenchmarks",
            dependencies: ["Basics", "Workloads", .product(name: "Benchmark", package: "benchmark")],
            path: "Tests/Benchmarks/EventerBenchmarks",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
}
