import CashModel

// What a document has that its version's definition does not allow.
//
// Banks' files are seldom valid: of 221 public samples 86 break the definition of the very version they name, and all of
// those can be read. So the definition is no gate; but a help desk that is asked for a mended file wants to be told what
// is wrong with this one. The document is walked once beside the reader: a stack of open elements, each with its type
// and how far its sequence has come.
//
// Cost: a look-up among the element's siblings for each element; texts are compared with their type only while linting.

struct CamtLint {
  private struct Frame {
    let name: String
    /// -1 where nothing is known of the element.
    let type: Int
    let offset: Int
    /// Where the sequence stands, and how often its child has come.
    var place = 0
    var count = 0
    var text: [UInt8] = []
    var currency: String?
    var hasChildren = false
  }

  private let schema = CamtSchema.published
  private let fileNumber: Int32
  private(set) var findings = DiagnosticLog()
  private var frames: [Frame] = []
  private var patterns: [String: Regex<AnyRegexOutput>] = [:]
  private var isInDocument = false

  init(fileNumber: Int32) { self.fileNumber = fileNumber }

  // MARK: - Events

  mutating func start(_ name: String, namespace: String, currency: String?, at offset: Int) {
    if !isInDocument, name == "Document" {
      isInDocument = true
      frames = [Frame(name: name, type: documentType(namespace, offset), offset: offset)]
      return
    }
    guard isInDocument else { return }
    let type = take(name, at: offset)
    frames.append(Frame(name: name, type: type, offset: offset, currency: currency))
  }

  mutating func append(_ text: Span<UInt8>) {
    guard isInDocument, !frames.isEmpty, frames[frames.count - 1].text.count < CamtLint.longestText else { return }
    unsafe text.withUnsafeBufferPointer { unsafe frames[frames.count - 1].text.append(contentsOf: $0) }
  }

  mutating func end() {
    guard isInDocument, let frame = frames.popLast() else { return }
    if frame.type >= 0 { close(frame) }
    if frames.isEmpty { isInDocument = false }
  }

  // MARK: - Structure

  private mutating func documentType(_ namespace: String, _ offset: Int) -> Int {
    let version = String(namespace.suffix(CamtSchema.versionLength))
    guard let (type, isItsOwn) = schema.document(of: version) else {
      report(
        "The document names no version of camt.052, camt.053 or camt.054 in its namespace, so it is not checked",
        offset,
        found: namespace, expected: "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08")
      return -1
    }
    if !isItsOwn {
      report(
        "The definition of this version is not at hand; it is checked as the last one before it", offset, found: version
      )
    }
    return type
  }

  /// Finds the element among those its parent allows here.
  /// - Returns: its type; -1 where it has no business here.
  private mutating func take(_ name: String, at offset: Int) -> Int {
    guard let parent = frames.last, parent.type >= 0 else { return -1 }
    frames[frames.count - 1].hasChildren = true
    switch schema.types[parent.type] {
    case .sequence(let children): return take(name, from: children, at: offset)
    case .choice(let children):
      guard let place = children.firstIndex(where: { $0.type(of: name) != nil }) else {
        report("An element is not allowed here", offset, found: path(name), expected: CamtLint.names(children))
        return -1
      }
      let top = frames.count - 1
      let isAnother = frames[top].count > 0 && place != frames[top].place
      frames[top].count += 1
      if isAnother || frames[top].count > children[place].max {
        report(
          "Only one of several elements may stand here", offset, found: path(name), expected: CamtLint.names(children))
      }
      frames[top].place = place
      return children[place].type(of: name) ?? -1
    case .any: return -1
    default:
      report("An element stands where only text may", offset, found: path(name))
      return -1
    }
  }

  private mutating func take(_ name: String, from children: [CamtSchema.Child], at offset: Int) -> Int {
    let top = frames.count - 1
    let place = frames[top].place
    if let found = (place..<children.count).first(where: { children[$0].type(of: name) != nil }) {
      if found > place { leave(children, from: place, to: found, at: offset) }
      frames[top].place = found
      frames[top].count = found == place ? frames[top].count + 1 : 1
      if frames[top].count > children[found].max {
        report("An element comes more often than it may", offset, found: path(name), expected: "\(children[found].max)")
      }
      return children[found].type(of: name) ?? -1
    }
    if let before = children.lazy.compactMap({ $0.type(of: name) }).first {
      report(
        "An element stands in the wrong order", offset, found: path(name), expected: "before \(children[place].names)")
      return before
    }
    let next = children[place...].prefix(8).map(\.names).joined(separator: ", ")
    report("An element is unknown to this version here", offset, found: path(name), expected: next)
    return -1
  }

  /// Passing from one place of a sequence to a later one: what was required between them is missing.
  private mutating func leave(_ children: [CamtSchema.Child], from: Int, to: Int, at offset: Int) {
    let top = frames.count - 1
    for place in from..<to {
      let came = place == from ? frames[top].count : 0
      if came < children[place].min {
        report("A required element is missing", offset, found: path(nil), expected: children[place].names)
      }
    }
  }

  private mutating func close(_ frame: Frame) {
    switch schema.types[frame.type] {
    case .sequence(let children):
      frames.append(frame)
      leave(children, from: frame.place, to: children.count, at: frame.offset)
      frames.removeLast()
      checkNoText(frame)
    case .choice(let children):
      if frame.count == 0 {
        report(
          "One of several elements is missing", frame.offset, found: path(frame.name),
          expected: CamtLint.names(children))
      }
      checkNoText(frame)
    case .any: break
    default: checkText(frame)
    }
  }

  private mutating func checkNoText(_ frame: Frame) {
    if frame.text.contains(where: { $0 > 0x20 }) {
      report("Text stands where only elements may", frame.offset, found: path(frame.name))
    }
  }

  // MARK: - Text

  private mutating func checkText(_ frame: Frame) {
    if frame.hasChildren { return }
    let text = String(decoding: frame.text, as: UTF8.self)
    let kind = schema.types[frame.type]
    if let expected = mistake(text, kind) {
      report(
        "A value is not what its type allows", frame.offset, found: "\(path(frame.name)) \(text.prefix(60))",
        expected: expected)
    }
    guard case .amount(_, _, let type) = kind else { return }
    guard let currency = frame.currency else {
      return report("An amount has no currency", frame.offset, found: path(frame.name), expected: "the attribute Ccy")
    }
    if let expected = mistake(currency, schema.types[type]) {
      report(
        "A currency is not what its type allows", frame.offset, found: "\(path(frame.name)) \(currency)",
        expected: expected)
    }
  }

  /// What would have been allowed; nil where the text is.
  private mutating func mistake(_ text: String, _ kind: CamtSchema.Kind) -> String? {
    switch kind {
    case .text(let min, let max):
      let count = text.unicodeScalars.count
      if count < min { return "at least \(min) character" }
      return max > 0 && count > max ? "at most \(max) characters, not \(count)" : nil
    case .pattern(let pattern): return matches(text, pattern) ? nil : pattern
    case .codes(let codes):
      return codes.contains(text)
        ? nil : codes.count > 12 ? "one of \(codes.count) codes" : codes.joined(separator: ", ")
    case .number(let digits, let decimals, let isSigned):
      return CamtLint.isNumber(text, digits, decimals, isSigned)
        ? nil : "a number of \(digits) digits, \(decimals) decimals"
    case .amount(let digits, let decimals, _):
      return CamtLint.isNumber(text, digits, decimals, false)
        ? nil : "a number without sign, of \(digits) digits, \(decimals) decimals"
    case .date: return matches(text.collapsed, CamtLint.datePattern) ? nil : "YYYY-MM-DD"
    case .dateTime: return matches(text.collapsed, CamtLint.dateTimePattern) ? nil : "YYYY-MM-DDThh:mm:ss"
    case .yearMonth: return matches(text.collapsed, CamtLint.yearPattern) ? nil : "YYYY or YYYY-MM"
    case .boolean: return ["true", "false", "1", "0"].contains(text.collapsed) ? nil : "true or false"
    case .sequence, .choice, .any: return nil
    }
  }

  private mutating func matches(_ text: String, _ pattern: String) -> Bool {
    if let known = patterns[pattern] { return text.wholeMatch(of: known) != nil }
    guard let made = try? Regex(pattern) else { preconditionFailure("the table's patterns are regular expressions") }
    patterns[pattern] = made
    return text.wholeMatch(of: made) != nil
  }

  private static func isNumber(_ text: String, _ digits: Int, _ decimals: Int, _ isSigned: Bool) -> Bool {
    var rest = text.collapsed[...]
    if rest.first == "+" || rest.first == "-" {
      if rest.first == "-", !isSigned { return false }
      rest = rest.dropFirst()
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.contains(where: { !$0.isEmpty }) else { return false }
    guard parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }) else { return false }
    let whole = parts[0].drop { $0 == "0" }
    let fraction = parts.count > 1 ? String(parts[1].reversed().drop { $0 == "0" }) : ""
    return fraction.count <= decimals && whole.count + fraction.count <= digits
  }

  private static let zone = "(Z|[+-][0-9]{2}:[0-9]{2})?"
  private static let datePattern = "-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])" + zone
  private static let dateTimePattern =
    "-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    + "T([01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?" + zone
  private static let yearPattern = "[0-9]{4}(-(0[1-9]|1[0-2]))?" + zone
  private static let longestText = 1 << 20

  // MARK: - Words

  private mutating func report(_ message: String, _ offset: Int, found: String = "", expected: String = "") {
    findings.append(
      Diagnostic(
        .warning, .structure, file: fileNumber, byteOffset: offset, message: message, found: found, expected: expected))
  }

  /// The last few open elements, with one more behind them.
  private func path(_ name: String?) -> String {
    (frames.suffix(3).map(\.name) + (name.map { [$0] } ?? [])).joined(separator: "/")
  }

  private static func names(_ children: [CamtSchema.Child]) -> String {
    children.prefix(8).map(\.names).joined(separator: " or ")
  }
}

extension String {
  /// Without blanks around it, as XML Schema reads everything but text.
  fileprivate var collapsed: String {
    var slice = self[...]
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }
}
