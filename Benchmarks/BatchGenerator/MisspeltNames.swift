import Foundation

/// Company names and misspellings of them, as cores: plain capitals without blanks and legal forms.
package enum MisspeltNames {
  /// Names, each another one, and as many misspellings in the same order; none of these is anybody's name.
  package static func pairs(_ count: Int, seed: UInt64) -> (names: [[UInt8]], misspelt: [[UInt8]]) {
    var random = SplitMix64(seed: seed)
    let companies = CompanyNames(seed: seed)
    var names: [[UInt8]] = []
    var known: Set<[UInt8]> = []
    var number = 0
    while names.count < count {
      var name: [UInt8] = []
      let legalForm = companies.write(number, to: &name)
      number += 1
      name.removeLast(legalForm)
      let core = name.compactMap { byte in
        (0x61...0x7a).contains(byte) ? byte - 0x20 : (0x41...0x5a).contains(byte) ? byte : nil
      }
      if known.insert(core).inserted { names.append(core) }
    }
    var misspelt: [[UInt8]] = []
    for name in names {
      var other = name
      repeat { other = Misspelling.applied(1 + random.below(2), to: name, &random) } while known.contains(other)
      known.insert(other)
      misspelt.append(other)
    }
    return (names, misspelt)
  }

  /// Writes `customers.txt` and `queries.txt`, a name a line.
  package static func write(_ names: [[UInt8]], _ misspelt: [[UInt8]], to directory: String) throws {
    let folder = URL(fileURLWithPath: directory, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (file, lines) in [("customers.txt", names), ("queries.txt", misspelt)] {
      try Data(lines.joined(separator: [0x0a])).write(to: folder.appendingPathComponent(file))
    }
  }
}

/// What people's fingers do to a word.
enum Misspelling {
  /// Letters dropped, doubled, replaced, put in, or swapped with their neighbour, away from bytes beyond ASCII.
  static func applied(_ edits: Int, to name: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var name = name
    for _ in 0..<edits {
      let place = 1 + random.below(max(1, name.count - 2))
      guard place + 1 < name.count, name[place] < 0x80, name[place + 1] < 0x80 else { continue }
      let letter = name[place] & 0x20 | UInt8(truncatingIfNeeded: 0x41 + random.below(26))
      switch random.below(5) {
      case 0: name.remove(at: place)
      case 1: name.insert(name[place], at: place)
      case 2: name[place] = letter
      case 3: name.insert(letter, at: place)
      default: name.swapAt(place, place + 1)
      }
    }
    return name
  }
}
