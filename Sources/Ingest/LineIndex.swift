/// The number, from 1, of the line a byte stands on. Lines end with LF, CRLF or CR.
package func lineNumber(at byteOffset: Int, in bytes: Span<UInt8>) -> Int {
  1 + lineEnds(in: 0..<max(0, min(byteOffset, bytes.count)), of: bytes)
}

/// Line numbers of many offsets of one file: counts the line ends of the whole file once, a page at a time, and of
/// one page for each question.
package struct LineIndex: Sendable {
  /// Line ends before each page.
  private let before: [Int]

  package init(_ bytes: Span<UInt8>) {
    var before: [Int] = []
    var count = 0
    var start = 0
    while start < bytes.count {
      before.append(count)
      let end = min(start + LineIndex.page, bytes.count)
      count += lineEnds(in: start..<end, of: bytes)
      start = end
    }
    self.before = before
  }

  /// - Parameter bytes: the bytes the index was made of.
  package func line(at byteOffset: Int, in bytes: Span<UInt8>) -> Int {
    guard !before.isEmpty else { return 1 }
    let end = max(0, min(byteOffset, bytes.count))
    let page = min(end / LineIndex.page, before.count - 1)
    return 1 + before[page] + lineEnds(in: page * LineIndex.page..<end, of: bytes)
  }

  private static let page = 1_024
}

/// A line index that is made when the first line number is asked for: a good file needs none.
package struct LazyLineIndex {
  private var index: LineIndex?

  package init() {}

  package mutating func line(at byteOffset: Int, in bytes: Span<UInt8>) -> Int {
    let index = self.index ?? LineIndex(bytes)
    self.index = index
    return index.line(at: byteOffset, in: bytes)
  }
}

/// LF, and CR without an LF after it: the pair's LF is the one counted.
private func lineEnds(in range: Range<Int>, of bytes: Span<UInt8>) -> Int {
  var count = 0
  for index in range {
    switch bytes[index] {
    case 0x0A: count += 1
    case 0x0D: if index + 1 >= bytes.count || bytes[index + 1] != 0x0A { count += 1 }
    default: break
    }
  }
  return count
}
