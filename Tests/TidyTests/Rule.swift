/// Something our sources must keep to, and the way to find where they do not.
struct Rule: CustomStringConvertible, Sendable {
  let description: String
  /// Whether it is about all files, not only Swift's.
  var readsEveryFile = false
  /// One line per breach: where, and what.
  let breaches: @Sendable (SourceFile) -> [String]

  static let all = [
    fileLength, functionLength, concurrency, floatingPoint, foundation, libraries, order, traps, forcing, marks,
    machinePaths,
  ]
}

extension Rule {
  static let fileLines = 400
  static let functionLines = 70

  static let fileLength = Rule(description: "a file has at most 400 lines") { file in
    guard file.path.hasSuffix(".swift") else { return [] }
    let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    return count > fileLines ? ["\(file.path): \(count) lines"] : []
  }

  static let functionLength = Rule(description: "a function has at most 70 lines") { file in
    FunctionScan(SwiftText(file.text)).functions.filter { $0.lines > functionLines }.map {
      "\(file.path):\($0.line): \($0.lines) lines"
    }
  }

  static let concurrency = Rule(description: "only Pipeline runs things at the same time; tieout may wait for it") {
    file in
    guard let room = file.room, room != "Pipeline" else { return [] }
    let waiting: Set = ["async", "await", "Atomic"]
    let running: Set = [
      "Task", "TaskGroup", "withTaskGroup", "withThrowingTaskGroup", "withDiscardingTaskGroup", "Mutex",
      "actor", "nonisolated", "Thread", "DispatchQueue", "NSLock",
    ]
    let forbidden = room == "tieout" ? running : running.union(waiting)
    return words(forbidden, in: file)
  }

  static let floatingPoint = Rule(description: "money has no floating point") { file in
    guard let room = file.room, moneyRooms.contains(room) else { return [] }
    return words(["Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat", "Decimal"], in: file)
  }

  static let foundation = Rule(description: "the rooms of money and bytes do without Foundation") { file in
    guard let room = file.room, moneyRooms.contains(room) else { return [] }
    return imports(of: file).filter { ["Foundation", "FoundationEssentials"].contains($0.module) }.map {
      "\(file.path):\($0.line): import \($0.module)"
    }
  }

  /// Libraries that have one door each.
  static let libraries = Rule(description: "a library is imported in its own room only") { file in
    let doors = [
      "CLibXML2": "Ingest", "CLibZip": "Ingest", "CPCRE2": "Ingest", "GRDB": "Store", "Mustache": "Report",
      "Yams": "Pipeline",
      "ArgumentParser": "tieout",
    ]
    guard let room = file.room else { return [] }
    return imports(of: file).filter { doors[$0.module, default: room] != room }.map {
      "\(file.path):\($0.line): import \($0.module)"
    }
  }

  static let order = Rule(description: "a room imports only rooms before it") { file in
    guard let room = file.room, let own = rooms.firstIndex(of: room) else {
      return file.room.map { ["\(file.path): \($0) is no room"] } ?? []
    }
    return imports(of: file).compactMap { found in
      guard let other = rooms.firstIndex(of: found.module), other >= own else { return nil }
      return "\(file.path):\(found.line): import \(found.module)"
    }
  }

  static let traps = Rule(description: "no library function ends the program on purpose") { file in
    guard file.path.hasSuffix(".swift") else { return [] }
    return words(["fatal" + "Error", "abort"], in: file)
  }

  /// A `!` behind a name, a bracket or a quote: a forced unwrap, `try!`, `as!`, or a type that unwraps itself.
  static let forcing = Rule(description: "nothing is forced") { file in
    guard file.path.hasSuffix(".swift") else { return [] }
    return SwiftText(file.text).lines.enumerated().flatMap { number, line in
      let bytes = Array(line.utf8)
      return bytes.indices.dropFirst().filter { isForced(bytes, at: $0) }.map { "\(file.path):\(number + 1):\($0 + 1)" }
    }
  }

  static let marks = Rule(description: "no work is left for later in a comment") { file in
    guard file.path.hasSuffix(".swift") else { return [] }
    return occurrences(["TO" + "DO", "FIX" + "ME", "XX" + "X:"], in: file)
  }

  static let machinePaths = Rule(description: "nothing knows the machine it was written on", readsEveryFile: true) {
    file in
    occurrences(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "../sha" + "red"], in: file)
  }

  static let moneyRooms: Set = ["CashModel", "Ingest", "Matching", "Posting"]
  /// In the order a payment walks through them.
  static let rooms = [
    "CLibXML2", "CLibZip", "CPCRE2", "CashModel", "TrackRecord", "Ingest", "Matching", "Posting", "Report",
    "Evaluation",
    "Store", "Pipeline",
    "tieout",
  ]

  private static func words(_ forbidden: Set<String>, in file: SourceFile) -> [String] {
    SwiftText(file.text).words.filter { forbidden.contains($0.text) }.map { "\(file.path):\($0.line): \($0.text)" }
  }

  private static func occurrences(_ forbidden: [String], in file: SourceFile) -> [String] {
    guard forbidden.contains(where: { file.text.contains($0) }) else { return [] }
    return file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
      forbidden.filter { line.contains($0) }.map { "\(file.path):\(number + 1): \($0)" }
    }
  }

  private static func isForced(_ line: [UInt8], at index: Int) -> Bool {
    guard line[index] == UInt8(ascii: "!") else { return false }
    if index + 1 < line.count, line[index + 1] == UInt8(ascii: "=") { return false }
    let before = line[index - 1]
    let isName =
      (0x30...0x39).contains(before) || (0x41...0x5a).contains(before) || (0x61...0x7a).contains(before)
      || before >= 0x80
    return isName || [UInt8](")]}\"`_?>".utf8).contains(before)
  }

  private static func imports(of file: SourceFile) -> [(module: String, line: Int)] {
    let words = SwiftText(file.text).words
    let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    return words.indices.dropLast().filter { words[$0].text == "import" }.compactMap { index in
      let isScoped = kinds.contains(words[index + 1].text) && index + 2 < words.count
      let module = words[isScoped ? index + 2 : index + 1]
      return module.line == words[index].line ? (module.text, module.line) : nil
    }
  }
}
