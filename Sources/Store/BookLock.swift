import Glibc

/// One run at a time: an advisory lock on `BOOK-lock`, which the system lifts when the process ends, however it ends.
final class BookLock: Sendable {
  private let descriptor: Int32

  init(_ book: String, waits: Bool) throws(BookFailure) {
    let path = book + "-lock"
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw .io("\(path): \(BookLock.reason())") }
    while flock(opened, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let failure: BookFailure =
        errno == EWOULDBLOCK
        ? .locked("\(book): another run is using this book; --wait waits for it") : .io("\(path): \(BookLock.reason())")
      close(opened)
      throw failure
    }
    descriptor = opened
  }

  deinit { close(descriptor) }

  private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
