import CashModel

/// What the value of a tag in a transaction's text says; the words are the dictionary's.
enum RemittanceTagRole: String, CaseIterable, Sendable {
  case payerName = "payer_name"
  /// `/ACCOUNT NAME`, or a name alone.
  case payer
  /// A sender who is the payer unless the text also names an originator.
  case sender
  case payerAccount = "payer_account"
  case payerAgent = "payer_agent"
  case endToEndID = "end_to_end_id"
  case chequeNumber = "cheque_number"
  /// In a return: why, and which payment came back.
  case returnReason = "return_reason"
  case original
  case customerReference = "customer_reference"
  case transactionID = "transaction_id"
  case clearingReference = "clearing_reference"
  case uetr
  case mandateID = "mandate_id"
  /// Ours, the bank's, or free text: it only ends the value before it.
  case other

  /// The kind of identifier a number is kept as.
  var identifier: Identifier.Kind? {
    switch self {
    case .customerReference: .customerReference
    case .transactionID: .transactionID
    case .clearingReference: .clearingReference
    case .uetr: .uetr
    case .mandateID: .mandateID
    case .chequeNumber: .chequeNumber
    default: nil
    }
  }
}

/// One tag: its words, and whether a colon or an equals sign must follow it. It holds no memory of its own: a text is asked for dozens
/// of them.
struct RemittanceTag: Sendable {
  let length: Int
  let role: RemittanceTagRole
  /// Lockbox tags stand with or without one (`CHK 4711 RMT ACME`), but names only behind a lockbox or cheque number.
  let needsSeparator: Bool
  /// The first eight bytes of the words, the first in the lowest byte, and which of them there are.
  private let beginning: UInt64
  private let mask: UInt64

  init(words: [UInt8], role: RemittanceTagRole, needsSeparator: Bool) {
    length = words.count
    self.role = role
    self.needsSeparator = needsSeparator
    beginning = words.span.word(at: 0, count: min(words.count, 8))
    mask = words.count >= 8 ? .max : 1 << UInt64(8 * words.count) - 1
  }

  /// A number in braces is its own separator.
  var isBraced: Bool { UInt8(truncatingIfNeeded: beginning) == UInt8(ascii: "{") }

  /// Whether the first eight bytes of the words are the text's, of which the caller has looked at as many, as capitals: that alone
  /// tells most tags from it.
  @inline(__always)
  func mayStand(before next: UInt64) -> Bool { next & mask == beginning }
}

/// Why a dictionary of tags cannot be used.
package struct RemittanceTagProblem: Error, Hashable, Sendable {
  /// From 1.
  package let line: Int
  package let message: String
}

/// The dictionary of tags that banks write into the text of a transaction: `tags.txt` beside this file, and what a
/// company adds in files of the same form. It is data, so that a bank can be added without code.
package struct RemittanceTags: Sendable {
  /// A tag as a rule states it.
  private struct Rule {
    let words: [UInt8]
    let role: RemittanceTagRole
    let needsSeparator: Bool
  }

  /// Tags by their first two bytes (`A` to `Z`, then `{` or any other), longer ones first; what was added last comes first
  /// of equals.
  private var byBeginning = [[Rule]](repeating: [], count: 27 * 27)
  /// The same one behind the other, with their words.
  private var all: [RemittanceTag] = []
  private var words: [[UInt8]] = []
  /// Where those of a beginning begin, and where the last of them end.
  private var starts = [Int](repeating: 0, count: 27 * 27 + 1)
  /// By the first two bytes, a bit for each third one that a tag has: most words of a text are told from all tags by it.
  private var thirdBytes = [UInt32](repeating: 0, count: 27 * 27)

  /// The dictionary that comes with the program.
  package static let builtIn: RemittanceTags = {
    do throws(RemittanceTagProblem) {
      return try RemittanceTags(PackageResources.tags_txt)
    } catch {
      preconditionFailure("the program's own dictionary is sound: line \(error.line): \(error.message)")
    }
  }()

  package init(_ text: [UInt8]) throws(RemittanceTagProblem) { try add(text) }

  /// Adds the rules of a text; its tags count before those already there.
  package mutating func add(_ text: [UInt8]) throws(RemittanceTagProblem) {
    for (number, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      do throws(RuleProblem) {
        try addRule(String(decoding: line, as: UTF8.self))
      } catch {
        throw RemittanceTagProblem(line: number + 1, message: error.message)
      }
    }
    for index in byBeginning.indices where byBeginning[index].count > 1 { sort(index) }
    let rules = byBeginning.flatMap { $0 }
    all = rules.map { RemittanceTag(words: $0.words, role: $0.role, needsSeparator: $0.needsSeparator) }
    words = rules.map(\.words)
    starts = byBeginning.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// The numbers of the tags that may begin with these bytes; small letters count as capitals.
  func candidates(for first: UInt8, _ second: UInt8) -> Range<Int> {
    guard let index = RemittanceTags.index(of: first) else { return 0..<0 }
    let place = 27 * index + RemittanceTags.place(of: second)
    return starts[place]..<starts[place + 1]
  }

  /// The tag of a number, where its words stand in the text.
  ///
  /// - Parameter next: the text's next eight bytes, as capitals.
  @inline(__always)
  func tag(_ number: Int, in text: Span<UInt8>, at start: Int, _ next: UInt64) -> RemittanceTag? {
    let tag = all[number]
    guard tag.mayStand(before: next), tag.length <= 8 || goesOn(words[number], in: text, at: start) else { return nil }
    return tag
  }

  private func goesOn(_ words: [UInt8], in text: Span<UInt8>, at start: Int) -> Bool {
    guard start + words.count <= text.count else { return false }
    for place in stride(from: 8, to: words.count, by: 8) {
      let count = min(words.count - place, 8)
      let next = text.extracting(0..<start + place + count).capitals(at: start + place)
      if next != words.span.word(at: place, count: count) { return false }
    }
    return true
  }

  private static func place(of byte: UInt8) -> Int {
    let letter = byte & 0xDF
    return letter >= 0x41 && letter <= 0x5A ? Int(letter - 0x41) : 26
  }

  /// Whether any tag begins with these bytes, as far as three say it.
  func mayBegin(with first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    guard let index = RemittanceTags.index(of: first) else { return false }
    return thirdBytes[27 * index + RemittanceTags.place(of: second)] >> UInt32(RemittanceTags.place(of: third)) & 1 == 1
  }

  private static func index(of byte: UInt8) -> Int? {
    let letter = byte & 0xDF
    if letter >= 0x41, letter <= 0x5A { return Int(letter - 0x41) }
    return byte == UInt8(ascii: "{") ? 26 : nil
  }

  // MARK: - Rules

  private struct RuleProblem: Error { let message: String }

  private mutating func addRule(_ line: String) throws(RuleProblem) {
    let rule = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    if rule.isEmpty || rule.hasPrefix("#") { return }
    let parts = rule.split(maxSplits: 2, whereSeparator: { $0 == " " || $0 == "\t" })
    guard parts.count == 3 else { throw RuleProblem(message: "a rule is a role, a form and tags") }
    guard let role = RemittanceTagRole(rawValue: String(parts[0])) else {
      let known = RemittanceTagRole.allCases.map(\.rawValue).joined(separator: ", ")
      throw RuleProblem(message: "'\(parts[0])' is no role; roles are \(known)")
    }
    guard parts[1] == ":" || parts[1] == "_" else {
      throw RuleProblem(message: "the form '\(parts[1])' is neither : nor _")
    }
    for part in parts[2].split(separator: "|", omittingEmptySubsequences: false) {
      let words = Array(String(part.filter { $0 != "\r" }).utf8).trimmingBlanks
      guard words.count > 1, let index = RemittanceTags.index(of: words[0]) else {
        throw RuleProblem(message: "a tag has two characters or more and begins with a letter or a brace")
      }
      guard !words.contains(where: { $0 >= 0x61 && $0 <= 0x7A }) else {
        throw RuleProblem(message: "the tag '\(String(decoding: words, as: UTF8.self))' is not in capitals")
      }
      let place = 27 * index + RemittanceTags.place(of: words[1])
      byBeginning[place].insert(Rule(words: words, role: role, needsSeparator: parts[1] == ":"), at: 0)
      // Behind two bytes anything may stand.
      thirdBytes[place] |= words.count > 2 ? 1 << UInt32(RemittanceTags.place(of: words[2])) : ~0
    }
  }

  /// Longer tags first; with a separator before without one, so that `CHK: 12` and `CHK 12` give the same number.
  private mutating func sort(_ index: Int) {
    byBeginning[index] = byBeginning[index].enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.words.count != b.words.count { return a.words.count > b.words.count }
      if a.needsSeparator != b.needsSeparator { return a.needsSeparator }
      return left.offset < right.offset
    }.map(\.element)
  }
}

extension [UInt8] {
  fileprivate var trimmingBlanks: [UInt8] {
    var slice = self[...]
    while slice.first == 0x20 || slice.first == 0x09 { slice.removeFirst() }
    while slice.last == 0x20 || slice.last == 0x09 { slice.removeLast() }
    return Array(slice)
  }
}
