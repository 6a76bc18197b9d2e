import Ingest
import Testing

@Suite struct CSVCursorTests {
  @Test(arguments: [
    ("a,b,c\n1,2,3\n", [["a", "b", "c"], ["1", "2", "3"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,b", [["a", "b"]]),
    ("a,", [["a", ""]]),
    (",", [["", ""]]),
    ("", []),
    ("\n\r\n\r", []),
    ("\u{FEFF}a\n", [["a"]]),
    ("\n\na\n\n\nb\n\n", [["a"], ["b"]]),
    ("\"a\",\"b\"\n", [["a", "b"]]),
    ("\"a,b\",\"c\nd\"\n", [["a,b", "c\nd"]]),
    ("\"c\r\nd\",e", [["c\r\nd", "e"]]),
    ("\"say \"\"yes\"\"\",\"\"\"\"\n", [["say \"yes\"", "\""]]),
    ("\"\",\"\"\n", [["", ""]]),
    ("\"\"\n", [[""]]),
    ("5\" pipe,a\"b\"\n", [["5\" pipe", "a\"b\""]]),
    (" \"a\" ,b\n", [[" \"a\" ", "b"]]),
  ])
  func aRowIsTakenApart(text: String, expected: [[String]]) {
    let rows = cells(Array(text.utf8), delimiter: UInt8(ascii: ","))
    #expect(rows.map { $0.cells.map { String(decoding: $0, as: UTF8.self) } } == expected)
    #expect(rows.allSatisfy { !$0.isBroken })
  }

  @Test(arguments: [
    ("a,\"b", CSVCursor.Problem.unclosedQuote(2)), ("\"", .unclosedQuote(0)), ("a,\"b\"\"", .unclosedQuote(2)),
    ("\"a\nb,c\nd", .unclosedQuote(0)), ("\"a\"b,c", .textAfterQuote(3)), ("x,\"a\" ,c", .textAfterQuote(5)),
    ("\"a\"b,\"c", .textAfterQuote(3)),
  ])
  func aBrokenQuoteIsNamedWithItsPlace(text: String, expected: CSVCursor.Problem) {
    let bytes = Array(text.utf8)
    var cursor = CSVCursor(bytes.span, delimiter: UInt8(ascii: ","))
    let isRow = cursor.next()
    let problem = cursor.problem
    #expect(isRow && problem == expected)
  }

  @Test func rowsAndCellsKnowWhereTheyStand() {
    let bytes = Array("\u{FEFF}ab,c\r\n\r\n\"d\"\"e\",\"f\"\n".utf8)
    var cursor = CSVCursor(bytes.span, delimiter: UInt8(ascii: ","))
    _ = cursor.next()
    let first = (cursor.record, cursor.rowRange, cursor.offset(ofCell: 1))
    #expect(first == (1, 3..<7, 6))
    _ = cursor.next()
    let second = (cursor.record, cursor.rowRange, cursor.offset(ofCell: 0), cursor.offset(ofCell: 1))
    #expect(second == (2, 11..<21, 12, 19))
    let absent = (cursor.offset(ofCell: 2), cursor.offset(ofCell: -1), cursor.cell(2).count, cursor.cell(-1).count)
    #expect(absent == (11, 11, 0, 0))
  }

  @Test func cellsBeyondTheLimitAreCountedAndNotKept() {
    let bytes = Array(repeating: UInt8(ascii: ","), count: 5_000)
    var cursor = CSVCursor(bytes.span, delimiter: UInt8(ascii: ","))
    _ = cursor.next()
    let (count, offset) = (cursor.cellCount, cursor.offset(ofCell: CSVCursor.cellLimit))
    #expect(count == 5_001)
    #expect(offset == 0)
  }

  @Test(arguments: [
    ("a,b;c", ","), ("a;b", ";"), ("a\tb", "\t"), ("a", ","), ("", ","), ("\"a,b\";c", ";"), ("\n\na;b\n1,2", ";"),
    ("\u{FEFF}a;b\tc;d", ";"), ("a\tb\tc;d", "\t"),
  ])
  func theHeaderSaysWhatDelimitsCells(text: String, expected: String) {
    let bytes = Array(text.utf8)
    #expect(CSVCursor.delimiter(ofHeaderIn: bytes.span) == expected.utf8.first)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func theCursorAndItsSlowTwinReadTheSame(seed: UInt64) {
    var numbers = CSVCases.Numbers(seed: seed)
    let alphabet = Array("\"\"\",,;\r\n\nab ".utf8) + [0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0x00, 0xFF]
    for _ in 0..<3_000 {
      let length = Int.random(in: 0...40, using: &numbers)
      let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &numbers)] }
      let delimiter = UInt8(ascii: Bool.random(using: &numbers) ? "," : ";")
      #expect(cells(bytes, delimiter: delimiter) == SlowCSV(bytes, delimiter: delimiter).rows, "\(bytes)")
    }
  }

  private func cells(_ bytes: [UInt8], delimiter: UInt8) -> [SlowCSV.Row] {
    var cursor = CSVCursor(bytes.span, delimiter: delimiter)
    var rows: [SlowCSV.Row] = []
    while cursor.next() {
      var row = SlowCSV.Row()
      for position in 0..<cursor.cellCount {
        let cell = cursor.cell(position)
        row.cells.append(cell.indices.map { cell[$0] })
      }
      row.isBroken = cursor.problem != nil
      rows.append(row)
    }
    return rows
  }
}

@Suite struct UTF8CheckTests {
  @Test func whatTheStandardLibraryTakesForTextIsText() {
    var numbers = CSVCases.Numbers(seed: 7)
    let alphabet: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xEF, 0xF0,
      0xF1, 0xF4, 0xF5, 0xFF,
    ]
    var valid = 0
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...5, using: &numbers)
      let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &numbers)] }
      let isText = String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
      #expect((UTF8Check.firstInvalid(in: bytes.span) == nil) == isText, "\(bytes)")
      // Within plain text, too, of which eight bytes are looked at together.
      let around = { (count: Int) in [UInt8](repeating: 0x41, count: count) }
      let within =
        around(Int.random(in: 1...17, using: &numbers)) + bytes + around(Int.random(in: 0...17, using: &numbers))
      #expect((UTF8Check.firstInvalid(in: within.span) == nil) == isText, "\(within)")
      #expect(UTF8Check.isWellFormed(within.span) == (String(validating: bytes, as: UTF8.self) != nil), "\(within)")
      valid += isText ? 1 : 0
    }
    #expect(valid > 1_000)
  }

  @Test(
    arguments: [
      ([0x41, 0x80], 1), ([0xC3, 0xA9, 0xC3], 2), ([0xE2, 0x82, 0xAC, 0xE2, 0x82], 3), ([0x41, 0x00], 1),
    ] as [([UInt8], Int)])
  func theFirstByteThatIsNoTextIsNamed(bytes: [UInt8], expected: Int) {
    #expect(UTF8Check.firstInvalid(in: bytes.span) == expected)
  }
}

@Suite struct LineIndexTests {
  @Test(arguments: [
    ("a\nb\nc", [1, 1, 2, 2, 3, 3]), ("a\r\nb", [1, 1, 1, 2, 2]), ("a\rb\r", [1, 1, 2, 2, 3]), ("", [1]),
    ("\n\r\n\r", [1, 2, 2, 3, 4]),
  ])
  func aLineEndsWithLFOrCRLFOrCR(text: String, expected: [Int]) {
    let bytes = Array(text.utf8)
    let index = LineIndex(bytes.span)
    #expect((0...bytes.count).map { lineNumber(at: $0, in: bytes.span) } == expected)
    #expect((0...bytes.count).map { index.line(at: $0, in: bytes.span) } == expected)
  }

  @Test func theIndexAgreesWithCountingOverManyPages() {
    var numbers = CSVCases.Numbers(seed: 11)
    let alphabet = Array("abcdefgh\n\r".utf8)
    let bytes = (0..<10_240).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &numbers)] }
    let index = LineIndex(bytes.span)
    let offsets =
      Array(stride(from: 0, through: bytes.count, by: 97)) + [1_023, 1_024, 1_025, 10_239, 10_240, 99_999, -1]
    for offset in offsets {
      #expect(index.line(at: offset, in: bytes.span) == lineNumber(at: offset, in: bytes.span))
    }
  }
}
