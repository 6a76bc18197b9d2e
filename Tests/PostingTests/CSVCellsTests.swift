import CashModel
import Testing

@testable import Posting

/// Short cells are written as words; all are what RFC 4180 and the guard against formulas make of them.
@Suite struct CSVCellsTests {
  private func slowly(_ text: [UInt8]) -> [UInt8] {
    let marks = Array(",\"\r\n".utf8)
    var cell = text.first.map { Array("=+-@\t\r".utf8).contains($0) } == true ? Array("'".utf8) : []
    for byte in text { cell += byte == UInt8(ascii: "\"") ? [byte, byte] : [byte] }
    return text.contains(where: marks.contains) ? Array("\"".utf8) + cell + Array("\"".utf8) : cell
  }

  @Test func everyByteAtEveryPlace() {
    for length in 0...18 {
      for place in 0..<max(length, 1) {
        for byte in UInt8.min...UInt8.max {
          var text = [UInt8](repeating: UInt8(ascii: "A"), count: length)
          if length > 0 { text[place] = byte }
          var arena = TextArena()
          _ = arena.append("xy")
          let slice = arena.append(text.span)
          var bytes = OutputBytes()
          bytes.appendTextCell(slice, of: arena)
          #expect(bytes.bytes == slowly(text) + [UInt8(ascii: ",")], "\(text)")
        }
      }
    }
  }
}
