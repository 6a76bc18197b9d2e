import Foundation
import Pipeline

/// Standard output or standard error: whether a person looks at it, and how text may be set off there.
struct Terminal {
  enum Style: String {
    case bold = "1"
    case red = "31"
  }

  let isInteractive: Bool
  private let hasColours: Bool
  private let descriptor: Int32

  static let output = Terminal(STDOUT_FILENO)
  static let errors = Terminal(STDERR_FILENO)

  private init(_ descriptor: Int32) {
    let environment = ProcessInfo.processInfo.environment
    self.descriptor = descriptor
    isInteractive = isatty(descriptor) == 1
    hasColours =
      isInteractive && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }

  func styled(_ text: String, _ style: Style) -> String {
    hasColours ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  func write(_ bytes: [UInt8]) throws(RunFailure) {
    do {
      try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(bytes))
    } catch {
      throw .io("cannot write the result (\(error.localizedDescription))")
    }
  }

  /// Says lines to a person. Where nobody can hear them, there is nobody to tell that either.
  func say(_ lines: [String]) {
    if !lines.isEmpty { try? write(Array((lines.joined(separator: "\n") + "\n").utf8)) }
  }
}
