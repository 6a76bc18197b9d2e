// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableExperimentalFeature("Lifetimes"),
]

/// A room of the program; a room imports only the rooms named before it.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", swiftSettings: strict)
}

let package = Package(
  name: "tieout",
  products: [.executable(name: "tieout", targets: ["tieout"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
    .systemLibrary(name: "CLinux"),
    room("CashModel", ["CLinux"]),
    room("TrackRecord", ["CashModel"]),
    room(
      "Ingest", ["CashModel", "TrackRecord", "CLibXML2", "CLibZip", "CPCRE2"],
      resources: [
        .embedInCode("RemittanceText/tags.txt"), .embedInCode("Camt/Schema/schema.txt"),
        .embedInCode("CSV/Profiles/Proposal/header-words.txt"),
      ]),
    room("Matching", ["CashModel", "TrackRecord"]),
    room("Posting", ["CashModel"]),
    room("Report", ["CashModel", "Posting", .product(name: "Mustache", package: "swift-mustache")]),
    room("Evaluation", ["CashModel", "TrackRecord", "Ingest", "Report"]),
    room(
      "Store",
      [
        "CashModel", "Posting", "CZlib", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"), .product(name: "Crypto", package: "swift-crypto"),
      ]),
    room(
      "Pipeline",
      [
        "CashModel", "TrackRecord", "Ingest", "Matching", "Posting", "Report", "Evaluation", "Store", "CLinux",
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "Yams", package: "Yams"),
      ],
      resources: [.embedInCode("Judging/calibration.csv")]),
    .executableTarget(
      name: "tieout",
      dependencies: [
        "CashModel", "Posting", "Report", "Evaluation", "Store", "Pipeline", "BatchGenerator", "CJemalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(
      name: "BatchGenerator", dependencies: ["CashModel"], path: "Benchmarks/BatchGenerator", swiftSettings: strict),
    .executableTarget(
      name: "generate-batch",
      dependencies: ["BatchGenerator", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Benchmarks/generate-batch", swiftSettings: strict),

    .target(
      name: "RoomWork", dependencies: ["BatchGenerator", "CashModel", "Ingest", "Matching", "Posting"],
      path: "Benchmarks/RoomWork", swiftSettings: strict),
    .executableTarget(
      name: "count-room", dependencies: ["BatchGenerator", "RoomWork", "CJemalloc"], path: "Benchmarks/count-room",
      swiftSettings: strict),
    .executableTarget(
      name: "Rooms", dependencies: ["RoomWork", "CJemalloc", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Rooms", swiftSettings: [.swiftLanguageMode(.v6)],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "name-search",
      dependencies: ["BatchGenerator", "Matching", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Benchmarks/name-search", exclude: ["cdist.py"], swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["CashModel"], path: "Tests/TestSupport", swiftSettings: strict),
    .target(name: "Reference", dependencies: [], path: "Tests/Reference", swiftSettings: strict),
    tests("CashModelTests", ["BatchGenerator", "CashModel"]),
    tests("IngestTests", ["CashModel", "Ingest"]),
    tests("MatchingTests", ["CashModel", "Matching", "Reference"]),
    tests("PostingTests", ["CashModel", "Posting"]),
    tests("ReportTests", ["CashModel", "Posting", "Report"]),
    tests("StoreTests", ["CashModel", "Store", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("EvaluationTests", ["CashModel", "Evaluation", "Ingest", "TrackRecord"]),
    tests("ConfigurationTests", ["CashModel", "Ingest", "Pipeline", "Posting"]),
    tests(
      "CommandTests",
      [
        "BatchGenerator", "CashModel", "Pipeline", "Posting", "Store", "tieout",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    tests("BatchGeneratorTests", ["BatchGenerator", "CashModel"]),
    tests(
      "PipelineTests",
      [
        "BatchGenerator", "CashModel", "Evaluation", "Pipeline", "Posting", "Report", "Store", "TrackRecord",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests("ScenarioTests", ["CashModel", "Pipeline", "TrackRecord"]),
    tests("RoomWorkTests", ["BatchGenerator", "CashModel", "Posting", "RoomWork"]),
    tests("TidyTests", []),
  ]
)
