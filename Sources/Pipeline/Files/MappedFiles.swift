import Glibc
import Synchronization

/// Files mapped into memory, and what happens if one of them shrinks while it is read.
///
/// Reading a page that a file no longer has raises SIGBUS. A nightly run must not end without a word then: a handler looks
/// the address up among the mappings, names the file, and ends with the exit code of input and output errors, 74. Nothing
/// is lost by that, since a run publishes nothing before its end. Addresses of nobody's mapping are a defect and end the
/// program as they always did.
enum MappedFiles {
  /// - Returns: nil where the file cannot be mapped, or too many are at once.
  static func withMapping<Result>(
    of descriptor: Int32, count: Int, path: String, _ body: (Span<UInt8>) -> Result
  ) -> Result? {
    guard count > 0, handlerIsInstalled, let place = claim() else { return nil }
    defer { release(place) }
    guard let start = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe start != MAP_FAILED else {
      return nil
    }
    defer { unsafe munmap(start, count) }
    _ = unsafe madvise(start, count, MADV_SEQUENTIAL)
    enter(UInt(bitPattern: start), count, path, at: place)
    return unsafe body(UnsafeRawBufferPointer(start: start, count: count).bindMemory(to: UInt8.self).span)
  }

  // MARK: - The table

  /// What the handler reads: plain memory, written before a mapping is read and cleared after. Bounded, never moved.
  @unsafe private struct Entry {
    var start: UInt = 0
    var end: UInt = 0
    var path: UnsafeMutablePointer<CChar>?
  }

  private static let capacity = 256
  nonisolated(unsafe) private static let entries: UnsafeMutablePointer<Entry> = {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    unsafe entries.initialize(repeating: Entry(), count: capacity)
    return unsafe entries
  }()
  private static let taken = Mutex([Bool](repeating: false, count: capacity))

  private static func claim() -> Int? {
    taken.withLock { taken in
      guard let place = taken.firstIndex(of: false) else { return nil }
      taken[place] = true
      return place
    }
  }

  private static func enter(_ start: UInt, _ count: Int, _ path: String, at place: Int) {
    unsafe entries[place].path = unsafe strdup(path)
    unsafe entries[place].end = start + UInt(count)
    unsafe entries[place].start = start
  }

  private static func release(_ place: Int) {
    let path = unsafe entries[place].path
    unsafe entries[place].start = 0
    unsafe entries[place].end = 0
    unsafe entries[place].path = nil
    unsafe free(path)
    taken.withLock { $0[place] = false }
  }

  // MARK: - The signal

  private static let handlerIsInstalled: Bool = {
    _ = unsafe entries
    var action = sigaction()
    action.sa_flags = SA_SIGINFO
    unsafe action.__sigaction_handler.sa_sigaction = { _, information, _ in
      let address = unsafe information.map { unsafe UInt(bitPattern: $0.pointee._sifields._sigfault.si_addr) } ?? 0
      MappedFiles.end(at: address)
    }
    return unsafe sigaction(SIGBUS, &action, nil) == 0
  }()

  /// Only calls that a signal handler may make.
  private static func end(at address: UInt) {
    for place in 0..<capacity {
      let entry = unsafe entries[place]
      guard unsafe address >= entry.start, unsafe address < entry.end, let path = unsafe entry.path else { continue }
      unsafe _ = write(STDERR_FILENO, path, strlen(path))
      let words: StaticString = ": shrank while it was being read; nothing is published\n"
      unsafe _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
      _exit(74)
    }
    signal(SIGBUS, SIG_DFL)
  }
}
