import Glibc

/// Wall-clock seconds of a run's stages; they stand in `summary.json` and nowhere else.
struct StageClock {
  private(set) var stages: [(name: String, seconds: Double)] = []
  private var last = ContinuousClock.now

  /// Ends the stage that began with the last call.
  mutating func end(_ name: String) {
    let now = ContinuousClock.now
    let (seconds, attoseconds) = (now - last).components
    stages.append((name, Double(seconds) + Double(attoseconds) / 1e18))
    last = now
  }
}

/// The most memory the process has held so far, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  guard unsafe getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
  return usage.ru_maxrss * 1_024
}
