// The numbers one edit away from a token, found in the index of exact numbers.
//
// 1049622 is one edit from 104962, 104692 from 104962. Instead of comparing a token with a million numbers, everything that
// one edit makes of the token is looked up: a letter dropped, two neighbours swapped, a letter replaced or put in. Keys
// have capitals and digits only, so that a token of n letters has at most 72 n + 36 neighbours, and each costs one look-up;
// a list of deletions kept for each number, as in SymSpell, would find the same and cost ten times the memory of the index.

enum EditNeighbours {
  /// Calls `body` with every key of capitals and digits at an optimal string alignment distance of 1 from `key`; some keys
  /// more than once. The buffer is the neighbour's.
  static func forEach(of key: [UInt8], _ body: (Span<UInt8>) -> Void) {
    var other = key
    for place in key.indices {
      let byte = other.remove(at: place)
      body(other.span)
      other.insert(byte, at: place)
    }
    for place in key.indices.dropFirst() where key[place] != key[place - 1] {
      other.swapAt(place, place - 1)
      body(other.span)
      other.swapAt(place, place - 1)
    }
    for place in key.indices {
      for letter in letters where letter != key[place] {
        other[place] = letter
        body(other.span)
      }
      other[place] = key[place]
    }
    other.insert(0, at: 0)
    for place in 0...key.count {
      for letter in letters {
        other[place] = letter
        body(other.span)
      }
      if place < key.count { other[place] = key[place] }
    }
  }

  private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
}

extension ReferenceIndex {
  /// The items of which some number is one edit from the key, each once, in order of row.
  func rows(oneEditFrom key: [UInt8]) -> [Int32] {
    var rows: Set<Int32> = []
    EditNeighbours.forEach(of: key) { neighbour in
      for index in [documents, tails, others] {
        guard let hit = index.find(neighbour) else { continue }
        rows.formUnion(index.rows[hit.indices])
      }
    }
    return rows.sorted()
  }
}
