import ArgumentParser
import Foundation

/// What the commands ask of the machine and of their words alike.
enum Machine {
  static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  static func validate(jobs: Int) throws {
    guard (1...1_024).contains(jobs) else { throw ValidationError("--jobs must be a number from 1 to 1024.") }
  }

  /// A statement that is read twice would be paid twice.
  static func validate(files: [String]) throws {
    var seen: Set<String> = []
    for path in files where !seen.insert(path).inserted {
      throw ValidationError("The bank file '\(path)' is named twice.")
    }
  }
}
