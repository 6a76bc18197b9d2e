import Report
import Testing

@Suite struct PageEscapeTests {
  private func slowly(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    case "\n", "\t": String(scalar)
    default: scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }
  }

  /// Each character alone, within plain text, and with an accent that makes one character of both.
  @Test func whatMayNotStandInAPageIsReplaced() {
    for value in UInt32(0)...0x2FF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for (before, after) in [("", ""), ("Müller ", " Söhne"), ("a", "\u{301}")] {
        #expect(PageEscape.escaped(before + String(scalar) + after) == before + slowly(scalar) + after)
      }
    }
  }
}
