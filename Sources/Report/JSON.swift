import CashModel

/// A JSON value with what the program writes of it: keys in byte order, numbers as whole numbers or as their text.
package enum JSON {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A number by its text, for what is neither whole nor an amount.
  case number(String)
  case string(String)
  case array([JSON])
  case object([String: JSON])
}

extension JSON {
  package static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  package static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

  /// Seconds with three decimals; what is no finite number becomes null.
  package static func seconds(_ seconds: Double) -> JSON {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return .null }
    return .number(Money(minorUnits: Int64((seconds * 1_000).rounded())).text(exponent: 3))
  }

  /// - Parameter isPretty: a member per line, indented by two; otherwise all on one line.
  package func bytes(isPretty: Bool) -> [UInt8] {
    var buffer: [UInt8] = []
    append(to: &buffer, depth: isPretty ? 0 : nil)
    buffer.append(UInt8(ascii: "\n"))
    return buffer
  }

  private func append(to buffer: inout [UInt8], depth: Int?) {
    switch self {
    case .null: buffer.append(contentsOf: "null".utf8)
    case .boolean(let value): buffer.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): buffer.append(contentsOf: String(value).utf8)
    case .number(let text): buffer.append(contentsOf: text.utf8)
    case .string(let text): JSON.append(text, to: &buffer)
    case .array(let values):
      JSON.append(values.count, between: "[]", to: &buffer, depth: depth) { buffer, index, depth in
        values[index].append(to: &buffer, depth: depth)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      JSON.append(sorted.count, between: "{}", to: &buffer, depth: depth) { buffer, index, depth in
        JSON.append(sorted[index].key, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        if depth != nil { buffer.append(UInt8(ascii: " ")) }
        sorted[index].value.append(to: &buffer, depth: depth)
      }
    }
  }

  private static func append(
    _ count: Int, between brackets: StaticString, to buffer: inout [UInt8], depth: Int?,
    element: (inout [UInt8], Int, Int?) -> Void
  ) {
    let brackets = Array(brackets.description.utf8)
    buffer.append(brackets[0])
    for index in 0..<count {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      if let depth { appendLine(to: &buffer, depth: depth + 1) }
      element(&buffer, index, depth.map { $0 + 1 })
    }
    if let depth, count > 0 { appendLine(to: &buffer, depth: depth) }
    buffer.append(brackets[1])
  }

  private static func appendLine(to buffer: inout [UInt8], depth: Int) {
    buffer.append(UInt8(ascii: "\n"))
    buffer.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private static func append(_ text: String, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(byte)
      case 0x0A: buffer.append(contentsOf: "\\n".utf8)
      case 0x0D: buffer.append(contentsOf: "\\r".utf8)
      case 0x09: buffer.append(contentsOf: "\\t".utf8)
      case 0x00...0x1F, 0x7F:
        buffer.append(contentsOf: "\\u00".utf8)
        for digit in [byte >> 4, byte & 0xF] { buffer.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
      default: buffer.append(byte)
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }
}
