/// What an analyst decides about a payment that waits: the words of the `decision` column.
///
///     accept 1        apply INV-1:100.00|INV-2:50.00        on-account C1        refund
///     write-off CODE  dispute CODE                          not-ours             later
public enum AnalystDecision: Hashable, Sendable {
  /// The suggestion of this number, from 1.
  case accept(Int)
  /// The first suggestion of every payment of the row's group.
  case acceptAll
  /// So much cash on each of these items.
  case apply([NamedCash])
  /// What is open of the payment goes to a customer's account.
  case onAccount(String)
  /// What is open of the payment is to be paid back.
  case refund
  /// The first suggestion, and what is missing of its items is written off; without one, what is open of the payment is.
  case writeOff(String)
  /// The first suggestion, and what is missing of its items is a case with this reason.
  case dispute(String)
  /// Nothing is owed for it: it stays unidentified and is on no list.
  case notOurs
  /// It stays on the list.
  case later

  /// An item by what the analyst calls it, and an amount as he wrote it.
  public struct NamedCash: Hashable, Sendable {
    public let invoice: String
    public let amount: String

    public init(invoice: String, amount: String) {
      self.invoice = invoice
      self.amount = amount
    }
  }

  public struct Problem: Error, Equatable {
    public let sentence: String
  }

  /// Reads the words of a cell; capitals and blanks do not matter.
  public init(_ text: String) throws(Problem) {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let verb = words.first.map { $0.lowercased() } ?? ""
    let rest = words.count > 1 ? AnalystDecision.trimmed(words[1]) : ""
    switch verb {
    case "accept":
      if rest.lowercased() == "all" {
        self = .acceptAll
      } else if let number = Int(rest), (1...3).contains(number) {
        self = .accept(number)
      } else {
        throw Problem(sentence: "'accept' needs the number of a suggestion, 1 to 3, or 'all'")
      }
    case "apply": self = .apply(try AnalystDecision.lines(rest))
    case "on-account":
      guard !rest.isEmpty else { throw Problem(sentence: "'on-account' needs a customer") }
      self = .onAccount(rest)
    case "write-off": self = .writeOff(try AnalystDecision.code(rest, of: verb))
    case "dispute": self = .dispute(try AnalystDecision.code(rest, of: verb))
    case "refund", "not-ours", "later":
      guard rest.isEmpty else { throw Problem(sentence: "'\(verb)' stands alone") }
      self = verb == "refund" ? .refund : verb == "later" ? .later : .notOurs
    default:
      throw Problem(
        sentence: "the decision is none of accept, apply, on-account, refund, write-off, dispute, not-ours, later")
    }
  }

  private static func code(_ text: String, of verb: String) throws(Problem) -> String {
    let isCode =
      (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte == 0x2D
      }
    guard isCode else { throw Problem(sentence: "'\(verb)' needs a code of letters, digits, '-' and '_'") }
    return text.uppercased()
  }

  private static func lines(_ text: String) throws(Problem) -> [NamedCash] {
    guard !text.isEmpty else { throw Problem(sentence: "'apply' needs INVOICE:AMOUNT pairs joined by '|'") }
    var lines: [NamedCash] = []
    for pair in text.split(separator: "|", omittingEmptySubsequences: false) {
      guard let colon = pair.lastIndex(of: ":") else {
        throw Problem(sentence: "'apply' needs INVOICE:AMOUNT pairs joined by '|'")
      }
      let invoice = unescaped(trimmed(pair[..<colon]))
      let amount = trimmed(pair[pair.index(after: colon)...])
      guard !invoice.isEmpty, !amount.isEmpty else {
        throw Problem(sentence: "'apply' needs INVOICE:AMOUNT pairs joined by '|'")
      }
      if lines.contains(where: { $0.invoice == invoice }) {
        throw Problem(sentence: "'apply' names an item twice")
      }
      lines.append(NamedCash(invoice: invoice, amount: amount))
      guard lines.count <= mostLines else { throw Problem(sentence: "'apply' names more than \(mostLines) items") }
    }
    return lines
  }

  /// `%7C`, `%3A` and `%25` stand for `|`, `:` and `%`, as in the suggestions.
  private static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let percent = rest.firstIndex(of: "%") {
      result += rest[..<percent]
      let code = rest[percent...].prefix(3)
      switch code.uppercased() {
      case "%7C": result += "|"
      case "%3A": result += ":"
      case "%25": result += "%"
      default: result += code.prefix(1)
      }
      rest = rest[percent...].dropFirst(["%7C", "%3A", "%25"].contains(code.uppercased()) ? 3 : 1)
    }
    return result + rest
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var scalars = Substring(text)
    while scalars.first?.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.isWhitespace == true { scalars.removeLast() }
    return String(scalars)
  }

  private static let mostLines = 10_000
}

extension Money {
  /// Reads an amount as people type it and spreadsheets rewrite it: `1,234.50`, `1.234,50`, `1 234,5`, `-3`.
  ///
  /// The last comma or point is the decimal one, unless three digits follow it and it, or another of its kind, may as well part thousands: that is
  /// said to be ambiguous, and nothing is read.
  ///
  /// - Parameter exponent: the currency's number of decimals.
  public init?(typed text: String, exponent: Int) {
    var digits: [UInt8] = []
    var marks: [(mark: UInt8, place: Int)] = []
    for (place, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case "0"..."9": digits.append(UInt8(scalar.value))
      case ".", ",": marks.append((UInt8(scalar.value), digits.count))
      case "-" where place == 0: digits.append(UInt8(scalar.value))
      case " ", "\u{A0}", "\u{202F}": marks.append((UInt8(ascii: " "), digits.count))
      case "'", "\u{2019}": marks.append((UInt8(ascii: "'"), digits.count))
      default: return nil
      }
    }
    let sign = digits.first == UInt8(ascii: "-") ? 1 : 0
    guard digits.count > sign else { return nil }
    guard let last = marks.last else {
      self.init(plain: digits, exponent: exponent)
      return
    }
    let groups = marks.filter { $0.mark != last.mark }
    // 1.234.567 and 1 234: only thousands.
    if marks.count - groups.count > 1 || !(last.mark == UInt8(ascii: ".") || last.mark == UInt8(ascii: ",")) {
      guard groups.isEmpty, Money.partsThousands(marks.map(\.place), digits.count, sign) else { return nil }
      self.init(plain: digits, exponent: exponent)
      return
    }
    // A lone 1.234 may be either.
    let decimals = digits.count - last.place
    if groups.isEmpty, decimals == 3, exponent != 3 { return nil }
    guard last.place > sign, decimals > 0, groups.allSatisfy({ $0.mark == groups[0].mark }),
      Money.partsThousands(groups.map(\.place), last.place, sign)
    else { return nil }
    digits.insert(UInt8(ascii: "."), at: last.place)
    self.init(plain: digits, exponent: exponent)
  }

  private init?(plain digits: [UInt8], exponent: Int) {
    guard let money = try? Money(decimal: digits.span, exponent: exponent) else { return nil }
    self = money
  }

  /// Whether marks stand before groups of three digits each.
  private static func partsThousands(_ places: [Int], _ end: Int, _ start: Int) -> Bool {
    var next = end
    for place in places.reversed() {
      if next - place != 3 { return false }
      next = place
    }
    return places.isEmpty || next > start && next - start <= 3
  }
}
