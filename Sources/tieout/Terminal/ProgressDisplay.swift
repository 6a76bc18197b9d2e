import Pipeline
import Synchronization

/// How far a run has come, on standard error: a bar for a person who has waited half a second, a line per stage for
/// a log.
final class ProgressDisplay: Sendable {
  enum Kind {
    case bar, lines, none
  }

  private let kind: Kind
  private let start = ContinuousClock.now
  /// Milliseconds after the start at which the bar was drawn last; -1 before the first time.
  private let drawn = Atomic<Int>(-1)
  /// Place of the stage that was named last.
  private let stage = Atomic<Int>(-1)

  init(_ kind: Kind) { self.kind = kind }

  func show(_ progress: RunProgress) {
    switch kind {
    case .none: break
    case .bar: draw(progress)
    case .lines: name(progress)
    }
  }

  /// Takes the bar away.
  func clear() {
    if drawn.load(ordering: .relaxed) >= 0 { write("\r\u{1B}[K") }
  }

  private static let patience = 500
  private static let pause = 80

  private func draw(_ progress: RunProgress) {
    let now = milliseconds
    let last = drawn.load(ordering: .relaxed)
    guard now >= ProgressDisplay.patience, last < 0 || now - last >= ProgressDisplay.pause else { return }
    drawn.store(now, ordering: .relaxed)
    write("\r\u{1B}[K\(ProgressDisplay.bar(progress))")
  }

  /// `matching   [############------------]  50 %`
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

  private func name(_ progress: RunProgress) {
    guard let place = RunProgress.Stage.allCases.firstIndex(of: progress.stage) else { return }
    guard stage.exchange(place, ordering: .relaxed) != place else { return }
    let now = milliseconds
    write("tieout: \(progress.stage.rawValue) (after \(now / 1_000).\(now % 1_000 / 100) s)\n")
  }

  private var milliseconds: Int {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  private func write(_ text: String) { try? Terminal.errors.write(Array(text.utf8)) }
}
