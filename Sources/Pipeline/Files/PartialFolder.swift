import Glibc

/// A run's folder while it is filled: nobody sees it before it is whole.
struct PartialFolder: Sendable {
  /// Where it will stand.
  let path: String
  let parent: String
  let partial: String

  /// All files are on the disk: the folder appears.
  func publish() throws(RunFailure) {
    try OutputFolder.flush(partial)
    guard unsafe rename(partial, path) == 0 else {
      if errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR {
        throw .outputInTheWay("\(path): something else stands there; nothing was written")
      }
      throw .io("\(path): \(InputFile.reason())")
    }
    try OutputFolder.flush(parent)
  }

  func discard() { try? OutputFolder.remove(partial) }
}

/// One file being written, piece by piece.
final class PartialFile: Sendable {
  private let path: String
  private let descriptor: Int32

  init(_ name: String, in folder: PartialFolder) throws(RunFailure) {
    path = folder.partial + "/" + name
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .io("\(path): \(InputFile.reason())") }
  }

  deinit { close(descriptor) }

  func write(_ bytes: Span<UInt8>) throws(RunFailure) {
    var written = 0
    while written < bytes.count {
      // The bytes from `written` on.
      let count = unsafe bytes.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return 0 }
        return unsafe Glibc.write(descriptor, base + written, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .io("\(path): \(InputFile.reason())") }
      written += count
    }
  }

  /// Waits until the file is on the disk.
  func flush() throws(RunFailure) {
    guard fsync(descriptor) == 0 else { throw .io("\(path): \(InputFile.reason())") }
  }

  /// The same while something else is done.
  func flushing() -> Task<Result<Void, RunFailure>, Never> {
    Task.detached { [self] in await offPool { [self] in Result { () throws(RunFailure) in try flush() } } }
  }
}

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
