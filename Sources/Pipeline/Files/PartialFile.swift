internal import CLinux
import Glibc
import Synchronization

/// One file being written, piece by piece.
final class PartialFile: Sendable {
  private let path: String
  private let descriptor: Int32
  /// How many bytes are written.
  private let end = Atomic(0)
  /// How many bytes the system keeps at hand, in steps of a few of them.
  private let kept: (bytes: Int, step: Int)

  init(
    _ name: String, in folder: PartialFolder, keeping kept: (bytes: Int, step: Int) = (256 << 20, 8 << 20)
  ) throws(RunFailure) {
    self.kept = kept
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
    let end = end.wrappingAdd(bytes.count, ordering: .relaxed).newValue
    try flush(behind: end - bytes.count, to: end)
  }

  /// The system begins to put on the disk what is written, so that in the end there is little to wait for. Of a large file it keeps the
  /// last part at hand and no more: gigabytes that nobody reads soon would push out what others do, and pages that are new to the
  /// machine cost more than the disk.
  private func flush(behind start: Int, to end: Int) throws(RunFailure) {
    var failed = tieout_begin_flushing(descriptor, start) != 0
    let (first, last) = (max(start - kept.bytes, 0) / kept.step, max(end - kept.bytes, 0) / kept.step)
    for block in first..<last where !failed {
      failed = tieout_flush_range(descriptor, block * kept.step, kept.step) != 0
      if !failed { posix_fadvise(descriptor, block * kept.step, kept.step, POSIX_FADV_DONTNEED) }
    }
    // Some file systems know nothing of it; `flush` waits for them.
    guard !failed || errno == EINVAL || errno == ESPIPE || errno == ENOSYS else {
      throw .io("\(path): \(InputFile.reason())")
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
