/// Where functions stand and how long they are, found by counting brackets: from the keyword to the closing brace.
struct FunctionScan {
  private(set) var functions: [(line: Int, lines: Int)] = []

  init(_ text: SwiftText) {
    let openers: Set = ["func", "init", "deinit", "subscript"]
    for word in text.words where openers.contains(word.text) {
      guard FunctionScan.isDeclaration(word, text.code) else { continue }
      guard let body = FunctionScan.body(after: word.end, text.code) else { continue }
      let newlines = text.code[word.start..<body].count { $0 == UInt8(ascii: "\n") }
      functions.append((word.line, newlines + 1))
    }
  }

  /// A call such as `super.init(…)` or `Self.init` follows a point.
  private static func isDeclaration(_ word: Word, _ code: [UInt8]) -> Bool {
    word.start == 0 || code[word.start - 1] != UInt8(ascii: ".")
  }

  /// The place behind the body's closing brace; nil for a requirement of a protocol, which has none.
  private static func body(after start: Int, _ code: [UInt8]) -> Int? {
    var depth = 0
    var index = start
    while index < code.count {
      switch code[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "{") where depth == 0: return closing(index, code)
      case UInt8(ascii: "}") where depth == 0: return nil
      case UInt8(ascii: "\n") where depth == 0 && startsDeclaration(index + 1, code): return nil
      default: break
      }
      index += 1
    }
    return nil
  }

  private static func startsDeclaration(_ start: Int, _ code: [UInt8]) -> Bool {
    let rest = code[start...].drop { $0 == UInt8(ascii: " ") }
    let starts = [
      "func ", "init(", "init?(", "var ", "let ", "static ", "mutating ", "associatedtype ", "subscript(", "@",
      "package ", "private ",
    ]
    return starts.contains { rest.starts(with: $0.utf8) }
  }

  private static func closing(_ start: Int, _ code: [UInt8]) -> Int? {
    var depth = 0
    for index in start..<code.count {
      if code[index] == UInt8(ascii: "{") { depth += 1 }
      if code[index] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return index + 1 }
    }
    return nil
  }
}
