/// The tokenizer's slow, obvious twin: one byte at a time, one state at a time, every cell an array of its own.
struct SlowCSV {
  struct Row: Equatable {
    var cells: [[UInt8]] = []
    /// An unclosed quote, or text after a closing one.
    var isBroken = false
  }

  private enum State { case start, plain, quoted, quoteInQuoted, afterQuote }

  private(set) var rows: [Row] = []
  private var row = Row()
  private var cell: [UInt8] = []
  private var state = State.start
  private var isTouched = false

  init(_ bytes: [UInt8], delimiter: UInt8) {
    for byte in bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes {
      let isLineEnd = byte == 0x0A || byte == 0x0D
      if isLineEnd && state != .quoted {
        // The LF of a CRLF ends an empty line, which is no row.
        if isTouched { endRow() }
        continue
      }
      isTouched = true
      step(byte, isDelimiter: byte == delimiter, isQuote: byte == UInt8(ascii: "\""))
    }
    if state == .quoted { row.isBroken = true }
    if isTouched { endRow() }
  }

  private mutating func step(_ byte: UInt8, isDelimiter: Bool, isQuote: Bool) {
    switch state {
    case .quoted:
      if isQuote { state = .quoteInQuoted } else { cell.append(byte) }
    case .start where isQuote:
      state = .quoted
    case .start, .plain:
      if isDelimiter { return endCell() }
      cell.append(byte)
      state = .plain
    case .quoteInQuoted where isQuote:
      cell.append(byte)
      state = .quoted
    case .quoteInQuoted, .afterQuote:
      if isDelimiter { return endCell() }
      row.isBroken = true
      state = .afterQuote
    }
  }

  private mutating func endCell() {
    row.cells.append(cell)
    cell = []
    state = .start
  }

  private mutating func endRow() {
    endCell()
    rows.append(row)
    row = Row()
    isTouched = false
  }
}
