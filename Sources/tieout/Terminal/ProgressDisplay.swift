import Pipeline
import Report

/// How far a run has come, on standard error: a bar for a person who has waited half a second, a line per stage for
/// a log.
struct ProgressDisplay: Sendable {
  enum Kind {
    case bar, lines, json, none
  }

  private let kind: Kind
  private let start = ContinuousClock.now

  init(_ kind: Kind) { self.kind = kind }

  func show(_ progress: RunProgress) {
    switch kind {
    case .none: break
    case .bar:
      if isLong { write("\(ProgressDisplay.emptied)\(ProgressDisplay.bar(progress))") }
    case .json:
      if progress.done == 0 { RunLog.say("stage", ["stage": .string(progress.stage.rawValue)]) }
    case .lines:
      if progress.done == 0 { write("tieout: \(progress.stage.rawValue) (after \(elapsed) s)\n") }
    }
  }

  /// Takes the bar away.
  func clear() {
    switch kind {
    case .bar: if isLong { write(ProgressDisplay.emptied) }
    case .lines, .json, .none: break
    }
  }

  /// `matching  [############------------]  50 %`
  static func bar(_ progress: RunProgress) -> String {
    let width = 24
    let done = max(0, min(progress.done, progress.total))
    let filled = progress.total > 0 ? done * width / progress.total : 0
    let name = progress.stage.rawValue
    let padding = String(repeating: " ", count: max(1, 10 - name.count))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    let percent = String(progress.total > 0 ? done * 100 / progress.total : 0)
    return "\(name)\(padding)[\(bar)] \(String(repeating: " ", count: 3 - percent.count))\(percent) %"
  }

  private static let patience = Duration.milliseconds(500)

  /// To the line's start, and nothing left on it.
  private static let emptied = "\r\u{1B}[K"

  private var isLong: Bool { ContinuousClock.now - start >= ProgressDisplay.patience }

  /// Seconds since the start, with one decimal.
  private var elapsed: String {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return "\(seconds).\(attoseconds / 100_000_000_000_000_000)"
  }

  /// Where nobody can see the progress, a run goes on all the same.
  private func write(_ text: String) { try? Terminal.errors.write(Array(text.utf8)) }
}
