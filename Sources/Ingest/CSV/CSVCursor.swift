/// Reads comma-separated text (RFC 4180) row by row.
///
/// A row's cells are handed out as spans of the file's own bytes; only a cell with doubled quotes is copied, into a
/// buffer that the next row uses again, so that a row costs no allocation. A quote opens a quoted cell only where the
/// cell begins; elsewhere it is a character like any other. Rows end with LF, CRLF or CR; empty lines are no rows.
/// Some banks quote with another character, or with none.
package struct CSVCursor: ~Escapable {
  /// What is wrong with the shape of a row, with the offset of the byte that shows it.
  package enum Problem: Hashable, Sendable {
    /// The quote at this offset is not closed before the end of the file.
    case unclosedQuote(Int)
    /// The byte at this offset follows a closing quote and is neither delimiter nor end of line.
    case textAfterQuote(Int)
  }

  private struct Cell {
    let offset: Int
    let count: Int
    /// Where the cell stands in `scratch`; -1 for one that stands in the file as it is.
    let scratch: Int
  }

  private let bytes: Span<UInt8>
  private let delimiter: UInt8
  private let cellEnds: ByteEnds
  /// Above any byte where nothing quotes.
  private let quote: UInt16
  private var offset: Int
  /// Rows that begin here or later are not read.
  private var limit: Int
  private var cells: [Cell] = []
  private var scratch: [UInt8] = []
  /// The number of the row read last, from 1; the header is a row.
  package private(set) var record: Int32 = 0
  /// The bytes of the row read last, without its line end.
  package private(set) var rowRange = 0..<0
  /// Cells of the row read last; those beyond `CSVCursor.cellLimit` are counted, but not kept.
  package private(set) var cellCount = 0
  package private(set) var problem: Problem?

  /// No contract has more columns, and a file of nothing but commas must not fill the memory with cells.
  package static let cellLimit = 1_000

  /// - Parameter skippedLines: lines at the beginning that are no part of the table, whatever stands in them; each
  ///   counts as a row.
  @_lifetime(copy bytes)
  package init(
    _ bytes: Span<UInt8>, delimiter: UInt8, quote: UInt8? = UInt8(ascii: "\""), skippedLines: Int = 0
  ) {
    self.bytes = bytes
    self.delimiter = delimiter
    cellEnds = ByteEnds(delimiter, 0x0A, 0x0D)
    self.quote = quote.map(UInt16.init) ?? 0x100
    offset = CSVCursor.lengthOfByteOrderMark(bytes)
    limit = bytes.count
    for _ in 0..<skippedLines {
      while offset < bytes.count, !CSVCursor.isLineEnd(bytes[offset]) { offset += 1 }
      skipLineEnd()
      record &+= 1
    }
  }

  /// Moves to the next row that is not an empty line.
  ///
  /// - Returns: false at the end of the file.
  package mutating func next() -> Bool {
    while offset < limit, CSVCursor.isLineEnd(bytes[offset]) { offset += 1 }
    guard offset < limit else { return false }
    record &+= 1
    cells.removeAll(keepingCapacity: true)
    scratch.removeAll(keepingCapacity: true)
    cellCount = 0
    problem = nil
    let start = offset
    var isMore = true
    while isMore {
      takeCell()
      isMore = offset < bytes.count && bytes[offset] == delimiter
      if isMore { offset += 1 }
    }
    rowRange = start..<offset
    skipLineEnd()
    return true
  }

  /// Goes on with the rows that begin within a range, in which they are numbered from 1; at the beginning of the file nothing is passed over.
  mutating func seek(_ rows: Range<Int>) {
    if rows.lowerBound > 0 { (offset, record) = (rows.lowerBound, 0) }
    limit = min(rows.upperBound, bytes.count)
  }

  /// The offset of what is read next.
  var position: Int { offset }

  /// A cell of the row read last, without its quotes; empty where the row has no such cell.
  @_lifetime(borrow self)
  package func cell(_ position: Int) -> Span<UInt8> {
    guard position >= 0, position < cells.count else { return bytes.extracting(0..<0) }
    let cell = cells[position]
    if cell.scratch >= 0 { return scratch.span.extracting(cell.scratch..<cell.scratch + cell.count) }
    return bytes.extracting(cell.offset..<cell.offset + cell.count)
  }

  /// The offset in the file of a cell's first byte; of the row's where it has no such cell.
  package func offset(ofCell position: Int) -> Int {
    position >= 0 && position < cells.count ? cells[position].offset : rowRange.lowerBound
  }

  @_lifetime(borrow self)
  package func row() -> Span<UInt8> { bytes.extracting(rowRange) }

  private mutating func takeCell() {
    if offset < bytes.count, isQuote(offset) {
      takeQuotedCell()
    } else {
      let start = offset
      skipToCellEnd()
      keep(Cell(offset: start, count: offset - start, scratch: -1))
    }
  }

  private mutating func takeQuotedCell() {
    let opening = offset
    offset += 1
    let start = offset
    var isDoubled = false
    let quotes = ByteEnds(bytes[opening], bytes[opening], bytes[opening])
    while offset < bytes.count {
      offset = quotes.place(in: bytes, from: offset, to: bytes.count)
      if offset == bytes.count {
        break
      } else if offset + 1 < bytes.count, isQuote(offset + 1) {
        isDoubled = true
        offset += 2
      } else {
        break
      }
    }
    let end = offset
    if offset == bytes.count {
      problem = problem ?? .unclosedQuote(opening)
    } else {
      offset += 1
      let closed = offset
      skipToCellEnd()
      if offset > closed { problem = problem ?? .textAfterQuote(closed) }
    }
    keep(isDoubled ? unescaped(start..<end) : Cell(offset: start, count: end - start, scratch: -1))
  }

  /// Copies a quoted cell with each doubled quote once.
  private mutating func unescaped(_ range: Range<Int>) -> Cell {
    let start = scratch.count
    var index = range.lowerBound
    while index < range.upperBound {
      scratch.append(bytes[index])
      index += isQuote(index) ? 2 : 1
    }
    return Cell(offset: range.lowerBound, count: scratch.count - start, scratch: start)
  }

  private mutating func keep(_ cell: Cell) {
    cellCount += 1
    if cellCount <= CSVCursor.cellLimit { cells.append(cell) }
  }

  private mutating func skipToCellEnd() { offset = cellEnds.place(in: bytes, from: offset, to: bytes.count) }

  private mutating func skipLineEnd() {
    guard offset < bytes.count else { return }
    let isReturn = bytes[offset] == 0x0D
    offset += 1
    if isReturn, offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
  }

  private func isQuote(_ index: Int) -> Bool { UInt16(bytes[index]) == quote }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

extension CSVCursor {
  /// The delimiter a header uses: the comma, unless the first row has none and has semicolons or tabs.
  package static func delimiter(ofHeaderIn bytes: Span<UInt8>) -> UInt8 {
    var index = lengthOfByteOrderMark(bytes)
    while index < bytes.count, isLineEnd(bytes[index]) { index += 1 }
    var isQuoted = false
    var semicolons = 0
    var tabs = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if isLineEnd(byte) { break }
      if byte == UInt8(ascii: ",") { return byte }
      if byte == UInt8(ascii: ";") { semicolons += 1 }
      if byte == UInt8(ascii: "\t") { tabs += 1 }
    }
    if semicolons == 0, tabs == 0 { return UInt8(ascii: ",") }
    return semicolons >= tabs ? UInt8(ascii: ";") : UInt8(ascii: "\t")
  }

  /// Three where the bytes begin with the mark of UTF-8, which is no part of the text; else zero.
  package static func lengthOfByteOrderMark(_ bytes: Span<UInt8>) -> Int {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
  }
}
