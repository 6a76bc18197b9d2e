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
