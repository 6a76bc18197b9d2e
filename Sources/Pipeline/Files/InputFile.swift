import CashModel
import Crypto
import Glibc

/// The bytes of an input file, read whole before anything looks at them: a file that shrinks while it is being read
/// cannot end the run, as a mapped one would.
enum InputFile {
  static func read(_ path: String) throws(RunFailure) -> [UInt8] {
    // Without O_NONBLOCK, a named pipe that nobody writes to would hold the run up for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .io("\(path): \(reason())") }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .io("\(path): \(reason())") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .io("\(path): is no regular file") }
    guard status.st_size <= Int64(TextArena.capacity) else { throw .io("\(path): larger than 4 GiB; split it") }
    var bytes: [UInt8] = []
    // One byte more than the size, so that the end of a file that did not grow is seen without another turn.
    var room = max(Int(status.st_size) + 1, 64 * 1_024)
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
  static func digest(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in SHA256.hash(data: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The system's own words for the last failure.
  static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
