import Foundation

/// A file that is written once, front to back, a megabyte at a time.
final class OutputFile {
  private static let flushSize = 1 << 20

  var bytes: [UInt8] = []
  private let handle: FileHandle

  init(_ name: String, in directory: String) throws {
    let url = URL(fileURLWithPath: directory, isDirectory: true).appendingPathComponent(name)
    try Data().write(to: url)
    handle = try FileHandle(forWritingTo: url)
    bytes.reserveCapacity(OutputFile.flushSize + 1 << 12)
  }

  /// Hands what was written to the system where enough of it has come together.
  func flushIfFull() throws {
    guard bytes.count >= OutputFile.flushSize else { return }
    try flush()
  }

  func close() throws {
    try flush()
    try handle.close()
  }

  private func flush() throws {
    try handle.write(contentsOf: bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
