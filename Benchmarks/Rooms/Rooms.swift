import Benchmark
import Foundation
import RoomWork

/// Each room's work on a clean and on a noisy batch of 20,000 payments, one core, timed by ordo-one/benchmark:
/// `make benchmark-rooms`.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .instructions, .peakMemoryResident], maxDuration: .seconds(5), maxIterations: 20)
  for isClean in [true, false] {
    let name = isClean ? "clean" : "noisy"
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-rooms-\(name)-\(getpid())").path
    guard let input = try? RoomInput(payments: 20_000, isClean: isClean, in: folder) else {
      preconditionFailure("\(folder): no batch could be written there")
    }
    try? FileManager.default.removeItem(atPath: folder)
    for work in RoomWork.allCases {
      Benchmark("\(work.rawValue) \(name)") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(work.run(on: input)) }
      }
    }
  }
}
