import Yams

/// A value of the configuration with the path that leads to it and the place where it stands.
struct ConfigurationNode {
  private let node: Node
  /// `policies.tolerance`; empty for the whole document.
  let path: String
  private let mark: Mark?

  private init(_ node: Node, path: String) {
    self.node = node
    self.path = path
    mark = node.mark
  }

  /// The whole document; nil where it is empty.
  init?(document yaml: String) throws(ConfigurationProblem) {
    let root: Node?
    do {
      root = try compose(yaml: yaml)
    } catch let error as YamlError {
      throw ConfigurationProblem(error)
    } catch {
      throw ConfigurationProblem(line: 0, column: 0, message: "\(error)")
    }
    guard let root else { return nil }
    self.init(root, path: "")
  }

  func problem(_ message: String) -> ConfigurationProblem {
    ConfigurationProblem(line: mark?.line ?? 0, column: mark?.column ?? 0, message: message)
  }

  /// Nothing stands after the key, or `null`.
  var isNull: Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// A single value by its text, whether quoted or not; `1200`, `"1200"` and `1e3` are these characters, never a number
  /// that was rounded on the way. nil for a map or a list.
  var text: String? {
    if case .scalar(let scalar) = node { return scalar.string }
    return nil
  }

  var isMap: Bool {
    if case .mapping = node { return true }
    return false
  }

  /// The members of a map whose keys the program knows. A section of nothing is a section without members.
  func members(_ known: [String]) throws(ConfigurationProblem) -> [(key: String, value: ConfigurationNode)] {
    if isNull { return [] }
    let members = try anyMembers(expected: "a section with \(known.joined(separator: ", "))")
    for (key, value) in members where !known.contains(key.text ?? "") {
      throw key.problem(value.unknownKey(key.text ?? "", known))
    }
    return members.map { ($0.key.text ?? "", $0.value) }
  }

  /// The members of a map with any keys, each key once.
  func anyMembers(
    expected: String
  ) throws(ConfigurationProblem) -> [(key: ConfigurationNode, value: ConfigurationNode)] {
    guard case .mapping(let mapping) = node else { throw problem("\(subject) must be \(expected)") }
    var seen: Set<String> = []
    var members: [(key: ConfigurationNode, value: ConfigurationNode)] = []
    for (key, value) in mapping {
      let keyNode = ConfigurationNode(key, path: path)
      guard let name = keyNode.text else { throw keyNode.problem("a key of \(subject) must be a plain word") }
      guard seen.insert(name).inserted else { throw keyNode.problem("duplicate key '\(name)'") }
      members.append((keyNode, ConfigurationNode(value, path: path.isEmpty ? name : "\(path).\(name)")))
    }
    return members
  }

  func elements() throws(ConfigurationProblem) -> [ConfigurationNode] {
    if isNull { return [] }
    guard case .sequence(let sequence) = node else { throw problem("\(subject) must be a list") }
    return sequence.map { ConfigurationNode($0, path: path) }
  }

  /// A name or a number that identifies something: not empty, without control characters.
  func name() throws(ConfigurationProblem) -> String {
    guard let text, !isNull, !text.allSatisfy({ $0 == " " }) else {
      throw problem("\(subject) must be a name or a number, not empty")
    }
    guard text.utf8.count <= 64, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw problem("\(subject) must be at most 64 characters on one line")
    }
    return text
  }

  var subject: String { path.isEmpty ? "the configuration" : "'\(path)'" }

  private func unknownKey(_ key: String, _ known: [String]) -> String {
    let parent = path.split(separator: ".").dropLast().joined(separator: ".")
    let place = parent.isEmpty ? "" : " in '\(parent)'"
    guard let nearest = nearestWord(to: key, in: known) else {
      return "unknown key '\(key)'\(place); known are \(known.joined(separator: ", "))"
    }
    return "unknown key '\(key)'\(place); did you mean '\(nearest)'?"
  }
}

extension ConfigurationProblem {
  fileprivate init(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let prefix = context.map { "\($0.text.trimmed): " } ?? ""
      self.init(line: mark.line, column: mark.column, message: "not valid YAML: \(prefix)\(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.sorted().map { "'\($0)'" }.joined(separator: ", ")
      let noun = duplicates.count == 1 ? "key" : "keys"
      self.init(line: context.mark.line, column: context.mark.column, message: "duplicate \(noun) \(names)")
    case .reader(let problem, let offset, _, _):
      let place = offset.map { " at byte \($0)" } ?? ""
      self.init(line: 0, column: 0, message: "not valid YAML: \(problem)\(place)")
    default:
      self.init(line: 0, column: 0, message: "not valid YAML")
    }
  }
}

extension String {
  fileprivate var trimmed: Substring {
    let head = drop { $0.isWhitespace }
    return head.prefix(head.count - head.reversed().prefix { $0.isWhitespace }.count)
  }
}

/// The word that a misspelt one most likely meant: the fewest letters to change, insert, drop or swap with their
/// neighbour, at most a third of them; the first of several.
func nearestWord(to word: String, in known: [String]) -> String? {
  let limit = max(2, word.count / 3)
  let distances = known.map { (word: $0, distance: editDistance(Array(word.utf8), Array($0.utf8), limit: limit)) }
  guard let nearest = distances.min(by: { $0.distance < $1.distance }), nearest.distance <= limit else { return nil }
  return nearest.word
}

/// Optimal string alignment; anything above `limit` where the lengths alone exceed it.
private func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
  guard abs(left.count - right.count) <= limit else { return limit + 1 }
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let changed = previous[column] + (left[row] == right[column] ? 0 : 1)
      var best = min(changed, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforePrevious[column - 1] + 1)
      }
      current.append(best)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count]
}
