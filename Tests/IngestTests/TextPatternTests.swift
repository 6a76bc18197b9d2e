import Testing

@testable import Ingest

@Suite struct TextPatternTests {
  private func found(_ source: String, in text: String) throws -> String? {
    let bytes = Array(text.utf8)
    let pattern = try TextPattern(source)
    return pattern.firstMatch(in: bytes.span).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func findsTheGroupOrAllOfTheMatch() throws {
    #expect(try found("inv \\d+", in: "pays INV 2201 now") == "INV 2201")
    #expect(try found("inv (\\d+)", in: "pays INV 2201 now") == "2201")
    #expect(try found("(?:a(\\d)|b(\\d))", in: "b7") == "7")
    #expect(try found("größe", in: "GRÖSSE Größe") == "Größe")
    #expect(try found("inv", in: "") == nil)
    #expect(try found("^$", in: "") == "")
  }

  @Test(arguments: ["(", "[a", "*", "(?P<x"])
  func saysWhatIsWrong(source: String) {
    #expect(throws: TextPatternProblem.self) { try TextPattern(source) }
  }

  /// Expressions that take forever elsewhere: each search ends after a bounded number of steps.
  @Test func endsWhateverTheExpression() throws {
    let text = String(repeating: "a", count: 100_000) + "b"
    let clock = ContinuousClock()
    let start = clock.now
    for source in ["(a+)+$", "(a|aa)+$", "(a*)*c", "(.*)(.*)(.*)(.*)(.*)x", "^(([a-z])+.)+[A-Z]([a-z])+$"] {
      #expect(try found(source, in: text) == nil)
    }
    #expect(clock.now - start < .seconds(10))
  }

  @Test func readsTextThatIsNotUTF8() throws {
    let bytes: [UInt8] = [0xFF, 0x41, 0xFE, 0x42]
    let found = try TextPattern("b").firstMatch(in: bytes.span)
    #expect(found == 3..<4)
  }
}
