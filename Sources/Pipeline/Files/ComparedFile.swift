import Glibc

/// A file that is there already, held against what would be written.
final class ComparedFile {
  private let path: String
  private let descriptor: Int32
  private var isSame = true

  init(_ name: String, in folder: String) throws(RunFailure) {
    path = folder + "/" + name
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .io("\(path): \(InputFile.reason())") }
  }

  deinit { close(descriptor) }

  /// Whether the file goes on like this.
  func compare(_ part: Span<UInt8>) throws(RunFailure) {
    guard isSame else { return }
    let bytes = try next(part.count)
    isSame = bytes.count == part.count
    for index in part.indices where isSame { isSame = part[index] == bytes[index] }
  }

  /// Whether nothing is behind what was compared.
  func isWhole() throws(RunFailure) -> Bool {
    guard isSame else { return false }
    return try next(1).isEmpty
  }

  /// The file's next bytes; fewer where it ends.
  private func next(_ count: Int) throws(RunFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      // The array's bytes from `filled` on.
      let got = unsafe bytes.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return 0 }
        return unsafe Glibc.read(descriptor, base + filled, count - filled)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .io("\(path): \(InputFile.reason())") }
      if got == 0 { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }
}
