import Testing

@testable import Ingest

@Suite struct DecodedTextTests {
  private func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
    (mark ? [0xFEFF] : []).appending(text.utf16).flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  @Test(arguments: [(false, true), (true, true), (false, false), (true, false)])
  func readsUTF16(bigEndian: Bool, mark: Bool) {
    let bytes = utf16("Datum;Größe €\n1.3.2026;𝄞\n", bigEndian: bigEndian, mark: mark)
    let isSeen = TextEncoding.looksLikeUTF16(bytes.span)
    #expect(isSeen)
    let text = DecodedText(bytes.span, .utf16)
    #expect(String(decoding: text.bytes, as: UTF8.self) == "Datum;Größe €\n1.3.2026;𝄞\n")
    #expect(text.problem == nil)
  }

  @Test func readsTheEncodingsOfBanks() {
    func text(_ bytes: [UInt8], _ encoding: TextEncoding) -> String {
      String(decoding: DecodedText(bytes.span, encoding).bytes, as: UTF8.self)
    }
    #expect(text([0x80, 0xFC, 0xA4], .windows1252) == "€ü¤")
    #expect(text([0xA4, 0xFC, 0xBD], .latin9) == "€üœ")
    #expect(text([0xA4, 0xFC], .latin1) == "¤ü")
    #expect(text([0xB3, 0xB9], .windows1250) == "łą")
    #expect(text([0xB3, 0xB1], .latin2) == "łą")
  }

  /// Positions in messages are those of the file, not those of what it was decoded to.
  @Test(arguments: [TextEncoding.utf16, .windows1252])
  func knowsWhereEachByteStood(encoding: TextEncoding) throws {
    let line = "a;ü€;b\n"
    let unit = encoding == .utf16 ? 2 : 1
    let bytes =
      encoding == .utf16
      ? utf16(line, bigEndian: false, mark: true) : Array("a;".utf8) + [0xFC, 0x80] + Array(";b\n".utf8)
    let text = DecodedText(bytes.span, encoding)
    let markLength = encoding == .utf16 ? 2 : 0
    let place = try #require(text.bytes.firstIndex(of: UInt8(ascii: "b")))
    #expect(text.fileOffset(of: place) == markLength + 5 * unit)
    #expect(text.fileOffset(of: place, from: (0, markLength)) == markLength + 5 * unit)
  }

  @Test func stopsAtAByteThatIsNoCharacter() {
    let bytes: [UInt8] = [0x41, 0x42, 0x81, 0x43]
    let text = DecodedText(bytes.span, .windows1252)
    #expect(text.problem?.byteOffset == 2)
    #expect(text.problem?.found == "byte 0x81")
    #expect(text.bytes == [0x41, 0x42])
  }

  @Test func endsWithHalfAUnit() {
    let bytes = utf16("ab", bigEndian: false, mark: true) + [0x41]
    let text = DecodedText(bytes.span, .utf16)
    #expect(text.problem?.byteOffset == 6)
  }
}

extension [UInt16] {
  fileprivate func appending(_ units: some Sequence<UInt16>) -> [UInt16] { self + units }
}
