/// One physical record: a line, a part of a line that holds several records, or a block of fixed length.
struct BAI2PhysicalRecord {
  /// The record code, or 0 where the line starts with none: a text torn apart by a line break.
  let code: Int
  /// Where the record begins, and where its line (or its part of the line) ends.
  let start: Int
  let end: Int
  /// Where the fields begin: behind the code and its comma.
  let payload: Int
  let line: Int32
}

/// Cuts a file into physical records.
///
/// Lines end with CR, LF or CRLF; blank lines are passed over. Some banks write several records into one line: a
/// slash, blanks and the next record's code. In a header or a trailer a slash is nothing but the record's end, so such
/// a line is always cut there. A detail's text may hold a slash and even `12/16,500`; it is cut only in a file that
/// has already shown a header that shares its line. Without any line break, the physical record length stated in the
/// 01 record divides the file, if every block then begins with a record code.
struct BAI2PhysicalRecords: ~Escapable {
  private let bytes: Span<UInt8>
  private var offset: Int
  /// The number of the line in hand, from 1.
  private(set) var line: Int32 = 0
  private let blockLength: Int
  /// Where the line in hand ends, while more records of that line are to come.
  private var lineEnd: Int?
  private(set) var sharesLines = false
  private var isInDetail = false

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    offset = BAI2PhysicalRecords.byteOrderMarkLength(bytes)
    blockLength = BAI2PhysicalRecords.fixedBlockLength(bytes, from: offset)
  }

  mutating func next() -> BAI2PhysicalRecord? {
    while offset < bytes.count {
      let end = lineEnd ?? startLine()
      var start = offset
      while start < end, isBAI2Blank(bytes[start]) { start += 1 }
      guard start < end else {
        finishLine(end)
        continue
      }
      let code = bai2RecordCode(bytes, at: start, end: end)
      if code != 0, code != 88 { isInDetail = code == 16 }
      if code != 0, let (recordEnd, following) = sharedLine(from: start + 3, to: end) {
        sharesLines = sharesLines || !isInDetail
        offset = following
        lineEnd = end
        return BAI2PhysicalRecord(code: code, start: start, end: recordEnd, payload: start + 3, line: line)
      }
      finishLine(end)
      return BAI2PhysicalRecord(
        code: code, start: start, end: end, payload: code == 0 ? start : start + 3, line: line)
    }
    return nil
  }

  /// Goes on where a line begins.
  ///
  /// - Parameter line: the number of the line before it; nil where lines are counted on.
  mutating func jump(to start: Int, afterLine line: Int32? = nil) {
    offset = start
    lineEnd = nil
    self.line = line ?? self.line
    isInDetail = true
  }

  private static let lineEnds = ByteEnds(0x0A, 0x0D, 0x0D)

  private mutating func startLine() -> Int {
    line = line == .max ? line : line + 1
    if blockLength > 0 { return min(offset + blockLength, bytes.count) }
    return BAI2PhysicalRecords.lineEnds.place(in: bytes, from: offset, to: bytes.count)
  }

  private mutating func finishLine(_ end: Int) {
    lineEnd = nil
    offset = end
    guard blockLength == 0, end < bytes.count else { return }
    offset += bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? 2 : 1
  }

  /// The end of this record and the start of the next one in the same line.
  private func sharedLine(from payload: Int, to end: Int) -> (end: Int, following: Int)? {
    if isInDetail, !sharesLines { return nil }
    var index = payload
    while index < end {
      if bytes[index] == UInt8(ascii: "/") {
        var following = index + 1
        while following < end, isBAI2Blank(bytes[following]) { following += 1 }
        if startsRecord(at: following, end: end) { return (index + 1, following) }
      }
      index += 1
    }
    return nil
  }

  /// Whether a record stands here that no text resembles by accident: a detail with its type code, or a total.
  private func startsRecord(at start: Int, end: Int) -> Bool {
    let code = bai2RecordCode(bytes, at: start, end: end)
    let payload = start + 3
    switch code {
    case 0: return false
    case 16:
      guard payload + 3 < end, bytes[payload + 3] == UInt8(ascii: ",") else { return false }
      return (payload..<payload + 3).allSatisfy { isBAI2Digit(bytes[$0]) }
    case 49, 98, 99:
      guard payload < end else { return false }
      return isBAI2Digit(bytes[payload])
        || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ",")]
          .contains(bytes[payload])
    default: return true
    }
  }

  var hasBlocks: Bool { blockLength > 0 }

  static func byteOrderMarkLength(_ bytes: Span<UInt8>) -> Int {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
  }

  /// - Returns: 0 where the file has lines.
  private static func fixedBlockLength(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var commas = 0
    var length = 0
    var index = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "/") {
      if bytes[index] == 0x0A || bytes[index] == 0x0D { return 0 }
      if bytes[index] == UInt8(ascii: ",") {
        commas += 1
      } else if commas == 6 {
        guard isBAI2Digit(bytes[index]), length < 10_000 else { return 0 }
        length = length * 10 + Int(bytes[index] - 0x30)
      }
      index += 1
    }
    guard length > index - start, bytes.count - start > length else { return 0 }
    var block = start
    while block < bytes.count {
      let end = min(block + length, bytes.count)
      guard bai2RecordCode(bytes, at: block, end: end) != 0 || (block..<end).allSatisfy({ isBAI2Blank(bytes[$0]) })
      else { return 0 }
      for byte in block..<end where bytes[byte] == 0x0A || bytes[byte] == 0x0D { return 0 }
      block = end
    }
    return length
  }
}

/// Blanks, tabs, and what old transfer programs pad a file's end with (NUL, Ctrl-Z).
func isBAI2Blank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0 || byte == 0x1A }

func isBAI2Digit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// The record code that stands here with its comma; 0 where none of BAI2's eight does.
func bai2RecordCode(_ bytes: Span<UInt8>, at start: Int, end: Int) -> Int {
  guard start + 2 < end, bytes[start + 2] == UInt8(ascii: ","), isBAI2Digit(bytes[start]), isBAI2Digit(bytes[start + 1])
  else { return 0 }
  let code = Int(bytes[start] - 0x30) * 10 + Int(bytes[start + 1] - 0x30)
  switch code {
  case 1, 2, 3, 16, 49, 88, 98, 99: return code
  default: return 0
  }
}
