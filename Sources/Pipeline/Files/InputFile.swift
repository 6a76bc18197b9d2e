import CashModel
import Crypto
import Glibc

/// The bytes of an input file: mapped where the system allows it, so that a large file takes no memory of its own, else
/// read whole. A mapped file that another process cuts short would end the program with a signal; see `MappedFiles`.
enum InputFile {
  /// A file small enough to be held: a ledger, a configuration, an archive.
  static func read(_ path: String) throws(RunFailure) -> [UInt8] {
    try withBytes(path) { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } }
  }

  static func withBytes<Result>(
    _ path: String, _ body: (Span<UInt8>) -> Result
  ) throws(RunFailure) -> Result {
    if let kept = KeptFiles.contents[path] { return body(kept.span) }
    // Without O_NONBLOCK, a named pipe that nobody writes to would hold the run up for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .io("\(path): \(reason())") }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .io("\(path): \(reason())") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .io("\(path): is no regular file") }
    guard status.st_size <= Int64(TextArena.capacity) else { throw .io("\(path): larger than 4 GiB; split it") }
    if let result = MappedFiles.withMapping(of: descriptor, count: Int(status.st_size), path: path, body) {
      return result
    }
    let bytes = try copy(descriptor, expecting: Int(status.st_size), path)
    return body(bytes.span)
  }

  /// Bytes of all of some files together, as far as they can be seen.
  static func size(of paths: [String]) -> Int {
    paths.reduce(0) { sum, path in
      var status = stat()
      return unsafe stat(path, &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }

  /// The whole content of a file that cannot be mapped: an empty one, or one of a system that has no mapping.
  private static func copy(_ descriptor: Int32, expecting size: Int, _ path: String) throws(RunFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    // One byte more than the size, so that the end of a file that did not grow is seen without another turn.
    var room = max(size + 1, 64 * 1_024)
    while true {
      var count = 0
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: room))
      // The buffer is ours and `room` bytes long from `start` on.
      count = unsafe bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe Glibc.read(descriptor, base + start, room)
      }
      bytes.removeLast(room - max(count, 0))
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .io("\(path): \(reason())")
      }
      guard bytes.count <= TextArena.capacity else { throw .io("\(path): larger than 4 GiB; split it") }
      room = max(1, room - count) + 64 * 1_024
    }
  }

  /// SHA-256 in hexadecimal.
  static func digest(of bytes: Span<UInt8>) -> String {
    var digest = InputDigest()
    digest.add(bytes)
    return digest.text
  }

  /// The system's own words for the last failure.
  static func reason() -> String { unsafe String(cString: strerror(errno)) }
}

/// SHA-256 of what comes in parts.
struct InputDigest {
  private var hash = SHA256()

  mutating func add(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
  }

  /// In hexadecimal.
  var text: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
