/// What ISO 20022 allows in each version of camt.052, camt.053 and camt.054: the table `schema.txt` beside this file,
/// parsed once. Facts of the published message definitions; how the table is made stands in
/// `Benchmarks/schema-table`.
struct CamtSchema: Sendable {
  /// A place in a sequence or a choice: one element, or in version 1 one of several.
  struct Child: Sendable {
    let elements: [(name: String, type: Int)]
    let min: Int
    let max: Int

    var names: String { elements.map(\.name).joined(separator: " or ") }

    func type(of name: String) -> Int? { elements.first { $0.name == name }?.type }
  }

  indirect enum Kind: Sendable {
    case sequence([Child])
    case choice([Child])
    case text(min: Int, max: Int)
    case pattern(String)
    case codes([String])
    case number(digits: Int, decimals: Int, isSigned: Bool)
    /// A number with the attribute `Ccy`, whose type follows.
    case amount(digits: Int, decimals: Int, currency: Int)
    case date, dateTime, yearMonth, boolean, any
  }

  private(set) var types: [Kind] = []
  /// The type of `Document`, by `camt.053.001.08`.
  private var documents: [String: Int] = [:]

  static let published = CamtSchema(PackageResources.schema_txt)

  /// The version's own definition, else that of the last version known before it.
  func document(of version: String) -> (type: Int, isItsOwn: Bool)? {
    if let type = documents[version] { return (type, true) }
    let message = version.prefix(8)
    let known = documents.keys.filter { $0.hasPrefix(message) && $0 < version }
    guard version.count == CamtSchema.versionLength, let last = known.max(), let type = documents[last] else {
      return nil
    }
    return (type, false)
  }

  static let versionLength = "camt.053.001.08".count

  // MARK: - The table

  init(_ table: [UInt8]) {
    for line in String(decoding: table, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "V" {
        documents[words[1]] = CamtSchema.number(words[2])
      } else {
        precondition(CamtSchema.number(words[0]) == types.count, "the table numbers its types in order")
        types.append(CamtSchema.kind(Array(words.dropFirst())))
      }
    }
  }

  private static func kind(_ words: [String]) -> Kind {
    func number(_ index: Int) -> Int { CamtSchema.number(words[index]) }
    switch words[0] {
    case "{": return .sequence(words.dropFirst().dropLast().map(child))
    case "(": return .choice(words.dropFirst().dropLast().map(child))
    case "text": return .text(min: number(1), max: number(2))
    case "pattern": return .pattern(words.dropFirst().joined(separator: " "))
    case "codes": return .codes(Array(words.dropFirst()))
    case "number": return .number(digits: number(1), decimals: number(2), isSigned: words[3] == "-")
    case "amount": return .amount(digits: number(1), decimals: number(2), currency: number(3))
    case "date": return .date
    case "dateTime": return .dateTime
    case "yearMonth": return .yearMonth
    case "boolean": return .boolean
    default: return .any
    }
  }

  /// `Ntry:44*`: name, type, and how often, or several parted by `|`; see the script.
  private static func child(_ word: String) -> Child {
    var elements: [(name: String, type: Int)] = []
    var (min, max) = (1, 1)
    for alternative in word.split(separator: "|") {
      let parts = alternative.split(separator: ":")
      let digits = parts[1].prefix { $0.isNumber }
      let times = parts[1].dropFirst(digits.count)
      let limit = times.count > 1 ? CamtSchema.number(String(times.dropFirst())) : Int.max
      switch times.first {
      case "?": (min, max) = (0, 1)
      case "*": (min, max) = (0, limit)
      case "+": (min, max) = (1, limit)
      default: (min, max) = (1, 1)
      }
      elements.append((String(parts[0]), CamtSchema.number(String(digits))))
    }
    return Child(elements: elements, min: min, max: max)
  }

  private static func number(_ text: String) -> Int {
    guard let number = Int(text) else { preconditionFailure("the table holds a number here: \(text)") }
    return number
  }
}
