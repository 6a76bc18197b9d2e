/// Levenshtein's distance by its table.
package enum SlowLevenshtein {
  package static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (number, letter) in left.enumerated() {
      var corner = row[0]
      row[0] = number + 1
      for (place, other) in right.enumerated() {
        let best = min(corner + (letter == other ? 0 : 1), row[place] + 1, row[place + 1] + 1)
        corner = row[place + 1]
        row[place + 1] = best
      }
    }
    return row[right.count]
  }
}

/// Names alike to a query by comparing it with every one.
package enum SlowNameSearch {
  /// The best likeness in thousandths of every name that reaches `least`, by its number.
  package static func search(
    _ query: [UInt8], in names: [[UInt8]], least: Int, longest: Int, shortest: Int
  ) -> [Int: Int] {
    var found: [Int: Int] = [:]
    guard query.count >= shortest else { return found }
    let query = Array(query.prefix(longest))
    for (number, name) in names.enumerated() where name.count >= shortest {
      let name = Array(name.prefix(longest))
      let longer = max(name.count, query.count)
      let permille = (1_000 * (longer - SlowLevenshtein.distance(query, name))) / longer
      if permille >= least { found[number] = permille }
    }
    return found
  }
}

/// Everything one edit away at most, by comparing with every key.
package enum SlowEditNeighbours {
  package static func keys(_ key: [UInt8], among keys: [[UInt8]]) -> [Int] {
    keys.indices.filter { SlowEditDistance.distance(key, keys[$0]) <= 1 }
  }
}
